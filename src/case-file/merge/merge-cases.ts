import {
  type AuditRecord,
  type Case,
  type Decision,
  type Entry,
  type EventPage,
  type Evidence,
  exceptionItemKey,
  type NearMissRecord,
  type StoredException,
  type TermMatchPage,
} from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import type { OptionalContent } from "../case-file-entry.ts";
import type { CaseFileSource } from "../write-case-file.ts";
import { type FilePlan, mergedRow, planFiles, type Which } from "./file-plan.ts";
import { mergeAlerts } from "./merge-alerts.ts";
import { type DifferingAlert, mergeDecisions } from "./merge-decisions.ts";
import { mergeQueries, mergeReports } from "./merge-report.ts";
import { MergedSets, mergeRules, recordsOf } from "./merge-rules.ts";
import { entriesOf, type MergeSide, readSide, valuesOf } from "./merge-side.ts";

export interface MergeOptions {
  /** The id of the merged case. */
  readonly caseId: string;
  /** The rules of this copy of Loupe, by id. */
  readonly shipped: ReadonlyMap<string, Rule>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The name of the analyst, empty if they gave none. */
  readonly by: string;
  /** The path of the case file. */
  readonly file: string;
  /** Queries that a case keeps, and hunts that its report has, at most. */
  readonly most: { readonly queries: number; readonly hunts: number };
}

/** The result of a merge. Counts are of what the own case did not have, or had otherwise. */
export interface MergeSummary {
  readonly files: number;
  /** Files that both cases have. */
  readonly sharedFiles: number;
  readonly alerts: number;
  /** Alerts whose verdict, note or tags have changed. */
  readonly decisions: number;
  /** Alerts about which both decided differently: the newer decision is taken. */
  readonly differing: readonly DifferingAlert[];
  readonly joinedNotes: number;
  /** Steps of guides with another state: the newer is taken. */
  readonly differingSteps: number;
  readonly addedRules: readonly string[];
  /** Names of rules whose text differs: the own is kept. */
  readonly differingRules: readonly string[];
  /** Alerts of the other case that are none of the own rules'. */
  readonly leftOut: number;
  readonly exceptions: number;
  /** Paths of files that were read with other settings: the own are kept. */
  readonly readOtherwise: readonly string[];
  /** What the file lacks for files that only it has. */
  readonly lacks: readonly OptionalContent[];
  /** The own case had all of it. */
  readonly isNothingNew: boolean;
}

export interface MergedCase {
  readonly record: Case;
  readonly summary: MergeSummary;
}

/**
 * Merges two cases into a third one. Both stay as they are, and must not be changed meanwhile.
 *
 * @param put stores an entry of the merged case; an entry may come twice
 */
