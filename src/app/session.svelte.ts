import { type Evidence, isPartlyStored, wasRead } from "../case/index.ts";
import { knownTraces } from "../rules/builtin/index.ts";
import { prepareTraces } from "../triage/index.ts";
import { alertsIn, AroundView } from "./around/index.ts";
import type { CaseState } from "./case/case-state.svelte.ts";
import { Decisions } from "./case/decisions.svelte.ts";
import { CaseEventIndex } from "./case/event-index.ts";
import { GuideAnswers } from "./case/guide-answers.svelte.ts";
import { Drafts } from "./drafts.svelte.ts";
import { EvidenceList } from "./evidence/index.ts";
import { EventSearch } from "./events/event-search.svelte.ts";
import { EventView } from "./events/event-view.svelte.ts";
import { AlertExports } from "./exports/index.ts";
import { CaseIndicators } from "./indicators/index.ts";
import { HandOver } from "./hand-over/index.ts";
import { Hunt } from "./hunt/index.ts";
import type { DroppedFile } from "./intake/dropped-file.ts";
import { readRuleFiles } from "./intake/read-rule-files.ts";
import { keepOrder, sortFiles } from "./intake/sort-files.ts";
import { AlertList } from "./list/alert-list.svelte.ts";
import { ReportSettings } from "./report/report-settings.ts";
import { RuleView } from "./rules/index.ts";
import { ScanQueue } from "./queue/scan-queue.svelte.ts";
import type { Workers } from "./workers/workers.ts";

const TRACES = prepareTraces(knownTraces());

/** What was in the last drop. */
interface Drops {
  /** Names of files that the browser would not open. */
  refused: readonly string[];
  /** It held no file at all. */
  nothing: boolean;
  /** Files whose rules were added. */
  rules: readonly string[];
  /** Files that were added as evidence. */
  evidence: readonly string[];
  /** The analyst picked the files as rules. */
  asRules: boolean;
  /** The case that the files were dropped on, in which another tab works; empty if they were dropped on this one. */
  insteadOf: string;
  /** The file that was removed since. */
  removed: string;
}

/** What is known about a drop besides its files. */
export interface DropOptions {
  /** Names of files that the browser would not open. */
  readonly refused?: readonly string[];
  /** The files were picked as rules: if they hold none, the page has to say so. */
  readonly asRules?: boolean;
  /** See `Drops.insteadOf`. */
  readonly insteadOf?: string;
}

/** A file, and how many of the enabled rules have not been run over all of it. */
export interface Outdated {
  readonly evidence: Evidence;
  readonly missing: number;
}

/** One open case with its scan and its list. */
export class Session {
  readonly case: CaseState;
  readonly queue: ScanQueue;
  readonly view: AlertList;
  readonly events: CaseEventIndex;
  readonly decisions: Decisions;
  /** What the evidence answers to the guide of the alert that is shown. */
  readonly answers: GuideAnswers;
  readonly eventView: EventView;
  readonly evidenceList: EvidenceList;
  /** The search for words through the files themselves. */
  readonly eventSearch: EventSearch;
  readonly around: AroundView;
  readonly ruleView = new RuleView();
  readonly hunt: Hunt;
  readonly exports: AlertExports;
  readonly handOver: HandOver;
  readonly indicators: CaseIndicators;
  /** What is chosen and written for the report. */
  readonly reportSettings: ReportSettings;
  readonly drops = $state<Drops>({
    refused: [],
    nothing: false,
    rules: [],
    evidence: [],
    asRules: false,
    insteadOf: "",
    removed: "",
  });
  /** Rule files that are being read. */
  readingRules = $state(0);
  readonly drafts = new Drafts();
  readonly #workers: Workers;
  readonly #openCaseFiles: (files: readonly DroppedFile[]) => void;
  #taken: Promise<unknown> = Promise.resolve();

