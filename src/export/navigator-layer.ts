import { type Rule, techniquesOf } from "../rules/index.ts";

/*
 * A layer for the ATT&CK Navigator: the techniques of the rules that raised alerts, each with the number of its alerts as
 * its score.
 *
 * Source: the Navigator's "Layer File Format", version 4.5.
 */

/** A rule, and how many alerts of it count. */
export interface RuleAlerts {
  readonly rule: Pick<Rule, "name" | "threat">;
  readonly alerts: number;
}

/** @param name the layer's name, which the Navigator shows in its tab */
export function navigatorLayer(name: string, rules: readonly RuleAlerts[]): string {
  const scores = new Map<
    string,
    { score: number; readonly tactics: Set<string>; readonly rules: string[] }
  >();
  for (const { rule, alerts } of rules)
    for (const { id, tactics } of techniquesOf(rule)) {
      const known = scores.get(id) ?? { score: 0, tactics: new Set(), rules: [] };
      scores.set(id, known);
      known.score += alerts;
      known.rules.push(`${rule.name}: ${alerts}`);
      for (const tactic of tactics) known.tactics.add(tactic.name);
    }
  const techniques = [...scores]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([techniqueID, { score, tactics, rules: named }]) =>
      [...tactics].map((tactic) => ({
        techniqueID,
        tactic: tactic.toLowerCase().replaceAll(" ", "-"),
        score,
        comment: named.join("\n"),
        enabled: true,
        // A technique whose subtechniques were found shows them, or the layer would look emptier than it is.
        showSubtechniques:
          !techniqueID.includes(".") && [...scores.keys()].some((id) => id.startsWith(`${techniqueID}.`)),
      })),
    );
  const most = Math.max(1, ...techniques.map(({ score }) => score));
  return `${JSON.stringify(
    {
      name,
      versions: { layer: "4.5", navigator: "5.1.0" },
      domain: "enterprise-attack",
      description: "Alerts by technique, as Loupe found them. The score is the number of alerts.",
      sorting: 3,
      hideDisabled: false,
      techniques,
      gradient: { colors: ["#fff7b3ff", "#ff6666ff"], minValue: 0, maxValue: most },
    },
    null,
    2,
  )}\n`;
}
