/**
 * A detection rule under Elastic's own names, from a TOML rule file or a Kibana export.
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
  /** Index patterns: shown, but not used to select events, since a file seldom names the index it was exported from. */
  readonly index: readonly string[];
  /** Instead of `index`: the id of a data view in the stack that the rule came from. */
  readonly data_view_id?: string;
  readonly severity: Severity;
  readonly risk_score: number;
  /** Date math, e.g. `now-9m`. */
  readonly from: string;
  readonly to: string;
  readonly interval: string;
  /** The maximum number of alerts that Kibana would create in one execution. */
  readonly max_signals: number;
  readonly tags: readonly string[];
  readonly author: readonly string[];
  readonly license: string;
  readonly references: readonly string[];
  readonly false_positives: readonly string[];
  /** The investigation guide, Markdown. */
  readonly note: string;
  /** What must be set up so that the rule has events to match, Markdown. */
  readonly setup: string;
  readonly threat: readonly Threat[];
  /** Not in a TOML file: Elastic keeps it in a version lock. */
  readonly version?: number;
  readonly timestamp_override?: string;
  /** If true, an event without the field of `timestamp_override` is in no window, whatever its @timestamp. */
  readonly timestamp_override_fallback_disabled?: boolean;
  readonly event_category_override?: string;
  readonly timestamp_field?: string;
  readonly tiebreaker_field?: string;
  readonly building_block_type?: string;
  readonly rule_name_override?: string;
  /** The fields that Elastic's alert page shows first for this rule. */
  readonly investigation_fields: readonly string[];
  readonly severity_mapping: readonly SeverityMapping[];
  readonly risk_score_mapping: readonly RiskScoreMapping[];
  readonly exceptions_list: readonly ExceptionListRef[];
  /** Kibana filters (Query DSL), as in the file: hostile until read. */
  readonly filters: readonly unknown[];
  readonly alert_suppression?: AlertSuppression;
  /** Of a rule of type `threshold`. */
  readonly threshold?: Threshold;
  /** Of a rule of type `new_terms`: the fields whose values, together, have to be new. */
  readonly new_terms_fields?: readonly string[];
  /** Of a rule of type `new_terms`: where the time begins in which nothing is new, date math, e.g. `now-7d`. */
  readonly history_window_start?: string;
  /** Whether the rule was enabled where it was exported; rule files seldom say. */
  readonly enabled?: boolean;
  /** From a TOML file; exports have none. */
  readonly metadata?: RuleMetadata;
  /** From a TOML file: the meaning of `$osquery_N` and `$investigate_N` in the guide. */
  readonly transform?: RuleTransform;
}

/** What Elastic's repository says about a rule, apart from the rule itself. */
export interface RuleMetadata {
  /** `development`, `experimental`, `beta`, `production`, `deprecated`; empty if the file does not say. */
  readonly maturity: string;
  /** `YYYY/MM/DD`. Empty if the file does not say. */
  readonly updated_date: string;
  /** The Elastic integrations whose events the rule is for, e.g. `endpoint`, `windows`. */
  readonly integrations: readonly string[];
}

/** The plugins of a guide by index, with null in place of one that cannot be read. */
export interface RuleTransform {
  readonly osquery: readonly (OsqueryPlugin | null)[];
  readonly investigate: readonly (InvestigatePlugin | null)[];
}

/** A query for Osquery on the host. */
export interface OsqueryPlugin {
  readonly label: string;
  readonly query: string;
}

/** A search that Kibana opens in a timeline, filled in with the alert's values. */
export interface InvestigatePlugin {
  readonly label: string;
  readonly description: string;
  /** Groups of conditions: all conditions of at least one group must be true. */
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
  /** May contain `{{field}}`. A list or a range is JSON text: `["a","b"]`, `{"gte":1,"lt":5}`. */
  readonly value: string | number | boolean;
  /** `string`, `number` or `boolean`; often `string` for a number. */
  readonly valueType: string;
}

/** "When this field has this value, the alert's severity is …" */
export interface SeverityMapping {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
  readonly severity: string;
}

/** "The alert's risk score is the value of this field." */
export interface RiskScoreMapping {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

/** Refers to an exception list in the stack that the rule came from. In an export, the list is a line of its own. */
export interface ExceptionListRef {
  readonly id: string;
  readonly list_id: string;
  readonly type: string;
  readonly namespace_type: string;
  /** The rule's export contained the list too: if no item of it is known, it has none. */
  readonly exported?: boolean;
}

/** "Show one of the alerts that have the same values in these fields." */
export interface AlertSuppression {
  readonly group_by: readonly string[];
  /** Undefined: within one execution of the rule. */
  readonly duration?: { readonly value: number; readonly unit: string };
  readonly missing_fields_strategy: string;
}

/** "So many events with the same values in these fields, within one execution of the rule." */
export interface Threshold {
  /** None: all events are counted together. */
  readonly field: readonly string[];
  readonly value: number;
  /** A field that must have so many different values besides. Kibana has at most one. */
  readonly cardinality: readonly { readonly field: string; readonly value: number }[];
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

/** An item of an exception list: it matches events that all its entries match. */
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
