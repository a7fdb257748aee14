import { type Case, CaseStore, type Evidence, type Storage, type UpgradeProgress } from "../case/index.ts";
import type { Rule } from "../rules/index.ts";
import { builtinRules } from "../rules/builtin/index.ts";
import { messageOf, untitledCase } from "../wording/index.ts";
import { AlertView } from "./list/alert-list.svelte.ts";
import { CaseState } from "./case/case-state.svelte.ts";
import { Drafts } from "./drafts.svelte.ts";
import { keepOrder, readRuleFiles, sortFiles } from "./intake/incoming.ts";
import { ScanQueue } from "./queue/scan-queue.svelte.ts";
import type { DroppedFile } from "./intake/dropped-file.ts";

export type View = "case" | "rules" | "about";

/** What became of the last drop. */
interface Drops {
  /** Names that the browser would not open. */
  refused: readonly string[];
  /** There was no file in it. */
  nothing: boolean;
  /** Rule files that were taken in. */
  rules: readonly string[];
  /** Files that were taken for evidence. */
  evidence: readonly string[];
  /** They were given as rules. */
  asRules: boolean;
}

/** What is known of a drop besides its files. */
interface DropOptions {
  /** Names that the browser would not open. */
  readonly refused?: readonly string[];
  /** They are meant as rules: if they hold none, whoever gave them wants to know. */
  readonly asRules?: boolean;
}

/** A file, and how many of the rules in use have not seen all of it. */
export interface Outdated {
  readonly evidence: Evidence;
  readonly missing: number;
}

/** One open case with its scan and its list. */
export class Session {
  readonly case: CaseState;
  readonly queue: ScanQueue;
  readonly view: AlertView;
  readonly drops = $state<Drops>({ refused: [], nothing: false, rules: [], evidence: [], asRules: false });
  /** Rule files that are being read. */
  readingRules = $state(0);
  readonly drafts = new Drafts();
  #taken: Promise<unknown> = Promise.resolve();

  constructor(state: CaseState) {
    this.case = state;
    this.queue = new ScanQueue(state);
    this.view = new AlertView(state);
  }

  /** Takes in what was dropped or picked: rule files by their content, everything else as evidence. */
  async take(
    files: readonly DroppedFile[],
    { refused = [], asRules = false }: DropOptions = {},
  ): Promise<void> {
    this.drops.refused = refused;
    this.drops.nothing = files.length === 0 && refused.length === 0;
    this.drops.rules = [];
    this.drops.evidence = [];
    this.drops.asRules = asRules;
    if (files.length === 0) return;
    // From here on nobody is told that the scan is done until these files are.
    const end = this.queue.begin();
    const earlier = this.#taken;
    const taking = this.#takeIn(files, earlier);
    this.#taken = Promise.allSettled([earlier, taking]);
    try {
      await taking;
    } finally {
      end();
    }
  }

  /** @param earlier resolves when all earlier drops are taken in: of two rules with one id the later dropped one stays */
  async #takeIn(files: readonly DroppedFile[], earlier: Promise<unknown>): Promise<void> {
    const { evidence, rules, archives } = await sortFiles(files);
    this.readingRules += rules.length;
    if (rules.length > 0) await earlier;
    const left = await readRuleFiles(rules, archives, (count, read) => {
      this.readingRules -= count;
      if (read.length === 0 || this.case.isGone) return;
      this.case.addRules(read);
      this.drops.rules = [...this.drops.rules, ...read.map(({ path }) => path)];
    });
    if (this.case.isGone) return;
    const examined = keepOrder(files, [...evidence, ...left]);
    this.drops.evidence = examined.map(({ path }) => path);
    this.queue.add(examined);
  }

  /** Files of the case that rules in use have not seen, or not to their end. */
  readonly outdated: readonly Outdated[] = $derived.by(() => {
    const { rules, evidence } = this.case;
    const missing = new Map<string | undefined, number>();
    const missingOf = (rulesKey: string | undefined): number => {
      const known = missing.get(rulesKey) ?? rules.notRun(rulesKey).length;
      missing.set(rulesKey, known);
      return known;
    };
    return evidence
      .filter(({ state }) => ["done", "locked", "cancelled"].includes(state))
      .filter(({ records, carved = 0 }) => records + carved > 0)
      .map((one) => ({
        evidence: one,
        missing: missingOf(one.state === "cancelled" ? undefined : one.rulesKey),
      }))
      .filter((one) => one.missing > 0);
  });
}

/** The page: which case is open, which others there are, and whether they are kept. */
export class App {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly #store: CaseStore;
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
  /** Names of cases that were given, those of cases that have left nothing behind included. */
  readonly #names = new Set<string>();

  private constructor(store: CaseStore) {
    this.#store = store;
    this.rules = new Map(builtinRules().map((rule) => [rule.rule_id, rule]));
  }

  /**
   * Opens the case that was open last, or a new one.
   *
   * @param onUpgrade told how far the upgrade of an older version's database is
   */
  static async start(onUpgrade: (progress: UpgradeProgress) => void): Promise<App> {
    let report: (storage: Storage) => void = () => undefined;
    let first: Storage | null = null;
    const store = await CaseStore.open((storage) => {
      first = storage;
      report(storage);
    }, onUpgrade);
    const app = new App(store);
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
        app.failure = `The case “${latest.name}” could not be opened: ${messageOf(error)}`;
      }
    }
    return app;
  }

  /** A new case is written down with its first evidence: an empty one leaves nothing behind. */
  newCase(): void {
    this.#opening++;
    this.session?.queue.close();
    const now = Date.now();
    const name = this.#freeName(untitledCase(now));
    const info: Case = { id: crypto.randomUUID(), name, createdAt: now, openedAt: now };
    this.session = new Session(CaseState.create(this.#store, info, this.rules));
    this.view = "case";
    void this.#refreshCases();
  }

  /** Two cases must not look alike where one may be deleted. */
  #freeName(name: string): string {
    for (const one of this.cases) this.#names.add(one.name);
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
    this.session = new Session(state);
    this.view = "case";
    await this.#refreshCases();
  }

  /** Opens the form for an own rule with a query that is at hand. */
  hunt(name: string, query: string): void {
    this.session.drafts.writeRule({ name, query });
    this.view = "rules";
  }

  async renameCase(name: string): Promise<void> {
    await this.session.case.rename(name);
    await this.#refreshCases();
  }

  /** Deletes the open case with everything of it, and opens a new one. */
  async deleteCase(): Promise<void> {
    const { queue, case: state } = this.session;
    queue.cancel();
    this.failure = "";
    try {
      await state.delete();
    } catch (error) {
      this.failure = `The case could not be deleted: ${messageOf(error)}`;
      return;
    }
    this.newCase();
  }

  async #refreshCases(): Promise<void> {
    this.cases = await this.#store.cases();
  }
}
