import type { TextColumn } from "../../columns/index.ts";
import { hostKey } from "../../ecs/index.ts";
import { eventOf, type EventRow, type SeenEvent } from "../../scan/index.ts";
import type {
  AlertSearch,
  Answer,
  AskedAlert,
  AskedEvidence,
  AskedIndex,
  OtherAlerts,
  Question,
} from "../../triage/index.ts";
import { messageOf } from "../../wording/index.ts";
import type { CaseState } from "./case-state.svelte.ts";

/** The guide of an alert, as questions. */
export interface AskedGuide {
  readonly alertId: string;
  readonly alert: AskedAlert;
  /** By the key of their step. */
  readonly questions: ReadonlyMap<string, readonly Question[]>;
}

/** The answers to a guide, as far as they are known. */
export interface AlertAnswers {
  /** By the key of their step. */
  readonly steps: ReadonlyMap<string, readonly Answer[]>;
  /** Why the questions could not be asked; empty if all is well. */
  readonly failure: string;
  /** The index that all of them were asked of; empty while some are still missing. */
  readonly version: string;
}

/** Alerts that are only passed by on the way through the list are not asked about: milliseconds. */
const DELAY_MS = 150;
/** While a scan changes the index, the questions are asked again after this time at the earliest: milliseconds. */
const AGAIN_MS = 2000;
/** The number of alerts whose answers are kept. */
const MOST_KEPT = 50;

const NO_ANSWERS: AlertAnswers = { steps: new Map(), failure: "", version: "" };

/**
 * Asks the evidence what the guide of an alert wants to know: one question after the other, once for each state of the
 * index, and only while the guide is shown.
 */
export class GuideAnswers {
  readonly #case: CaseState;
  readonly #index: AskedIndex;
  readonly #read: (rows: readonly EventRow[]) => Promise<(SeenEvent | null | undefined)[]>;
  readonly #delays: { readonly first: number; readonly again: number };
  #byAlert = $state.raw<ReadonlyMap<string, AlertAnswers>>(new Map());
  #shown: { readonly asked: AskedGuide; readonly stop: AbortController } | null = null;
  #isAsking = false;

  /**
   * @param read reads records again: see `ScanQueue.readEvents`
   * @param delays in milliseconds: for tests
   */
  constructor(
    state: CaseState,
    index: AskedIndex,
    read: (rows: readonly EventRow[]) => Promise<(SeenEvent | null | undefined)[]>,
    delays = { first: DELAY_MS, again: AGAIN_MS },
  ) {
    this.#case = state;
    this.#index = index;
    this.#read = read;
    this.#delays = delays;
  }

  /** The answers for an alert, as far as they are known. */
  of(alertId: string): AlertAnswers {
    return this.#byAlert.get(alertId) ?? NO_ANSWERS;
  }