  /** @param openCaseFiles is given the case files of each drop */
  constructor(
    state: CaseState,
    workers: Workers,
    openCaseFiles: (files: readonly DroppedFile[]) => void = () => undefined,
  ) {
    this.#openCaseFiles = openCaseFiles;
    this.case = state;
    this.#workers = workers;
    this.queue = new ScanQueue(state, workers);
    this.view = new AlertList(state);
    this.exports = new AlertExports(state, this.view);
    this.handOver = new HandOver(state, this.queue, workers);
    this.indicators = new CaseIndicators(state);
    this.decisions = new Decisions(state.dispositions, state.exceptions);
    this.events = new CaseEventIndex(state.events, state.ledger, workers);
    this.answers = new GuideAnswers(state, this.events, (rows) => this.queue.readEvents(rows));
    this.evidenceList = new EvidenceList(state.ledger);
    this.eventSearch = new EventSearch(this.events, {
      atOnce: workers.count,
      files: () => state.evidence,
      search: (id, searches, receiver) => this.queue.searchWords(id, searches, receiver),
    });
    this.eventView = new EventView(this.events, state.ledger, this.eventSearch, state.nearMisses);
    this.around = new AroundView(this.events, {
      index: this.events,
      read: (rows) => this.queue.readEvents(rows),
      alerts: (...asked) => alertsIn(state, this.view, ...asked),
      traces: TRACES,
    });
    this.hunt = new Hunt(state, this.events, this.queue, workers);
    this.reportSettings = new ReportSettings(state);
  }

  /** Adds what was dropped or picked: rule files, recognised by their content, and everything else as evidence. */
  async take(
    files: readonly DroppedFile[],
    { refused = [], asRules = false, insteadOf = "" }: DropOptions = {},
  ): Promise<void> {
    this.drops.refused = refused;
    this.drops.nothing = files.length === 0 && refused.length === 0;
    this.drops.rules = [];
    this.drops.evidence = [];
    this.drops.asRules = asRules;
    this.drops.removed = "";
    this.drops.insteadOf = insteadOf;
    if (!this.case.isWritable || files.length === 0) return;
    // From here on the scan is not shown as done until these files are.
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

  /** Removes a file from the case, with everything that was found in it. */
  async removeEvidence({ id, path }: Evidence): Promise<void> {
    for (const list of [this.view, this.eventView]) if (list.evidenceId === id) list.evidenceId = "";
    await this.queue.remove(id);
    if (this.case.ledger.get(id) !== undefined) return;
    this.drafts.dropOfFile(id);
    this.drops.removed = path;
  }

  /** @param earlier resolves when all earlier drops have been added: of two rules with one id the one dropped last stays */
  async #takeIn(files: readonly DroppedFile[], earlier: Promise<unknown>): Promise<void> {
    const sorted = await sortFiles(files);
    const { evidence, rules } = sorted;
    if (sorted.caseFiles.length > 0) this.#openCaseFiles(sorted.caseFiles);
    this.readingRules += rules.length;
    if (rules.length > 0) await earlier;
    const alsoEvidence = await readRuleFiles(sorted, this.#workers, (count, read) => {
      this.readingRules -= count;
      if (read.length === 0 || !this.case.isWritable) return;
      this.case.addRules(read);
      this.drops.rules = [...this.drops.rules, ...read.map(({ path }) => path)];
    });
    if (!this.case.isWritable) return;
    const examined = keepOrder(files, [...evidence, ...alsoEvidence]);
    this.drops.evidence = examined.map(({ path }) => path);
    this.queue.add(await this.queue.resume(examined));
  }

  /** Changes when the alerts of the case or the files at hand do, but not while a scan finds more and more of them. */
  readonly markState: string = $derived.by(() => {
    const { alerts, evidence } = this.case;
    const atHand = evidence.filter(({ id }) => this.queue.has(id)).length;
    return `${String(atHand)} ${this.queue.busy ? "" : String(alerts.version)}`;
  });

  /** Files of the case that enabled rules have not been run over, or not to their end. */
  readonly outdated: readonly Outdated[] = $derived.by(() => {
    const { rules, evidence } = this.case;
    const missing = new Map<string | undefined, number>();
    const missingOf = (rulesKey: string | undefined): number => {
      const known = missing.get(rulesKey) ?? rules.notRun(rulesKey).length;
      missing.set(rulesKey, known);
      return known;
    };
    return evidence
      .filter((file) => wasRead(file) || file.state === "cancelled")
      .filter(({ records, carved = 0 }) => records + carved > 0)
      .map((file) => ({
        evidence: file,
        missing: missingOf(file.state === "cancelled" || isPartlyStored(file) ? undefined : file.rulesKey),
      }))
      .filter(({ missing }) => missing > 0);
  });
}
