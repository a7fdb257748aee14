/**
 * A detection rule under Elastic's own names, whether it came from a TOML rule file or from a Kibana export.
 * Source of the keys: elastic/detection-rules `detection_rules/rule.py`, Kibana's detection engine API.
 */
export interface Rule {
  readonly rule_id: string;
  readonly name: string;
  readonly description: string;
  readonly type: string;
  /** `eql`, `kuery`, `lucene`, `esql`; empty for types without a query. */
  readonly language: string;
  readonly query: string;
  /** Index patterns: shown, never a gate (an exported file seldom says which index it came from). */
  readonly index: readonly string[];
  /** In the place of `index`: a data view of the stack the rule came from, by its id. */
  readonly data_view_id?: string;
  readonly severity: Severity;
  readonly risk_score: number;
  /** Date math, e.g. `now-9m`. */
  readonly from: string;
  readonly to: string;
  readonly interval: string;
  /** Alerts Kibana would create in one execution at the most. */
  readonly max_signals: number;
  readonly tags: readonly string[];
  readonly author: readonly string[];
  readonly license: string;
  readonly references: readonly string[];
  readonly false_positives: readonly string[];
  /** The investigation guide, Markdown. */
  readonly note: string;
  /** What must be set up for the rule to see anything, Markdown. */
  readonly setup: string;
  readonly threat: readonly Threat[];
  /** Not in a TOML file: Elastic keeps it in a version lock. */
  readonly version?: number;
  readonly timestamp_override?: string;
  /** True: an event without the field of `timestamp_override` is in no execution's window, whatever its @timestamp. */
  readonly timestamp_override_fallback_disabled?: boolean;
  readonly event_category_override?: string;
  readonly timestamp_field?: string;
  readonly tiebreaker_field?: string;
  readonly building_block_type?: string;
  readonly rule_name_override?: string;
  /** Fields Elastic's alert page shows first for this rule. */
  readonly investigation_fields: readonly string[];
  readonly severity_mapping: readonly SeverityMapping[];
  readonly risk_score_mapping: readonly RiskScoreMapping[];
  readonly exceptions_list: readonly ExceptionListRef[];
  /** Kibana filters (Query DSL), as the file has them: hostile until read. */
  readonly filters: readonly unknown[];
  readonly alert_suppression?: AlertSuppression;
  /** Whether the rule was switched on where it was exported; a rule file seldom says. */
  readonly enabled?: boolean;
  /** Of a TOML file: an export says none of it. */
  readonly metadata?: RuleMetadata;
  /** Of a TOML file: what the guide's `$osquery_N` and `$investigate_N` stand for. */
  readonly transform?: RuleTransform;
}

/** What Elastic's repository notes about a rule, beside the rule itself. */
export interface RuleMetadata {
  /** `development`, `experimental`, `beta`, `production`, `deprecated`; empty if the file does not say. */
  readonly maturity: string;
  /** `YYYY/MM/DD`. Empty if the file does not say. */
  readonly updated_date: string;
  /** Elastic's integrations whose events the rule is made for, e.g. `endpoint`, `windows`. */
  readonly integrations: readonly string[];
}

/** The plugins of a guide by their index; null keeps the place of one that cannot be read. */
export interface RuleTransform {
  readonly osquery: readonly (OsqueryPlugin | null)[];
  readonly investigate: readonly (InvestigatePlugin | null)[];
}

/** A query for Osquery on the host. */
export interface OsqueryPlugin {
  readonly label: string;
  readonly query: string;
}

/** A search that Kibana opens in a timeline, with the alert's values in it. */
export interface InvestigatePlugin {
  readonly label: string;
  readonly description: string;
  /** Groups of conditions: all of a group must hold, one group is enough. */
  readonly providers: readonly (readonly Provider[])[];
  /** Date math, e.g. `now-48h/h`, where `now` is the time of the alert. Empty: no limit. */
  readonly relativeFrom: string;
  readonly relativeTo: string;
}

/** One condition of an investigation. */
export interface Provider {
  readonly field: string;
  readonly excluded: boolean;
  readonly queryType: "phrase" | "phrases" | "exists" | "range";
  /** May hold `{{field}}`. A list or a range is JSON in a text: `["a","b"]`, `{"gte":1,"lt":5}`. */
  readonly value: string | number | boolean;
  /** `string`, `number`, `boolean`; often `string` for what is a number. */
  readonly valueType: string;
}

/** "When this field has this value, the alert's severity is …" */
export interface SeverityMapping {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
  readonly severity: string;
}

/** "The alert's risk score is what this field says." */
export interface RiskScoreMapping {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

/** Names an exception list of the stack the rule came from; the list itself is a line of its own in an export. */
export interface ExceptionListRef {
  readonly id: string;
  readonly list_id: string;
  readonly type: string;
  readonly namespace_type: string;
  /** The export that held the rule held the list too: if no item of it is known, it has none. */
  readonly exported?: boolean;
}

/** "Of alerts that agree in these fields, show one." */
export interface AlertSuppression {
  readonly group_by: readonly string[];
  /** Undefined for one execution of the rule. */
  readonly duration?: { readonly value: number; readonly unit: string };
  readonly missing_fields_strategy: string;
}

export type Severity = "low" | "medium" | "high" | "critical";

export interface Threat {
  readonly framework: string;
  readonly tactic: ThreatEntry;
  readonly technique: readonly (ThreatEntry & { readonly subtechnique: readonly ThreatEntry[] })[];
}

export interface ThreatEntry {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
}

/** An exception list without its items. */
export interface ExceptionList {
  readonly list_id: string;
  readonly name: string;
  readonly type: string;
  readonly namespace_type: string;
}

/** An item of an exception list: it matches what all its entries match. */
export interface ExceptionItem {
  readonly item_id: string;
  readonly list_id: string;
  readonly name: string;
  readonly namespace_type: string;
  readonly os_types: readonly string[];
  /** ISO 8601; undefined for an item that does not expire. */
  readonly expire_time?: string;
  readonly entries: readonly ExceptionEntry[];
}

export type ExceptionEntry =
  | ExceptionValueEntry
  | { readonly type: "nested"; readonly field: string; readonly entries: readonly ExceptionValueEntry[] }
  | UnsupportedEntry;

/** An entry that cannot be applied. It stays in its item, since leaving it out would make the item match more. */
export type UnsupportedEntry = { readonly type: "unsupported" } & (
  | { readonly kind: "entry" | "nested-entry" }
  /** Refers to a list of values, which an export does not contain. */
  | { readonly kind: "value-list"; readonly list: string }
  /** One of a case that an earlier version stored: a phrase instead of data. */
  | { readonly kind?: undefined; readonly what: string }
);

export type ExceptionValueEntry = { readonly field: string; readonly operator: "included" | "excluded" } & (
  | { readonly type: "match" | "wildcard"; readonly value: string }
  | { readonly type: "match_any"; readonly value: readonly string[] }
  | { readonly type: "exists" }
);
