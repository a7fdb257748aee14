import { type Case, CaseStore, type Storage, type UpgradeProgress } from "../case/index.ts";
import type { Rule } from "../rules/index.ts";
import { builtinRules } from "../rules/builtin/index.ts";
import { caseNotDeleted, caseNotOpened, untitledCase } from "../wording/index.ts";
import { CaseState } from "./case/case-state.svelte.ts";
import { Session } from "./session.svelte.ts";
import type { Workers } from "./workers/workers.ts";

export type View = "case" | "rules" | "about";

/** The page: which case is open, which others there are, and whether they are stored. */
export class App {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly #store: CaseStore;
  readonly #workers: Workers;
  storage = $state.raw<Storage>({ state: "saved", reason: "" });
  cases = $state.raw<readonly Case[]>([]);
  session = $state.raw<Session>() as Session;
  view = $state<View>("case");
  /** A file is being dragged over the page. */
  dragging = $state(false);
  /** What could not be done with the case as a whole; empty while all is well. */
  failure = $state("");
  /** Counts the cases asked for: only the last one is shown, whichever loads first. */
  #opening = 0;
  /** Names given to cases, including those of empty cases, which are not stored. */
  readonly #names = new Set<string>();

  private constructor(store: CaseStore, workers: Workers) {
    this.#store = store;
    this.#workers = workers;
    this.rules = new Map(builtinRules().map((rule) => [rule.rule_id, rule]));
  }

  /**
   * Opens the case that was open last, or a new one.
   *
   * @param onUpgrade called with how far the upgrade of an older version's database is
   */
  static async start(workers: Workers, onUpgrade: (progress: UpgradeProgress) => void): Promise<App> {
    let report: (storage: Storage) => void = () => undefined;
    let first: Storage | null = null;
    const store = await CaseStore.open((storage) => {
      first = storage;
      report(storage);
    }, onUpgrade);
    const app = new App(store, workers);
    if (first !== null) app.storage = first;
    report = (storage) => (app.storage = storage);
    app.cases = await store.cases();
    const [latest] = app.cases;
    if (latest === undefined) app.newCase();
    else {
      try {
        await app.openCase(latest);
      } catch (error) {
        // A case that cannot be read must not keep the page from opening another.
        app.newCase();
        app.failure = caseNotOpened(latest.name, error);
      }
    }
    return app;
  }

  /** Opens a new case. It is stored with its first evidence or rule, so an empty one leaves nothing behind. */
  newCase(): void {
    this.#opening++;
    this.session?.queue.close();
    const now = Date.now();
    const name = this.#freeName(untitledCase(now));
    const info: Case = { id: crypto.randomUUID(), name, createdAt: now, openedAt: now };
    this.session = new Session(CaseState.create(this.#store, info, this.rules), this.#workers);
    this.view = "case";
    void this.#refreshCases();
  }

  /** A name that no other case has: two that look alike would get the wrong one deleted. */
  #freeName(name: string): string {
    for (const { name: taken } of this.cases) this.#names.add(taken);
    let free = name;
    for (let n = 2; this.#names.has(free); n++) free = `${name} (${n})`;
    this.#names.add(free);
    return free;
  }

  async openCase(info: Case): Promise<void> {
    const opening = ++this.#opening;
    const opened = { ...info, openedAt: Date.now() };
    await this.#store.saveCase(opened);
    const state = await CaseState.load(this.#store, opened, this.rules);
    // Another case may have been chosen while this one was loading.
    if (opening !== this.#opening) return;
    this.session?.queue.close();
    this.session = new Session(state, this.#workers);
    this.view = "case";
    await this.#refreshCases();
  }

  /** Opens the form for a rule of the analyst's own, with a query filled in. */
  hunt(name: string, query: string): void {
    this.session.drafts.writeRule({ name, query });
    this.view = "rules";
  }

  async renameCase(name: string): Promise<void> {
    await this.session.case.rename(name);
    await this.#refreshCases();
  }

  /** Deletes the open case and everything in it, and opens a new one. */
  async deleteCase(): Promise<void> {
    const { queue, case: state } = this.session;
    queue.cancel();
    this.failure = "";
    try {
      await state.delete();
    } catch (error) {
      this.failure = caseNotDeleted(error);
      return;
    }
    this.newCase();
  }

  async #refreshCases(): Promise<void> {
    this.cases = await this.#store.cases();
  }
}
