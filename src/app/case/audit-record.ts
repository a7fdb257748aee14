import type { AuditRecord, Decision, DecisionCount, Disposition } from "../../case/index.ts";

/** What is decided about one alert, before a change and after it; undefined for nothing. */
export interface ChangedDisposition {
  readonly alertId: string;
  readonly before: Disposition | undefined;
  readonly after: Disposition | undefined;
}

/** Ids that a record names: of a change of a million alerts, their number has to do. */
const MAX_IDS = 1000;

const UNDECIDED: Decision = { status: "open", verdict: "" };

/**
 * What the audit trail says of a change.
 *
 * @param number orders the changes of one millisecond
 * @returns null if no alert has another status or verdict than before
 */
export function auditRecord(
  changed: readonly ChangedDisposition[],
  { number, ...facts }: Pick<AuditRecord, "caseId" | "at" | "by" | "undoes"> & { readonly number: number },
): AuditRecord | null {
  const decided = changed.filter(
    ({ before = UNDECIDED, after = UNDECIDED }) =>
      before.status !== after.status || before.verdict !== after.verdict,
  );
  if (decided.length === 0) return null;
  return {
    // By their ids, the records of a case are in the order in which they were made.
    id: `${padded(facts.at)}.${padded(number)}.${crypto.randomUUID()}`,
    ...facts,
    alerts: decided.length,
    alertIds: decided.slice(0, MAX_IDS).map(({ alertId }) => alertId),
    before: counted(decided.map(({ before }) => before ?? UNDECIDED)),
    after: counted(decided.map(({ after }) => after ?? UNDECIDED)),
  };
}

function padded(number: number): string {
  return String(number).padStart(16, "0");
}

function counted(decisions: readonly Decision[]): DecisionCount[] {
  const counts = new Map<string, DecisionCount>();
  for (const { status, verdict } of decisions) {
    const key = `${status} ${verdict}`;
    counts.set(key, { status, verdict, alerts: (counts.get(key)?.alerts ?? 0) + 1 });
  }
  return [...counts.values()];
}
