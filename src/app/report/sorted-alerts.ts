import type { RowNumbers } from "../../columns/index.ts";
import type { Severity } from "../../rules/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { SEVERITIES } from "../list/list-fields.ts";

export type FindingKind = "confirmed" | "open" | "closed" | "falsePositives";
export const FINDING_KINDS: readonly FindingKind[] = ["confirmed", "open", "closed", "falsePositives"];

/** The alerts of a case by what was decided about them. */
export interface SortedAlerts {
  /** The alerts of enabled rules in the order of the case. */
  readonly rows: RowNumbers;
  /** Positions in `rows`, the worst severity first and then in the order of the case. */
  readonly byKind: Readonly<Record<FindingKind, RowNumbers>>;
  /** Alerts of all four kinds. */
  readonly count: number;
  readonly bySeverity: readonly (readonly [Severity, number])[];
  readonly suppressed: number;
  readonly buildingBlocks: number;
  /** Who decided how many alerts, most first. */
  readonly analysts: readonly (readonly [name: string, alerts: number])[];
  /** When one was decided last, in epoch milliseconds; 0 for never. */
  readonly decidedAt: number;
}

/** @param rows the alerts of enabled rules in the order of the case */
export function sortedAlerts(
  rows: RowNumbers,
  { alerts, rules, dispositions, exceptions }: CaseState,
): SortedAlerts {
  const { columns } = alerts;
  const decided = dispositions.byRow;
  const ruleIds = columns.text("ruleId");
  const known = ruleIds.texts.all.map((id) => rules.get(id)?.rule);
  // Four kinds, each by severity: a counting sort, since there may be a million.
  const sorted = FINDING_KINDS.map(() => SEVERITIES.map((): number[] => []));
  const analysts = new Map<string, number>();
  let [suppressed, buildingBlocks, decidedAt] = [0, 0, 0];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    if (exceptions.covered.has(row)) {
      suppressed++;
      continue;
    }
    const rule = known[ruleIds.codeAt(row)];
    if (rule?.building_block_type !== undefined) {
      buildingBlocks++;
      continue;
    }
    const disposition = decided.get(row);
    const { status, verdict } = disposition ?? { status: "open", verdict: "" };
    if (disposition !== undefined && (verdict !== "" || status !== "open")) {
      const by = disposition.by ?? "";
      analysts.set(by, (analysts.get(by) ?? 0) + 1);
      decidedAt = Math.max(decidedAt, disposition.changedAt);
    }
    const kind =
      verdict === "true positive" ? 0 : verdict === "false positive" ? 3 : status === "closed" ? 2 : 1;
    const severity = SEVERITIES.indexOf(columns.extrasAt(row).severity ?? rule?.severity ?? "low");
    sorted[kind]![severity]!.push(at);
  }
  const worstFirst = SEVERITIES.map((severity, i) => [severity, i] as const).reverse();
  const placesOf = (kind: number): RowNumbers =>
    Uint32Array.from(worstFirst.flatMap(([, i]) => sorted[kind]![i]!));
  return {
    rows,
    byKind: { confirmed: placesOf(0), open: placesOf(1), closed: placesOf(2), falsePositives: placesOf(3) },
    count: rows.length - suppressed - buildingBlocks,
    bySeverity: worstFirst.map(([severity, i]) => [
      severity,
      sorted.reduce((sum, kind) => sum + kind[i]!.length, 0),
    ]),
    suppressed,
    buildingBlocks,
    analysts: [...analysts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
    decidedAt,
  };
}
