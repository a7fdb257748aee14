/**
 * The types of rules, each with the language of its query where the rule does not name it. Source: Kibana's rule
 * schemas.
 */
export const LANGUAGE_OF_TYPE: ReadonlyMap<string, string> = new Map([
  ["eql", "eql"],
  ["esql", "esql"],
  ["query", "kuery"],
  ["saved_query", "kuery"],
  ["threshold", "kuery"],
  ["threat_match", "kuery"],
  ["new_terms", "kuery"],
  ["machine_learning", ""],
]);
