import type { Rule, ThreatEntry } from "../rules/index.ts";

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

/** The names of a rule's tactics, each once, in its order. */
export function tacticsOf({ threat }: Pick<Rule, "threat">): string[] {
  return [...new Set(threat.map(({ tactic }) => tactic.name))];
}
