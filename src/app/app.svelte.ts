import {
  type Case,
  CASE_STORES,
  type CaseHold,
  CaseLocks,
  type CaseLoss,
  CaseStore,
  DatabaseError,
  type Storage,
  storageLifetime,
  type StorageLifetime,
  TabChannel,
  type UpgradeProgress,
} from "../case/index.ts";
import type { Rule } from "../rules/index.ts";
import { builtinRules, companionRules } from "../rules/builtin/index.ts";
import { caseGone, caseNotDeleted, caseNotOpened, notWiped, untitledCase } from "../wording/index.ts";
import { CaseState, type LoadProgress } from "./case/case-state.svelte.ts";
import {
  CaseFiles,
  type ImportedCase,
  mergeImported,
  type MergeResult,
  removeUnfinished,
} from "./case-file/index.ts";
import { MOST_QUERIES } from "./hunt/kept-queries.ts";
import { MOST_HUNTS } from "./report/report-settings.ts";
import { MyRules } from "./rules/index.ts";
import { type DropOptions, Session } from "./session.svelte.ts";
import type { DroppedFile } from "./intake/dropped-file.ts";
import type { View } from "./views.ts";
import type { Workers } from "./workers/workers.ts";

/** How long a tab that is asked for a case has to stop its scan and store what it found, in milliseconds. */
const HAND_OVER_MS = 5000;
/** Nothing is said of a case that is open sooner, and then no more often than that, in milliseconds. */
const LOADING_MS = 400;
/** Other tabs are told at most this often that something was stored, in milliseconds: a scan writes many times a second. */
const TELL_MS = 500;

/** The page: which case is open, which others there are, and whether they are stored. */
export class App {
  readonly rules: ReadonlyMap<string, Rule>;
  /** The rules that new cases begin with. */
  readonly myRules: MyRules;
  /** The case file that is being written or read. */
  readonly caseFiles: CaseFiles;
  readonly #store: CaseStore;
  readonly #workers: Workers;
  storage = $state.raw<Storage>({ state: "saved", reason: "" });
  /** How long the browser keeps what is stored. */
  lifetime = $state.raw<StorageLifetime>("best-effort");
  cases = $state.raw<readonly Case[]>([]);
  session = $state.raw<Session>() as Session;
  view = $state<View>("overview");
  /** The name of the analyst, which goes with what they decide; empty if they gave none. It stays in this browser. */
  #analyst = $state("");
  /** The page asks for the analyst's name. */
  asksName = $state(false);
  /** A file is being dragged over the page. */
  dragging = $state(false);
  /** How far the case is that is being opened, once that takes a while; null if none is. */
  loading = $state.raw<LoadProgress | null>(null);
  /** What could not be done with the case as a whole; empty while all is well. */
  failure = $state("");
  /** Counts the cases asked for: only the last one is shown, whichever loads first. */
  #opening = 0;
  readonly #locks: CaseLocks;
  readonly #channel: TabChannel;
  /** Keeps other tabs from working in the open case; null if another one does. */
  #hold: Promise<CaseHold | null> = Promise.resolve(null);
  /** The cases that this tab has left, until everything of them is stored. */
  readonly #leaving = new Map<string, Promise<void>>();
  /** The cases of which other tabs are told in a moment that something was stored. */
  readonly #telling = new Set<string>();
  /** Names given to cases, including those of empty cases, which are not stored. */
  readonly #names = new Set<string>();