export async function mergeCases(
  ownSource: CaseFileSource,
  otherSource: CaseFileSource,
  options: MergeOptions,
  put: (entry: Entry) => Promise<void>,
): Promise<MergedCase> {
  const { caseId, now, by, file } = options;
  const sides: Readonly<Record<Which, MergeSide>> = {
    own: await readSide(ownSource, options.shipped),
    other: await readSide(otherSource, options.shipped),
  };
  const plan = planFiles(sides.own, sides.other, () => crypto.randomUUID());
  const rules = mergeRules(sides.own, sides.other, now);
  const sets = new MergedSets(rules);
  const alerts = await mergeAlerts({ caseId, sides, plan, rules, put });
  let more = alerts.fresh;

  const highest = plan.files.reduce((most, { own }) => Math.max(most, own?.order ?? -1), -1);
  let order = highest;
  for (const planned of plan.files) {
    const added = alerts.added.get(planned.id) ?? 0;
    const value = mergedRow(planned, sides, sets, { caseId, order: planned.own?.order ?? ++order, added });
    if (!isSameRow(planned.own, value)) more++;
    await put({ store: "evidence", key: [caseId, planned.id], value });
  }
  for (const [key, decisions] of sets.made)
    await put({ store: "ruleSets", key: [caseId, key], value: { caseId, key, decisions } });

  const pages = new PageMerge(caseId, sides, plan, put, (ruleId) => rules.isShared(ruleId));
  more += await pages.events();
  more += await pages.nearMisses();
  const pending = await pages.termMatches();

  const idOf = (alertId: string): string => {
    const moved = alerts.sequenceIds.get(alertId);
    if (moved !== undefined) return moved;
    const end = alertId.indexOf(".");
    const fileId = plan.ids.get(alertId.slice(0, end));
    return fileId === undefined ? alertId : fileId + alertId.slice(end);
  };
  const decisions = await mergeDecisions({
    ...{ caseId, own: ownSource, other: otherSource, idOf, put },
    fileIdOf: (id) => plan.ids.get(id) ?? id,
  });
  more += decisions.changed + decisions.changedGuides + decisions.moreRecords + decisions.differing.length;

  // An earlier copy of the own case has nothing that was not removed here since.
  const addedRules = decisions.isEarlier ? [] : rules.added;
  const left = new Set(decisions.isEarlier ? rules.added.map(({ rule }) => rule.rule_id) : []);
  for (const value of recordsOf(sides.own, rules, caseId)) {
    const { rule_id } = value.rule;
    if (left.has(rule_id)) continue;
    const mine = sides.own.rules.get(rule_id);
    if (
      mine === undefined ||
      mine.on !== value.on ||
      mine.changedAt !== value.changedAt ||
      pending.has(rule_id)
    )
      more++;
    const isPending = pending.has(rule_id);
    await put({
      store: "rules",
      key: [caseId, rule_id],
      value: isPending ? { ...value, pending: true } : value,
    });
  }
  for (const item of rules.items) {
    const key = exceptionItemKey(item.item);
    await put({ store: "exceptionItems", key: [caseId, key], value: { ...item, caseId } });
  }
  more += rules.items.length - sides.own.items.length;
  for (const report of await valuesOf<{ id: string }>(ownSource, "ruleFiles"))
    await put({ store: "ruleFiles", key: [caseId, report.id], value: { ...report, caseId } });

  const exceptions = await mergeExceptions(ownSource, otherSource, caseId, decisions.isEarlier, put);
  more += exceptions;

  const record = mergedRecord(ownSource.info, otherSource.info, options);
  const lacks = lackedOf(plan, sides);
  const without = [...new Set([...(ownSource.info.without ?? []), ...lacks])].sort();
  if (
    JSON.stringify([record.queries, record.report]) !==
    JSON.stringify([ownSource.info.queries, ownSource.info.report])
  )
    more++;
  const summary: MergeSummary = {
    files: plan.files.filter(({ own }) => own === null).length,
    sharedFiles: plan.files.filter(({ own, other }) => own !== null && other !== null).length,
    alerts: alerts.fresh,
    decisions: decisions.changed,
    differing: decisions.differing,
    joinedNotes: decisions.joinedNotes,
    differingSteps: decisions.differingSteps,
    addedRules: addedRules.map(({ rule }) => rule.name),
    differingRules: rules.differing.map(({ rule }) => rule.name),
    leftOut: alerts.leftOut,
    exceptions,
    readOtherwise: plan.readOtherwise,
    lacks,
    isNothingNew: more === 0,
  };
  const trail = new Map(decisions.trail);
  // A merge changes the case: what waited for a change comes before it.
  for (const waited of ownSource.info.waiting ?? []) trail.set(waited.id, waited);
  if (!summary.isNothingNew)
    for (const made of mergeRecords(summary, { caseId, now, by, file, name: otherSource.info.name }))
      trail.set(made.id, made);
  for (const [id, value] of trail)
    await put({ store: "audit", key: [caseId, id], value: { ...value, caseId } });
  return { record: { ...record, ...(without.length > 0 && { without }) }, summary };
}

