/**
 * What rules can be filtered by, besides their text, and what each field says of a rule:
 * `enabled`, `alerts`: yes or no. `state`: whether it runs. `evidence`: whether the evidence has what it needs.
 * `language`: the kind of rule, as the table shows it. `field`: a field that its query reads. `needs`: the categories of
 * which it needs an event, with `or` between them.
 */
export const RULE_FIELDS = [
  "enabled",
  "state",
  "severity",
  "tactic",
  "language",
  "alerts",
  "evidence",
  "pack",
  "technique",
  "tag",
  "name",
  "id",
  "field",
  "needs",
] as const;
export type RuleField = (typeof RULE_FIELDS)[number];

/** What a field can be called in the query bar, in lower case, with the field. Elastic's names are among them. */
export const RULE_FIELD_NAMES: ReadonlyMap<string, RuleField> = new Map<string, RuleField>([
  ...RULE_FIELDS.map((field): [string, RuleField] => [field, field]),
  ["rule.name", "name"],
  ["rule_id", "id"],
  ["rule.id", "id"],
  ["type", "language"],
  ["source", "pack"],
  ["tags", "tag"],
  ["threat.tactic.name", "tactic"],
  ["threat.technique.id", "technique"],
]);

/** The columns that the table can be sorted by. */
export const RULE_COLUMNS = [
  "enabled",
  "state",
  "name",
  "severity",
  "language",
  "tactic",
  "alerts",
  "updated",
  "pack",
] as const;
export type RuleColumn = (typeof RULE_COLUMNS)[number];

/** The tabs of a rule's detail. */
export const RULE_TABS = ["query", "guide", "results", "exceptions", "source"] as const;
export type RuleTab = (typeof RULE_TABS)[number];