  private constructor(store: CaseStore, workers: Workers, locks: CaseLocks) {
    this.#store = store;
    this.#workers = workers;
    this.#locks = locks;
    this.#channel = new TabChannel(({ kind, caseId }) => {
      if (kind === "hand-over") void this.#handOver(caseId);
      else if (kind === "deleted") this.#caseLost(caseId, "deleted");
      else if (kind === "wiped") this.#wiped();
      if (kind === "stored") this.#follow(caseId);
      else if (kind === "kept-rules") void this.myRules.load();
      else void this.refreshCases();
    });
    this.myRules = new MyRules(store, () => this.#channel.send({ kind: "kept-rules", caseId: "" }));
    this.caseFiles = new CaseFiles({
      store,
      locks,
      cases: async () => {
        await this.refreshCases();
        return this.cases;
      },
      freeName: (name) => this.#nameForImported(name),
      isAtWork: () => this.session.queue.busy || this.session.drafts.unsaved > 0,
      open: ({ info, hold }) => this.#open(info, () => Promise.resolve(hold)),
      openCase: () => (this.session.case.evidence.length > 0 ? this.session.case.info : null),
      mergeObstacle: (own) => this.#mergeObstacle(own),
      merge: (...given) => this.#merge(...given),
      analyst: () => this.#analyst,
      taken: (caseId) => this.#caseLost(caseId, "taken-over"),
      imported: () => {
        this.#channel.send({ kind: "changed", caseId: "" });
        void this.refreshCases();
      },
    });
    this.rules = new Map([...builtinRules(), ...companionRules()].map((rule) => [rule.rule_id, rule]));
  }

  /**
   * Opens the case that was open last, or a new one.
   *
   * @param progress called with how far the upgrade of an older version's database is, and the loading of a large case
   */
  static async start(
    workers: Workers,
    progress: {
      readonly upgrading: (progress: UpgradeProgress) => void;
      readonly loading: (progress: LoadProgress) => void;
    },
    locks = new CaseLocks(),
  ): Promise<App> {
    let app: App | null = null;
    let first: Storage | null = null;
    const store = await CaseStore.open({
      storage: (storage) => {
        if (app === null) first = storage;
        else app.storage = storage;
      },
      lost: (caseId, loss) => {
        if (app !== null) app.#caseLost(caseId, loss);
      },
      stored: (caseId) => {
        if (app !== null) app.#tellStored(caseId);
      },
      upgrading: progress.upgrading,
    });
    app = new App(store, workers, locks);
    if (first !== null) app.storage = first;
    app.lifetime = await storageLifetime();
    await removeUnfinished({ store, locks });
    // A new case begins with what is known of them by then.
    [app.cases] = await Promise.all([store.cases(), app.myRules.load()]);
    const [latest] = app.cases;
    if (latest === undefined) app.newCase();
    else {
      try {
        await app.openCase(latest, progress.loading);
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
    this.loading = null;
    this.#leave();
    this.failure = "";
    const now = Date.now();
    const name = this.#freeName(untitledCase(now));
    const info: Case = { id: crypto.randomUUID(), name, createdAt: now, openedAt: now };
    const state = CaseState.create(this.#store, info, this.rules, this.myRules.list);
    this.session = this.#sessionOf(state);
    this.session.case.trail.analyst = this.#analyst;
    this.#hold = this.#locks.take(info.id, () => this.#caseLost(info.id, "taken-over"));
    void this.refreshCases();
  }

  #sessionOf(state: CaseState): Session {
    return new Session(state, this.#workers, (files) => this.caseFiles.read(files));
  }

  /** Stops what is under way in the open case. Other tabs may work in it as soon as everything is stored. */
  #leave(): void {
    if (this.session === undefined) return;
    const { queue, case: state } = this.session;
    const { id } = state.info;
    const hold = this.#hold;
    queue.close();
    this.session.events.end();
    this.session.hunt.stop();
    this.session.handOver.stop();
    this.session.hunt.rest();
    this.session.view.stop();
    const left = queue
      .ended()
      .then(() => state.written())
      .then(async () => (await hold)?.release())
      .finally(() => this.#leaving.delete(id));
    this.#leaving.set(id, left);
  }

  /** A name that no other case has: two that look alike would get the wrong one deleted. */
  #freeName(name: string): string {
    for (const { name: taken } of this.cases) this.#names.add(taken);
    const free = freeName(name, this.#names);
    this.#names.add(free);
    return free;
  }

  /** The name of a case from a case file: its own, unless a case with evidence has it. */
  #nameForImported(name: string): string {
    const { info, evidence } = this.session.case;
    const taken = new Set(this.cases.map((stored) => stored.name));
    if (evidence.length > 0) taken.add(info.name);
    const free = freeName(name, taken);
    this.#names.add(free);
    return free;
  }

  #mergeObstacle({ id }: Case): string {
    const { queue, drafts, case: state } = this.session;
    if (drafts.unsaved > 0) return "Save or discard what you are editing first.";
    if (queue.busy) return "A scan is running. Wait for its end, or stop it, and drop the file again.";
    return state.info.id === id && !state.isWritable
      ? "Another tab works in that case. Take it over first, and drop the file again."
      : "";
  }

  /** See `CaseFileHost.merge`. The files at hand stay at hand: those of the own case keep their ids. */
  async #merge(
    own: Case,
    imported: ImportedCase,
    file: string,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<MergeResult> {
    if (this.session.case.info.id !== own.id) await this.openCase(own);
    const { case: state, queue } = this.session;
    if (state.info.id !== own.id || !state.isWritable || queue.busy) {
      await this.#store.deleteCase(imported.info.id);
      imported.hold?.release();
      return { error: new DatabaseError("lost", "Another tab works in the case.") };
    }
    await state.written();
    const [mine, theirs] = await Promise.all(
      [own.id, imported.info.id].map((id) => this.#store.countEntries(CASE_STORES, id)),
    );
    const total = mine! + theirs!;
    const result = await mergeImported(
      { store: this.#store, locks: this.#locks, taken: (id) => this.#caseLost(id, "taken-over") },
      state.info,
      imported,
      {
        ...{ shipped: this.rules, by: this.#analyst, file },
        most: { queries: MOST_QUERIES, hunts: MOST_HUNTS },
      },
      (done) => onProgress(Math.min(done, total), total),
      signal,
      async (merged) => void (await CaseState.load(this.#store, merged, this.rules, "elsewhere")),
    );
    if (!("info" in result)) return result;
    await this.#open(result.info, () => Promise.resolve(result.hold));
    queue.giveFilesTo(this.session.queue);
    this.session.queue.correlate();
    this.#channel.send({ kind: "deleted", caseId: own.id });
    return result;
  }

  /** Opens a stored case: to work in it, or only to read if another tab works in it. */
  openCase(
    info: Case,
    loading = (progress: LoadProgress): void => void (this.loading = progress),
  ): Promise<void> {
    return this.#open(info, (lost) => this.#locks.take(info.id, lost), loading);
  }

  /** Opens the case that another tab works in, to work in it here. The other tab stops. */
  async takeOver(): Promise<void> {
    const { info } = this.session.case;
    this.failure = "";
    this.#channel.send({ kind: "hand-over", caseId: info.id });
    try {
      await this.#open(info, (lost) => this.#locks.takeOver(info.id, HAND_OVER_MS, lost));
    } catch (error) {
      this.failure = caseNotOpened(info.name, error);
    }
  }

  /** @param take gets the right to work in the case, or null */
  async #open(
    info: Case,
    take: (lost: () => void) => Promise<CaseHold | null>,
    loading = (progress: LoadProgress): void => void (this.loading = progress),
  ): Promise<void> {
    const opening = ++this.#opening;
    let quietSince = performance.now();
    await this.#leaving.get(info.id);
    const hold = await take(() => this.#caseLost(info.id, "taken-over"));
    try {
      const record =
        hold === null ? await this.#store.caseOf(info.id) : await this.#store.claimCase(info.id, Date.now());
      if (record === undefined) {
        hold?.release();
        if (this.session === undefined || this.session.case.info.id === info.id) this.newCase();
        else await this.refreshCases();
        this.failure = caseGone(info.name);
        return;
      }
      if (hold === null) this.#store.leaveCase(info.id);
      const access = hold === null ? "elsewhere" : "own";
      const state = await CaseState.load(this.#store, record, this.rules, access, (progress) => {
        if (opening !== this.#opening || performance.now() - quietSince < LOADING_MS) return;
        quietSince = performance.now();
        loading(progress);
      });
      // Another case may have been chosen while this one was loading.
      if (opening !== this.#opening) {
        hold?.release();
        return;
      }
      this.#leave();
      this.failure = "";
      this.session = this.#sessionOf(state);
      this.session.case.trail.analyst = this.#analyst;
      this.#hold = Promise.resolve(hold);
    } catch (error) {
      hold?.release();
      throw error;
    } finally {
      if (opening === this.#opening) this.loading = null;
    }
    await this.refreshCases();
  }

  /** Tells the tabs that read a case that something of it was stored. */
  #tellStored(caseId: string): void {
    if (this.#telling.has(caseId)) return;
    this.#telling.add(caseId);
    setTimeout(() => {
      this.#telling.delete(caseId);
      this.#channel.send({ kind: "stored", caseId });
    }, TELL_MS);
  }

  /** The tab that works in a case has stored something of it: shows that here. */
  #follow(caseId: string): void {
    const state = this.session?.case;
    if (state?.info.id !== caseId || state.isWritable) return;
    // What cannot be read now is read with the next message.
    state.follow().catch(() => undefined);
  }

  /** Another tab wants to work in the case: stops here, and lets it once everything that was found is stored. */
  async #handOver(caseId: string): Promise<void> {
    const hold = await this.#hold;
    if (this.session?.case.info.id !== caseId || hold === null) return;
    const { queue, case: state } = this.session;
    queue.close();
    state.access = "taken-over";
    await queue.ended();
    await state.written();
    this.#store.leaveCase(caseId);
    hold.release();
  }

  /** Another tab has deleted the case, or has taken it over without waiting for this one. */
  #caseLost(caseId: string, loss: CaseLoss): void {
    if (loss === "deleted") this.#store.forgetCase(caseId);
    else this.#store.leaveCase(caseId);
    if (this.session?.case.info.id !== caseId) return;
    const { queue, case: state } = this.session;
    if (loss === "deleted") {
      state.markDeleted();
      this.newCase();
      this.failure = caseGone(state.info.name);
    } else {
      queue.close();
      state.access = "taken-over";
    }
  }

  /** Adds files to the open case; to a new one if another tab works in it, so that nothing dropped is ever refused. */
  async take(files: readonly DroppedFile[], options: Omit<DropOptions, "insteadOf"> = {}): Promise<void> {
    await this.caseFiles.written();
    const { isWritable, info } = this.session.case;
    if (isWritable || files.length === 0) return this.session.take(files, options);
    this.newCase();
    await this.session.take(files, { ...options, insteadOf: info.name });
  }

  get analyst(): string {
    return this.#analyst;
  }

  set analyst(name: string) {
    this.#analyst = name;
    this.session.case.trail.analyst = name;
  }

  show(view: View): void {
    this.view = view;
  }

  /** Shows a query in EQL where it can be changed and run. */
  hunt(title: string, text: string): void {
    this.session.hunt.state = { ...this.session.hunt.state, language: "eql", title, text };
    this.show("hunt");
  }

  /** Opens the form for a rule of the analyst's own, with a query filled in. */
  keepAsRule(name: string, language: string, query: string): void {
    this.session.drafts.writeRule({ name, language, query });
    this.show("rules");
  }

  async renameCase(name: string): Promise<void> {
    await this.session.case.rename(name);
    this.#channel.send({ kind: "changed", caseId: this.session.case.info.id });
    await this.refreshCases();
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
    this.#channel.send({ kind: "deleted", caseId: state.info.id });
    this.newCase();
    // There may be room now for what the browser refused.
    void this.#store.retry();
  }

  /**
   * Goes on without the database: leaves the open case, which stays stored, for a new one that is lost with the tab. The
   * stored cases are back when the page is loaded again.
   */
  async storeNothing(): Promise<void> {
    const { queue, case: state } = this.session;
    queue.close();
    await queue.ended();
    await state.written();
    await Promise.all(this.#leaving.values());
    this.#store.leaveCase(state.info.id);
    this.#store.doWithout("chosen");
    this.newCase();
  }

  /**
   * Deletes everything that Loupe has stored in this browser, whichever tab works in it, and stores nothing more until the
   * page is loaded again.
   *
   * @param forget deletes what the page itself keeps outside the database
   */
  async wipe(forget: () => void): Promise<void> {
    this.session.case.markDeleted();
    this.session.queue.cancel();
    await this.session.queue.ended();
    // Other tabs must not open the database again when they are asked to close it.
    this.#channel.send({ kind: "wiped", caseId: "" });
    let problem = "";
    try {
      await this.#store.wipe();
    } catch (error) {
      problem = notWiped(error);
    }
    forget();
    this.#analyst = "";
    this.myRules.forget();
    this.newCase();
    this.failure = problem;
  }

  /** Another tab deletes everything: what this one has is gone as well. */
  #wiped(): void {
    this.session.queue.cancel();
    this.session.case.markDeleted();
    this.#store.doWithout("wiped");
    this.myRules.forget();
    this.newCase();
  }

  /** About how much each stored case takes, in bytes, by its id. */
  async storedSizes(): Promise<ReadonlyMap<string, number>> {
    const sizes = this.cases.map(async ({ id }) => [id, await this.#store.sizeOf(id)] as const);
    return new Map(await Promise.all(sizes));
  }

  /** Stores what the browser refused, now that there should be room. Opens the database again if it is closed. */
  async saveAgain(): Promise<void> {
    await this.#store.reopen();
    await this.myRules.load();
    await this.refreshCases();
  }

  /** Looks which cases there are: other tabs make and delete some too. */
  async refreshCases(): Promise<void> {
    this.cases = await this.#store.cases();
  }
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
  return free;
}
