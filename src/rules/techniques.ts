import type { Rule, ThreatEntry } from "./rule.ts";

/** A technique or subtechnique that a rule names, with the tactics that it names it for. */
export interface NamedTechnique extends ThreatEntry {
  readonly tactics: readonly ThreatEntry[];
}

/** The techniques of a rule, each once; where it names subtechniques, those follow their technique. */
export function techniquesOf({ threat }: Pick<Rule, "threat">): NamedTechnique[] {
  const found = new Map<string, { readonly entry: ThreatEntry; readonly tactics: ThreatEntry[] }>();
  for (const { tactic, technique } of threat)
    for (const each of technique)
      for (const entry of [each, ...each.subtechnique]) {
        if (entry.id === "") continue;
        const known = found.get(entry.id) ?? { entry, tactics: [] };
        found.set(entry.id, known);
        if (!known.tactics.some(({ id }) => id === tactic.id)) known.tactics.push(tactic);
      }
  return Array.from(found.values(), ({ entry: { id, name, reference }, tactics }) => ({
    id,
    name,
    reference,
    tactics,
  }));
}

/** The ids of a rule's techniques and subtechniques, each once. */
export function techniqueIds(rule: Pick<Rule, "threat">): string[] {
  return techniquesOf(rule).map(({ id }) => id);
}

/** The names of a rule's MITRE ATT&CK tactics, each once. */
export function tacticsOf(rule: Pick<Rule, "threat"> | undefined): string[] {
  const names = (rule?.threat ?? []).map(({ tactic }) => tactic.name);
  return [...new Set(names)].filter((name) => name !== "");
}
