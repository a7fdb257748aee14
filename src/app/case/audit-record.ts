import type { AuditDetail, AuditRecord, Decided, Decision, DecisionCount, Named } from "../../case/index.ts";

/** What is decided about some alerts, before a change and after it; undefined for nothing. */
export interface ChangeKind {
  readonly before: Decided | undefined;
  readonly after: Decided | undefined;
  /** How many alerts it is about. */
  readonly alerts: number;
}

/** Gives the ids of the alerts of some kinds, one after the other. */
type IdsOf = (applies: (kind: number) => boolean) => Iterable<string>;

/** What a record says, without who did it and when. */
export type AuditFacts = Pick<AuditRecord, "detail" | "alerts" | "alertIds" | "before" | "after">;

/** Ids that a record names: of a change of a million alerts, their number has to do. */
const MAX_IDS = 1000;
/** Names of rules and files that a record has, and the longest text: it is a trail, not a copy of the case. */
const MAX_NAMES = 20;
const MAX_TEXT = 2000;

const UNDECIDED: Decision = { status: "open", verdict: "" };

/** What the audit trail says of a change: a record for the verdicts, the notes and the tags, each if they changed. */
export function changeFacts(kinds: readonly ChangeKind[], idsOf: IdsOf): AuditFacts[] {
  return [verdictFacts, noteFacts, tagFacts].flatMap((factsOf) => factsOf(kinds, idsOf) ?? []);
}

function verdictFacts(kinds: readonly ChangeKind[], idsOf: IdsOf): AuditFacts | null {
  const decided = kinds.filter(
    ({ before = UNDECIDED, after = UNDECIDED }) =>
      before.status !== after.status || before.verdict !== after.verdict,
  );
  if (decided.length === 0) return null;
  return {
    ...aboutKinds(kinds, decided, idsOf),
    before: counted(decided.map(({ before, alerts }) => [before ?? UNDECIDED, alerts])),
    after: counted(decided.map(({ after, alerts }) => [after ?? UNDECIDED, alerts])),
  };
}

function noteFacts(kinds: readonly ChangeKind[], idsOf: IdsOf): AuditFacts | null {
  const changed = kinds.filter(({ before, after }) => (before?.note ?? "") !== (after?.note ?? ""));
  const noted = changed.map(({ before, after }) => ({ was: before?.note ?? "", is: after?.note ?? "" }));
  const [first] = noted;
  if (first === undefined) return null;
  const about = { ...aboutKinds(kinds, changed, idsOf), before: [], after: [] };
  const isSame = noted.every(({ was, is }) => was === first.was && is === first.is);
  if (isSame) return { ...about, detail: noteDetail(first.was, first.is) };
  const added = ({ was, is }: typeof first): string =>
    is.startsWith(was) ? is.slice(was.length).replace(/^\n/, "") : is;
  // Taking a line back from different notes leaves them different.
  const line = added(first);
  const after = noted.every((each) => added(each) === line) ? line : "";
  return { ...about, detail: { kind: "note", before: null, after: shortened(after) } };
}

/** A note before it was changed and after. */
export function noteDetail(before: string, after: string): AuditDetail {
  return { kind: "note", before: shortened(before), after: shortened(after) };
}

function tagFacts(kinds: readonly ChangeKind[], idsOf: IdsOf): AuditFacts | null {
  const [added, removed] = [new Set<string>(), new Set<string>()];
  const tagged = kinds.filter(({ before, after }) => {
    const [was, is] = [before?.tags ?? [], after?.tags ?? []];
    const [more, fewer] = [is.filter((tag) => !was.includes(tag)), was.filter((tag) => !is.includes(tag))];
    for (const tag of more) added.add(tag);
    for (const tag of fewer) removed.add(tag);
    return more.length + fewer.length > 0;
  });
  if (tagged.length === 0) return null;
  return {
    ...aboutKinds(kinds, tagged, idsOf),
    before: [],
    after: [],
    detail: {
      kind: "tags",
      added: [...added].slice(0, MAX_NAMES),
      removed: [...removed].slice(0, MAX_NAMES),
    },
  };
}

/** The alerts of some of all kinds. */
function aboutKinds(
  all: readonly ChangeKind[],
  some: readonly ChangeKind[],
  idsOf: IdsOf,
): Pick<AuditFacts, "alerts" | "alertIds"> {
  const isOne = new Set(some);
  const alertIds: string[] = [];
  for (const id of idsOf((kind) => isOne.has(all[kind]!))) {
    if (alertIds.push(id) === MAX_IDS) break;
  }
  return { alerts: some.reduce((sum, { alerts }) => sum + alerts, 0), alertIds };
}

/** The facts of anything but a verdict. */
export function facts(alerts: readonly { readonly alertId: string }[], detail: AuditDetail): AuditFacts {
  return { ...about(alerts), before: [], after: [], detail };
}

function about(alerts: readonly { readonly alertId: string }[]): Pick<AuditFacts, "alerts" | "alertIds"> {
  return { alerts: alerts.length, alertIds: alerts.slice(0, MAX_IDS).map(({ alertId }) => alertId) };
}

/** How many records this tab has made: it orders those of the same millisecond. */
let made = 0;

/**
 * A record of what was done now.
 *
 * @param by the name of the analyst
 */
export function auditRecord(caseId: string, by: string, about: AuditFacts, undoes?: string): AuditRecord {
  const at = Date.now();
  return {
    // By their ids, the records of a case are in the order in which they were made.
    id: `${padded(at)}.${padded(made++)}.${crypto.randomUUID()}`,
    ...{ caseId, at, by },
    ...about,
    ...(undoes !== undefined && { undoes }),
  };
}

function padded(number: number): string {
  return String(number).padStart(16, "0");
}

/** Things that were changed together. */
export function named(names: readonly string[]): Named {
  return { count: names.length, names: names.slice(0, MAX_NAMES) };
}

/** A text as a record has it. */
export function shortened(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

/** Records with later ones, which replace those of the same id. */
export function withLater(records: readonly AuditRecord[], later: readonly AuditRecord[]): AuditRecord[] {
  return [...records.filter(({ id }) => !later.some((record) => record.id === id)), ...later];
}

function counted(decisions: readonly (readonly [decision: Decision, alerts: number])[]): DecisionCount[] {
  const counts = new Map<string, DecisionCount>();
  for (const [{ status, verdict }, alerts] of decisions) {
    const key = `${status} ${verdict}`;
    counts.set(key, { status, verdict, alerts: (counts.get(key)?.alerts ?? 0) + alerts });
  }
  return [...counts.values()];
}
