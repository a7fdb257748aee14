import type { AlertColumns, WordedMiss } from "../../case/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import { type MissedBySchedule, replay } from "../../rules/schedule/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";

/** By the number of its row: why Elastic's runs would not have brought an alert up. */
export type MissedAlerts = ReadonlyMap<number, MissedBySchedule | WordedMiss>;

/**
 * Replays the runs of every rule over its alerts; those that an exception covers Elastic never counts.
 *
 * @param ordered the alerts of the case in their order: see `inCaseOrder`
 */
export function missedBySchedule(
  { alerts, exceptions, rules }: CaseState,
  ordered: RowNumbers,
): MissedAlerts {
  const byRule = new Map<string, number[]>();
  const ruleIds = alerts.columns.text("ruleId");
  for (const row of ordered) {
    if (exceptions.covered.has(row)) continue;
    const ruleId = ruleIds.at(row);
    const rows = byRule.get(ruleId);
    if (rows === undefined) byRule.set(ruleId, [row]);
    else rows.push(row);
  }
  const missed = new Map<number, MissedBySchedule | WordedMiss>();
  for (const [ruleId, rows] of byRule) {
    // For a sequence, all of its events must fall into one window: that was replayed when it was found.
    const single = rows.filter((row) => !alerts.columns.isSequence(row));
    const found = replay(
      rules.get(ruleId)!.rule,
      single.map((row) => arrivalOf(alerts.columns, row)),
    );
    single.forEach((row, i) => {
      const miss = found[i];
      if (miss !== null && miss !== undefined) missed.set(row, miss);
    });
    for (const row of rows) {
      const miss = alerts.columns.extrasAt(row).lost;
      if (miss !== undefined) missed.set(row, miss);
    }
  }
  return missed;
}

/** When an alert's event came to Elasticsearch, in epoch milliseconds. */
function arrivalOf(columns: AlertColumns, row: number) {
  const { ingested = columns.timeAt(row), arrived } = columns.extrasAt(row);
  return { time: ingested, arrived };
}
