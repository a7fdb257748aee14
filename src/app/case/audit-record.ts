import type {
  AuditDetail,
  AuditRecord,
  Decision,
  DecisionCount,
  Disposition,
  Named,
} from "../../case/index.ts";

/** What is decided about one alert, before a change and after it; undefined for nothing. */
export interface ChangedDisposition {
  readonly alertId: string;
  readonly before: Disposition | undefined;
  readonly after: Disposition | undefined;
}

/** What a record says, without who did it and when. */
export type AuditFacts = Pick<AuditRecord, "detail" | "alerts" | "alertIds" | "before" | "after">;

/** Ids that a record names: of a change of a million alerts, their number has to do. */
const MAX_IDS = 1000;
/** Names of rules and files that a record has, and the longest text: it is a trail, not a copy of the case. */
const MAX_NAMES = 20;
const MAX_TEXT = 2000;

const UNDECIDED: Decision = { status: "open", verdict: "" };

/** What the audit trail says of a change: a record for the verdicts, the notes and the tags, each if they changed. */
export function changeFacts(changed: readonly ChangedDisposition[]): AuditFacts[] {
  return [verdictFacts(changed), noteFacts(changed), tagFacts(changed)].flatMap((facts) => facts ?? []);
}

function verdictFacts(changed: readonly ChangedDisposition[]): AuditFacts | null {
  const decided = changed.filter(
    ({ before = UNDECIDED, after = UNDECIDED }) =>
      before.status !== after.status || before.verdict !== after.verdict,
  );
  if (decided.length === 0) return null;
  return {
    ...about(decided),
    before: counted(decided.map(({ before }) => before ?? UNDECIDED)),
    after: counted(decided.map(({ after }) => after ?? UNDECIDED)),
  };
}

function noteFacts(changed: readonly ChangedDisposition[]): AuditFacts | null {
  const noted = changed
    .map(({ alertId, before, after }) => ({ alertId, was: before?.note ?? "", is: after?.note ?? "" }))
    .filter(({ was, is }) => was !== is);
  const [first] = noted;
  if (first === undefined) return null;
  const isSame = noted.every(({ was, is }) => was === first.was && is === first.is);
  if (isSame) return facts(noted, noteDetail(first.was, first.is));
  const added = ({ was, is }: typeof first): string =>
    is.startsWith(was) ? is.slice(was.length).replace(/^\n/, "") : is;
  // Taking a line back from different notes leaves them different.
  const line = added(first);
  const after = noted.every((each) => added(each) === line) ? line : "";
  return facts(noted, { kind: "note", before: null, after: shortened(after) });
}

/** A note before it was changed and after. */
export function noteDetail(before: string, after: string): AuditDetail {
  return { kind: "note", before: shortened(before), after: shortened(after) };
}

function tagFacts(changed: readonly ChangedDisposition[]): AuditFacts | null {
  const [added, removed] = [new Set<string>(), new Set<string>()];
  const tagged = changed.filter(({ before, after }) => {
    const [was, is] = [before?.tags ?? [], after?.tags ?? []];
    const [more, fewer] = [is.filter((tag) => !was.includes(tag)), was.filter((tag) => !is.includes(tag))];
    for (const tag of more) added.add(tag);
    for (const tag of fewer) removed.add(tag);
    return more.length + fewer.length > 0;
  });
  if (tagged.length === 0) return null;
  return facts(tagged, {
    kind: "tags",
    added: [...added].slice(0, MAX_NAMES),
    removed: [...removed].slice(0, MAX_NAMES),
  });
}

/** The facts of anything but a verdict. */
export function facts(alerts: readonly { readonly alertId: string }[], detail: AuditDetail): AuditFacts {
  return { ...about(alerts), before: [], after: [], detail };
}

function about(alerts: readonly { readonly alertId: string }[]): Pick<AuditFacts, "alerts" | "alertIds"> {
  return { alerts: alerts.length, alertIds: alerts.slice(0, MAX_IDS).map(({ alertId }) => alertId) };
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

function counted(decisions: readonly Decision[]): DecisionCount[] {
  const counts = new Map<string, DecisionCount>();
  for (const { status, verdict } of decisions) {
    const key = `${status} ${verdict}`;
    counts.set(key, { status, verdict, alerts: (counts.get(key)?.alerts ?? 0) + 1 });
  }
  return [...counts.values()];
}
