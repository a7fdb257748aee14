import type { Runnable } from "../../rules/index.ts";

/**
 * The categories of events of which a rule needs at least one; none for a rule that takes any, or cannot run. A sequence
 * needs its events, not those that must be missing.
 */
export function neededCategories(compiled: Runnable): readonly string[] {
  if (compiled.state === "unsupported") return [];
  if (compiled.kind === "event") return compiled.category === null ? [] : [compiled.category];
  const terms = compiled.terms.filter(({ role }) => role !== "missing");
  const categories = terms.map(({ category }) => category);
  // One term takes any event: there always is something for it.
  return categories.includes(null) ? [] : [...new Set(categories)].filter((category) => category !== null);
}
