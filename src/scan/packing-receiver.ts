import type { ScanDiagnostic } from "./diagnostic.ts";
import type { PackedPart } from "./event-index/index.ts";
import type { Finding } from "./finding.ts";
import type { PackFindings } from "./packed-findings.ts";
import type { ScanProgress, ScanReceiver } from "./scan-receiver.ts";

/**
 * Packs findings before it hands them over. While the receiver takes one batch, the scan goes on to the next: one waits at
 * most.
 */
export class PackingReceiver implements ScanReceiver {
  readonly #receiver: ScanReceiver;
  readonly #pack: PackFindings;
  #sent: Promise<void> | void = undefined;

  constructor(receiver: ScanReceiver, pack: PackFindings) {
    this.#receiver = receiver;
    this.#pack = pack;
  }

  async batch(
    findings: readonly Finding[],
    problems: readonly ScanDiagnostic[],
    progress: ScanProgress,
  ): Promise<void> {
    const packed = findings.length === 0 ? undefined : await this.#pack(findings);
    await this.#sent;
    this.#sent =
      packed === undefined
        ? this.#receiver.batch([], problems, progress)
        : this.#receiver.batch([], problems, progress, packed);
    // It is reported by the next call that waits for it.
    this.#sent?.catch(() => undefined);
  }

  events(part: PackedPart): Promise<void> | void {
    return this.#receiver.events?.(part);
  }

  forgetEvents(): Promise<void> | void {
    return this.#receiver.forgetEvents?.();
  }

  /** Resolves when everything has been handed over. */
  async settled(): Promise<void> {
    await this.#sent;
  }
}
