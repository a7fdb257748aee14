import type { AlertRow, WordedMiss } from "../../case/index.ts";
import { type MissedBySchedule, replay } from "../../rules/schedule/index.ts";
import { compareAlerts } from "./alert-order.ts";
import type { CaseState } from "../case/case-state.svelte.ts";

/** By alert id: why Elastic's runs would not have brought it up. */
export type MissedAlerts = ReadonlyMap<string, MissedBySchedule | WordedMiss>;

/** Replays the runs of every rule over the alerts of the case; those that an exception covers Elastic never counts. */
export function missedBySchedule(state: CaseState): MissedAlerts {
  const byRule = new Map<string, AlertRow[]>();
  for (const row of state.alerts.rows) {
    if (state.exceptions.covered.has(row.id)) continue;
    const rows = byRule.get(row.ruleId);
    if (rows === undefined) byRule.set(row.ruleId, [row]);
    else rows.push(row);
  }
  const missed = new Map<string, MissedBySchedule | WordedMiss>();
  const compare = compareAlerts(state.ledger.files);
  for (const rows of byRule.values()) {
    const rule = state.alerts.ruleOf(rows[0]!);
    rows.sort(compare);
    // For a sequence, all of its events must fall into one window: that was replayed when it was found.
    const found = replay(
      rule,
      rows
        .filter(({ events }) => events === undefined)
        .map(({ time, ingested, arrived }) => ({ time: ingested ?? time, arrived })),
    );
    let next = 0;
    for (const row of rows) {
      const miss = row.events === undefined ? found[next++] : row.lost;
      if (miss !== null && miss !== undefined) missed.set(row.id, miss);
    }
  }
  return missed;
}