  /**
   * Begins to answer the guide of an alert, unless that is done already.
   *
   * @returns stops it, when the guide is not shown any more
   */
  show(asked: AskedGuide): () => void {
    this.#shown?.stop.abort();
    const shown = { asked, stop: new AbortController() };
    this.#shown = shown;
    this.#isAsking = false;
    this.refresh();
    return () => {
      shown.stop.abort();
      if (this.#shown === shown) this.#shown = null;
    };
  }

  /** The index may have changed: asks again if it has, once those that are being asked are answered. */
  refresh(): void {
    if (this.#shown === null || this.#isAsking) return;
    const { asked, stop } = this.#shown;
    if (this.of(asked.alertId).version === this.#version()) return;
    this.#isAsking = true;
    void this.#answer(asked, stop.signal).finally(() => {
      if (!stop.signal.aborted) this.#isAsking = false;
    });
  }

  /**
   * Answers a guide that is not shown: for the report.
   *
   * @returns the answers by the key of their step
   * @throws if it is not wanted any more
   */
  async answersTo(
    { alertId, alert, questions }: AskedGuide,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly Answer[]>> {
    const evidence = this.#evidenceFor(alertId, signal);
    const steps = new Map<string, readonly Answer[]>();
    for (const [key, ofStep] of questions) {
      const answers: Answer[] = [];
      for (const question of ofStep) answers.push(await question.ask(evidence, alert));
      steps.set(key, answers);
    }
    return steps;
  }

  async #answer(asked: AskedGuide, signal: AbortSignal): Promise<void> {
    await pause(this.#delays.first);
    try {
      while (!signal.aborted) {
        const version = this.#version();
        await this.#askAll(asked, signal);
        if (signal.aborted) return;
        this.#keep(asked.alertId, { version, failure: "" });
        if (this.#version() === version) return;
        await pause(this.#delays.again);
      }
    } catch (error) {
      // A worker that was ended with its case answers nothing any more.
      if (!signal.aborted) this.#keep(asked.alertId, { failure: messageOf(error) });
    }
  }

  async #askAll({ alertId, alert, questions }: AskedGuide, signal: AbortSignal): Promise<void> {
    const evidence = this.#evidenceFor(alertId, signal);
    for (const [key, ofStep] of questions) {
      const answers: Answer[] = [];
      for (const question of ofStep) {
        if (signal.aborted) return;
        answers.push(await question.ask(evidence, alert));
      }
      if (signal.aborted) return;
      // Those that were known stay until the new ones are there: nothing jumps.
      this.#keep(alertId, { steps: new Map([...this.of(alertId).steps, [key, answers]]) });
    }
  }

  #keep(alertId: string, change: Partial<AlertAnswers>): void {
    const now: AlertAnswers = { ...this.of(alertId), ...change };
    const others = [...this.#byAlert].filter(([id]) => id !== alertId).slice(1 - MOST_KEPT);
    this.#byAlert = new Map([...others, [alertId, now]]);
  }

  /** Changes when the index has other events than before. */
  #version(): string {
    return JSON.stringify(
      this.#case.ledger.files.flatMap(({ id, indexed }) =>
        indexed === undefined ? [] : [id, indexed.generation],
      ),
    );
  }

  /** The evidence of the case; asks nothing more once it is not wanted any more. */
  #evidenceFor(alertId: string, signal: AbortSignal): AskedEvidence {
    const index = this.#index;
    return {
      index: {
        get coverage() {
          return index.coverage;
        },
        countOf: (query) => wanted(signal, () => index.countOf(query)),
        top: (query, field, limit) => wanted(signal, () => index.top(query, field, limit)),
        rows: (query, skip, limit) => wanted(signal, () => index.rows(query, skip, limit)),
        childrenOf: (entities) => wanted(signal, () => index.childrenOf(entities)),
        inferredParents: (entities) => wanted(signal, () => index.inferredParents(entities)),
      },
      read: async (rows) => {
        const seen = await wanted(signal, () => this.#read(rows));
        return seen.map((each) => each && eventOf(each));
      },
      otherAlerts: (search) => this.#otherAlerts(alertId, search),
    };
  }

  #otherAlerts(alertId: string, search: AlertSearch): OtherAlerts {
    const { alerts, rules } = this.#case;
    const { columns } = alerts;
    const [host, user, ruleId] = [columns.text("host"), columns.text("user"), columns.text("ruleId")];
    const own = columns.find(alertId);
    const ownTime = own === undefined ? NaN : columns.timeAt(own);
    const ownRule = own === undefined ? "" : ruleId.at(own);
    const isHost = codesOf(host, search.hosts?.map(hostKey), hostKey);
    const isUser = codesOf(user, search.user === undefined ? undefined : [lower(search.user)], lower);
    const [byRule, byHost] = [new Map<string, number>(), new Map<string, number>()];
    const nearest: { row: number; distance: number }[] = [];
    let count = 0;
    for (const row of alerts.enabled()) {
      if (row === own || !isUser(user.codeAt(row))) continue;
      if (isHost(host.codeAt(row)) === (search.isElsewhere === true)) continue;
      const rule = ruleId.at(row);
      if (search.isSameRule === true && rule !== ownRule) continue;
      const time = columns.timeAt(row);
      if (!(time >= search.from && time <= search.to)) continue;
      count++;
      const name = rules.get(rule)?.rule.name ?? rule;
      byRule.set(name, (byRule.get(name) ?? 0) + 1);
      byHost.set(host.at(row), (byHost.get(host.at(row)) ?? 0) + 1);
      nearest.push({ row, distance: Number.isNaN(ownTime) ? 0 : Math.abs(time - ownTime) });
      if (nearest.length > 10 * MOST_NEAREST) keepNearest(nearest);
    }
    keepNearest(nearest);
    return {
      count,
      rules: mostFirst(byRule),
      hosts: mostFirst(byHost),
      nearest: nearest.map(({ row }) => {
        const { evidenceId, offset, member, time } = columns.at(row);
        return { evidenceId, offset, member, time };
      }),
      rulesRun: rules.running.length,
    };
  }
}

/** The most alerts that an answer names. */
const MOST_NEAREST = 3;

function keepNearest(alerts: { row: number; distance: number }[]): void {
  alerts.sort((a, b) => a.distance - b.distance);
  alerts.length = Math.min(alerts.length, MOST_NEAREST);
}

function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1]);
}

const lower = (text: string): string => text.toLowerCase();

/** Tells which codes of a column are one of some texts, however they are spelled; all of them without texts. */
function codesOf(
  { texts }: TextColumn,
  wanted: readonly string[] | undefined,
  keyOf: (text: string) => string,
): (code: number) => boolean {
  if (wanted === undefined) return () => true;
  const keys = new Set(wanted);
  const codes = new Set<number>();
  texts.all.forEach((text, code) => {
    if (keys.has(keyOf(text))) codes.add(code);
  });
  return (code) => codes.has(code);
}

/** @throws if the answer is not wanted any more */
async function wanted<Value>(signal: AbortSignal, ask: () => Promise<Value>): Promise<Value> {
  signal.throwIfAborted();
  const value = await ask();
  signal.throwIfAborted();
  return value;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
