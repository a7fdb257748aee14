/**
 * What tabs tell each other about a case. `hand-over`: another tab wants to work in it. `deleted`: it is gone. `changed`:
 * the list of cases has changed. `stored`: the tab that works in the case has stored something of it. `wiped`: the whole
 * database is about to be deleted, and the case is none. `kept-rules`: the rules that new cases begin with have changed,
 * and the case is none.
 */
export interface TabMessage {
  readonly kind: "hand-over" | "deleted" | "changed" | "stored" | "wiped" | "kept-rules";
  readonly caseId: string;
}

const KINDS: ReadonlySet<unknown> = new Set<TabMessage["kind"]>([
  "hand-over",
  "deleted",
  "changed",
  "stored",
  "wiped",
  "kept-rules",
]);

/** Carries messages between the tabs that share a database. Without it, a tab notices at its next write. */
export class TabChannel {
  readonly #channel: BroadcastChannel | null;

  /** @param receive called with what other tabs send, never with what this one does */
  constructor(receive: (message: TabMessage) => void) {
    this.#channel = openChannel();
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      // In Chromium any page opened from file:// can send here.
      if (isMessage(data)) receive(data);
    });
  }

  send(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  close(): void {
    this.#channel?.close();
  }
}

function openChannel(): BroadcastChannel | null {
  try {
    return typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("loupe");
  } catch {
    // A browser that refuses storage to the page may refuse this too.
    return null;
  }
}

function isMessage(data: unknown): data is TabMessage {
  if (typeof data !== "object" || data === null) return false;
  const { kind, caseId } = data as Partial<Record<keyof TabMessage, unknown>>;
  return KINDS.has(kind) && typeof caseId === "string";
}