/** Whether two rows say the same of a file, alerts apart: those are counted on their own. */
function isSameRow(one: Evidence | null, other: Evidence): boolean {
  const textOf = (row: Evidence | null): string =>
    JSON.stringify(Object.entries({ ...row, caseId: "", alerts: 0 }).sort(([a], [b]) => (a < b ? -1 : 1)));
  return textOf(one) === textOf(other);
}

/** What is stored of files beside their alerts. */
class PageMerge {
  readonly #caseId: string;
  readonly #sides: Readonly<Record<Which, MergeSide>>;
  readonly #plan: FilePlan;
  readonly #put: (entry: Entry) => Promise<void>;
  readonly #isShared: (ruleId: string) => boolean;

  constructor(
    caseId: string,
    sides: Readonly<Record<Which, MergeSide>>,
    plan: FilePlan,
    put: (entry: Entry) => Promise<void>,
    isShared: (ruleId: string) => boolean,
  ) {
    this.#caseId = caseId;
    this.#sides = sides;
    this.#plan = plan;
    this.#put = put;
    this.#isShared = isShared;
  }

  #fileOf(which: Which, id: string) {
    return this.#plan.byId.get(which === "own" ? id : (this.#plan.ids.get(id) ?? ""));
  }

  /** @returns how many pages are of the other case */
  async events(): Promise<number> {
    let more = 0;
    for (const which of BOTH) {
      for await (const { value } of entriesOf(this.#sides[which].source, "events")) {
        const page = value as EventPage;
        const file = this.#fileOf(which, page.evidenceId);
        if (file?.events !== which || file[which]?.indexed?.generation !== page.generation) continue;
        const moved = { ...page, caseId: this.#caseId, evidenceId: file.id };
        await this.#put({ store: "events", key: [this.#caseId, file.id, page.page], value: moved });
        if (which === "other") more++;
      }
    }
    return more;
  }

  /** @returns how many files have near misses of the other case */
  async nearMisses(): Promise<number> {
    let more = 0;
    for (const which of BOTH) {
      for await (const { value } of entriesOf(this.#sides[which].source, "nearMisses")) {
        const record = value as NearMissRecord;
        const file = this.#fileOf(which, record.evidenceId);
        if (file?.nearMisses !== which || file[which]?.nearMissed?.generation !== record.generation) continue;
        const moved = { ...record, caseId: this.#caseId, evidenceId: file.id };
        await this.#put({ store: "nearMisses", key: [this.#caseId, file.id], value: moved });
        if (which === "other") more++;
      }
    }
    return more;
  }

  /** @returns the rules that have term matches of both cases, and have to be run over them together */
  async termMatches(): Promise<ReadonlySet<string>> {
    const [own, added] = [new Set<string>(), new Set<string>()];
    const known = new Set<string>();
    for (const which of BOTH) {
      for await (const { value } of entriesOf(this.#sides[which].source, "sightings")) {
        const page = value as TermMatchPage;
        const file = this.#fileOf(which, page.evidenceId);
        if (file === undefined || (which === "other" && !this.#isShared(page.ruleId))) continue;
        if (file.first !== which && !file.isJoined) continue;
        // Of one file both cases found the same.
        const key = JSON.stringify([file.id, page.ruleId]);
        if (known.has(key)) continue;
        known.add(key);
        if (page.sightings.count > 0) (which === "own" ? own : added).add(page.ruleId);
        const moved = { ...page, caseId: this.#caseId, evidenceId: file.id };
        await this.#put({ store: "sightings", key: [this.#caseId, file.id, page.ruleId], value: moved });
      }
    }
    return new Set([...added].filter((ruleId) => own.has(ruleId)));
  }
}

const BOTH: readonly Which[] = ["own", "other"];

/** @returns how many the own case did not have */
async function mergeExceptions(
  own: CaseFileSource,
  other: CaseFileSource,
  caseId: string,
  isEarlier: boolean,
  put: (entry: Entry) => Promise<void>,
): Promise<number> {
  const said = ({ ruleId, entries, why, expires }: StoredException): string =>
    JSON.stringify([ruleId, entries, why, expires]);
  const mine = await valuesOf<StoredException>(own, "exceptions");
  const [ids, known] = [new Set(mine.map(({ id }) => id)), new Set(mine.map(said))];
  const theirs = isEarlier ? [] : await valuesOf<StoredException>(other, "exceptions");
  const more = theirs.filter((exception) => !ids.has(exception.id) && !known.has(said(exception)));
  for (const value of [...mine, ...more])
    await put({ store: "exceptions", key: [caseId, value.id], value: { ...value, caseId } });
  return more.length;
}

/** What of the own case's record is not of the merged one. */
const OF_OWN = ["without", "importing", "owner", "waiting"] as const satisfies readonly (keyof Case)[];

function mergedRecord(own: Case, other: Case, { caseId, now, most }: MergeOptions): Case {
  const info: Case = { ...own };
  for (const name of OF_OWN) Reflect.deleteProperty(info, name);
  const queries = mergeQueries(own.queries, other.queries, most.queries);
  const report = mergeReports(own.report, other.report, other.name, most.hunts);
  return {
    ...info,
    ...{ id: caseId, openedAt: now, origin: own.origin ?? own.id },
    createdAt: Math.min(own.createdAt, other.createdAt),
    ...(other.unstored && { unstored: true as const }),
    ...(queries !== undefined && { queries }),
    ...(report !== undefined && { report }),
  };
}

/** What is missing of files that come from a case without records or events. */
function lackedOf({ files }: FilePlan, { other }: Readonly<Record<Which, MergeSide>>): OptionalContent[] {
  const theirs = files.filter(({ own, first }) => own === null || first === "other");
  const lacked = other.source.info.without ?? [];
  const isLacked: Readonly<Record<OptionalContent, boolean>> = {
    records: theirs.some((file) => file.other!.alerts > 0 && !other.hasRecords(file.other!.id)),
    events: theirs.some((file) => file.other!.records > 0 && file.events === null),
  };
  return lacked.filter((content) => isLacked[content]);
}

/** Alerts that a record names, as many as a record has. */
const MOST_IDS = 1000;

/** What the audit trail says of a merge: what it brought, and a record for each pair of decisions that differed. */
function mergeRecords(
  { files, alerts, decisions, differing }: MergeSummary,
  {
    caseId,
    now,
    by,
    file,
    name,
  }: {
    readonly caseId: string;
    readonly now: number;
    readonly by: string;
    readonly file: string;
    readonly name: string;
  },
): AuditRecord[] {
  let made = 0;
  const record = (about: Omit<AuditRecord, "id" | "caseId" | "at" | "by">): AuditRecord => ({
    id: `${padded(now)}.${padded(made++)}.${crypto.randomUUID()}`,
    ...{ caseId, at: now, by },
    ...about,
  });
  const groups = new Map<string, DifferingAlert[]>();
  for (const alert of differing) {
    const key = [alert.older, alert.newer].map(({ status, verdict }) => `${status} ${verdict}`).join(" ");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [alert]);
    else group.push(alert);
  }
  const counted = ({ status, verdict }: Decision, n: number) => [{ status, verdict, alerts: n }];
  return [
    record({
      ...{ alerts: 0, alertIds: [], before: [], after: [] },
      detail: { kind: "case-merged", file, name, files, alerts, decisions },
    }),
    ...Array.from(groups.values(), (group) =>
      record({
        alerts: group.length,
        alertIds: group.slice(0, MOST_IDS).map(({ alertId }) => alertId),
        before: counted(group[0]!.older, group.length),
        after: counted(group[0]!.newer, group.length),
        detail: { kind: "merge-differs" },
      }),
    ),
  ];
}

/** As `AuditTrail` makes ids: by them the records are in the order in which they were made. */
function padded(number: number): string {
  return String(number).padStart(16, "0");
}
