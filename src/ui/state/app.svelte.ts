import { type Case, CaseStore, type Storage } from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import { builtinRules } from "../../rules/builtin/index.ts";
import { AlertView } from "./alert-view.svelte.ts";
import { CaseState } from "./case-state.svelte.ts";
import { ScanQueue } from "./scan-queue.svelte.ts";

/** One open case with its scan and its list. */
export class Session {
  readonly case: CaseState;
  readonly queue: ScanQueue;
  readonly view: AlertView;

  constructor(state: CaseState) {
    this.case = state;
    this.queue = new ScanQueue(state);
    this.view = new AlertView(state);
  }
}

/** The page: which case is open, which others there are, and whether they are kept. */
export class App {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly #store: CaseStore;
  storage = $state.raw<Storage>({ state: "saved", reason: "" });
  cases = $state.raw<readonly Case[]>([]);
  session = $state.raw<Session>() as Session;
  place = $state<"case" | "about">("case");

  private constructor(store: CaseStore) {
    this.#store = store;
    this.rules = new Map(builtinRules().map((rule) => [rule.rule_id, rule]));
  }

  /** Opens the case that was open last, or a new one. */
  static async start(): Promise<App> {
    let report: (storage: Storage) => void = () => undefined;
    let first: Storage | null = null;
    const store = await CaseStore.open((storage) => {
      first = storage;
      report(storage);
    });
    const app = new App(store);
    if (first !== null) app.storage = first;
    report = (storage) => (app.storage = storage);
    app.cases = await store.cases();
    const [latest] = app.cases;
    if (latest === undefined) app.newCase();
    else await app.openCase(latest);
    return app;
  }

  /** A new case is written down with its first evidence: an empty one leaves nothing behind. */
  newCase(): void {
    this.session?.queue.cancel();
    const now = Date.now();
    // To the second: two cases of a minute must not look alike where one may be deleted.
    const name = `Case of ${new Date(now).toISOString().slice(0, 19).replace("T", " ")} UTC`;
    const info: Case = { id: crypto.randomUUID(), name, createdAt: now, openedAt: now };
    this.session = new Session(CaseState.create(this.#store, info, this.rules));
    this.place = "case";
    void this.#refreshCases();
  }

  async openCase(info: Case): Promise<void> {
    this.session?.queue.cancel();
    const opened = { ...info, openedAt: Date.now() };
    await this.#store.saveCase(opened);
    this.session = new Session(await CaseState.load(this.#store, opened, this.rules));
    this.place = "case";
    await this.#refreshCases();
  }

  async renameCase(name: string): Promise<void> {
    await this.session.case.rename(name);
    await this.#refreshCases();
  }

  /** Deletes the open case with everything of it, and opens a new one. */
  async deleteCase(): Promise<void> {
    const { queue, case: state } = this.session;
    queue.cancel();
    await state.delete();
    this.newCase();
  }

  async #refreshCases(): Promise<void> {
    this.cases = await this.#store.cases();
  }
}
