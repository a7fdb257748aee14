import { type AlertKey, type PackedAlerts, ruleIdsOf } from "../../case/index.ts";
import type { KnownAlerts } from "./known-alerts.ts";
import type { RunRules } from "./run-rules.ts";

/**
 * Which of the alerts that a worker has packed are new: of rules that the case still has, and not known. What is known
 * counts as found again.
 *
 * @returns null if all are
 */
export function acceptedAlerts(
  { rows }: PackedAlerts,
  rules: RunRules,
  known: readonly KnownAlerts[],
): ((key: AlertKey) => boolean) | null {
  const ids = ruleIdsOf(rows);
  const wanted = new Set(rules.stillWanted(ids.map((ruleId) => ({ ruleId }))).map(({ ruleId }) => ruleId));
  if (wanted.size === ids.length && known.every(({ isEmpty }) => isEmpty)) return null;
  return (key) => wanted.has(key.ruleId) && known.every((some) => some.isNew(key));
}
