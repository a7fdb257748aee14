import { isObject, objects, own, text, texts } from "./untyped-values.ts";
import type { ReportFault, RuleFileForm } from "./problem.ts";
import { excerpt } from "./problems.ts";
import type {
  AlertSuppression,
  ExceptionListRef,
  RiskScoreMapping,
  Rule,
  Severity,
  SeverityMapping,
} from "./rule.ts";
import { groupingOf } from "./grouping-from.ts";
import { LANGUAGE_OF_TYPE } from "./rule-type.ts";
import { threatsFrom } from "./threat.ts";

/** A saved query is stored in Kibana, and a machine learning job has no query. */
const WITHOUT_QUERY = new Set(["saved_query", "machine_learning"]);

/** The risk score that Kibana proposes for a severity. */
const RISK_SCORE: Readonly<Record<Severity, number>> = { low: 21, medium: 47, high: 73, critical: 99 };

/** Default of `max_signals`, Kibana's and Elastic's. */
const MAX_SIGNALS = 100;

/**
 * Makes a rule from the object in a TOML `[rule]` table or a line of an export.
 *
 * Missing keys get Elastic's defaults. A value that Kibana would refuse is replaced by the default and reported as
 * `wrong-value`; without `rule_id`, `name`, a known `type` or its `query` there is no rule.
 *
 * @param form of the file, for the problems only
 */
export function ruleFrom(raw: unknown, form: RuleFileForm, report: ReportFault): Rule | undefined {
  if (!isObject(raw)) {
    report({ code: "not-an-object", data: { form } });
    return undefined;
  }
  const type = text(own(raw, "type"));
  const keys = missingKeys(raw, type);
  if (keys.length > 0) {
    report({ code: "missing-key", data: { form, keys } });
    return undefined;
  }
  if (!LANGUAGE_OF_TYPE.has(type)) {
    report({
      code: "unknown-type",
      data: { form, type: excerpt(type), known: [...LANGUAGE_OF_TYPE.keys()] },
    });
    return undefined;
  }
  const wrong: Wrong = (value) => report({ code: "wrong-value", data: { form, ...value } });
  const severity = severityOf(raw, wrong);
  const version = own(raw, "version");
  const enabled = own(raw, "enabled");
  const noFallback = own(raw, "timestamp_override_fallback_disabled");
  return {
    rule_id: text(own(raw, "rule_id")),
    name: text(own(raw, "name")),
    description: text(own(raw, "description")),
    type,
    language: text(own(raw, "language")) || LANGUAGE_OF_TYPE.get(type)!,
    query: text(own(raw, "query")),
    index: texts(own(raw, "index")),
    severity,
    risk_score: riskScoreOf(raw, severity, wrong),
    from: text(own(raw, "from")) || "now-6m",
    to: text(own(raw, "to")) || "now",
    interval: text(own(raw, "interval")) || "5m",
    max_signals: maxSignalsOf(raw, wrong),
    tags: texts(own(raw, "tags")),
    author: texts(own(raw, "author")),
    license: text(own(raw, "license")),
    references: texts(own(raw, "references")),
    false_positives: texts(own(raw, "false_positives")),
    note: text(own(raw, "note")),
    setup: text(own(raw, "setup")),
    threat: threatsFrom(own(raw, "threat")),
    ...(typeof version === "number" && Number.isSafeInteger(version) ? { version } : {}),
    ...optionalTexts(raw),
    investigation_fields: investigationFields(own(raw, "investigation_fields")),
    severity_mapping: objects(own(raw, "severity_mapping")).map(severityMapping),
    risk_score_mapping: objects(own(raw, "risk_score_mapping")).map(riskScoreMapping),
    exceptions_list: objects(own(raw, "exceptions_list")).map(exceptionListRef),
    filters: filtersOf(own(raw, "filters")),
    ...suppressionOf(own(raw, "alert_suppression")),
    ...groupingOf(raw, type),
    ...(typeof enabled === "boolean" ? { enabled } : {}),
    ...(typeof noFallback === "boolean" ? { timestamp_override_fallback_disabled: noFallback } : {}),
  };
}

function missingKeys(raw: Record<string, unknown>, type: string): string[] {
  const required = ["rule_id", "name", "type"];
  // A rule in KQL may consist of filters alone.
  const filtersOnly = LANGUAGE_OF_TYPE.get(type) === "kuery" && objects(own(raw, "filters")).length > 0;
  if (!WITHOUT_QUERY.has(type) && !filtersOnly) required.push("query");
  return required.filter((key) => text(own(raw, key)).trim() === "");
}

type Wrong = (
  value:
    | { readonly kind: "severity"; readonly used: Severity }
    | { readonly kind: "risk_score" | "max_signals"; readonly used: number },
) => void;

function severityOf(raw: Record<string, unknown>, wrong: Wrong): Severity {
  const value = own(raw, "severity");
  if (typeof value === "string" && Object.hasOwn(RISK_SCORE, value)) return value as Severity;
  if (value !== undefined) wrong({ kind: "severity", used: "low" });
  return "low";
}

function riskScoreOf(raw: Record<string, unknown>, severity: Severity, wrong: Wrong): number {
  const value = own(raw, "risk_score");
  if (typeof value === "number" && value >= 0 && value <= 100) return value;
  const proposed = RISK_SCORE[severity];
  if (value !== undefined) wrong({ kind: "risk_score", used: proposed });
  return proposed;
}

function maxSignalsOf(raw: Record<string, unknown>, wrong: Wrong): number {
  const value = own(raw, "max_signals");
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  if (value !== undefined) wrong({ kind: "max_signals", used: MAX_SIGNALS });
  return MAX_SIGNALS;
}

const OPTIONAL = [
  "data_view_id",
  "timestamp_override",
  "event_category_override",
  "timestamp_field",
  "tiebreaker_field",
  "building_block_type",
  "rule_name_override",
] as const;

function optionalTexts(raw: Record<string, unknown>): Partial<Pick<Rule, (typeof OPTIONAL)[number]>> {
  const present = OPTIONAL.map((key) => [key, text(own(raw, key))] as const).filter(
    ([, value]) => value !== "",
  );
  return Object.fromEntries(present);
}

/** `{field_names: [...]}`, or the bare list that Kibana 8.11 wrote. */
function investigationFields(value: unknown): string[] {
  return Array.isArray(value) ? texts(value) : texts(own(value, "field_names"));
}

function severityMapping(raw: Record<string, unknown>): SeverityMapping {
  return { ...riskScoreMapping(raw), severity: text(own(raw, "severity")) };
}

function riskScoreMapping(raw: Record<string, unknown>): RiskScoreMapping {
  return {
    field: text(own(raw, "field")),
    operator: text(own(raw, "operator")) || "equals",
    value: text(own(raw, "value")),
  };
}

function exceptionListRef(raw: Record<string, unknown>): ExceptionListRef {
  return {
    id: text(own(raw, "id")),
    list_id: text(own(raw, "list_id")),
    type: text(own(raw, "type")),
    namespace_type: text(own(raw, "namespace_type")) || "single",
  };
}

function filtersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The suppression of a threshold rule has only a duration. */
function suppressionOf(value: unknown): { alert_suppression?: AlertSuppression } {
  if (!isObject(value)) return {};
  const duration = own(value, "duration");
  const amount = own(duration, "value");
  return {
    alert_suppression: {
      group_by: texts(own(value, "group_by")),
      ...(typeof amount === "number"
        ? { duration: { value: amount, unit: text(own(duration, "unit")) } }
        : {}),
      missing_fields_strategy: text(own(value, "missing_fields_strategy")) || "suppress",
    },
  };
}
