/** The name, severity and risk score of an alert after the rule's overrides. */
import type { FieldValue, FlatEvent, Scalar } from "../../ecs/index.ts";
import type { Rule, Severity } from "../rule.ts";

export interface AlertFacts {
  readonly severity: Severity;
  readonly risk_score: number;
  readonly name: string;
}

/**
 * Applies Elastic's overrides. They are for alerts of single events only: alerts of a sequence keep the rule's values.
 * Source: Kibana's detection_engine/rule_types/utils/mappings (severity, risk score, rule name).
 */
export function alertFacts(rule: Rule, event: FlatEvent): AlertFacts {
  return {
    severity: severityOf(rule, event),
    risk_score: riskScoreOf(rule, event),
    name: nameOf(rule, event),
  };
}

const GRAVITY = new Map<string, number>([
  ["low", 0],
  ["medium", 1],
  ["high", 2],
  ["critical", 3],
]);

/** Returns the highest severity among the mappings that apply. */
function severityOf({ severity, severity_mapping }: Rule, event: FlatEvent): Severity {
  let found: Severity | null = null;
  for (const mapping of severity_mapping) {
    const gravity = GRAVITY.get(mapping.severity);
    if (gravity === undefined || !applies(mapping.field, mapping.value, event)) continue;
    if (found === null || gravity > GRAVITY.get(found)!) found = mapping.severity as Severity;
  }
  return found ?? severity;
}

/**
 * Values are compared as text, except for event.severity: it is a number in Elastic's mappings, so only numbers count.
 */
function applies(field: string, wanted: string, event: FlatEvent): boolean {
  const integers = valuesOf(event[field]).filter((value) => Number.isSafeInteger(value));
  if (field === "event.severity") return integers.includes(Math.floor(Number(wanted)));
  const texts = valuesOf(event[field]).filter((value) => typeof value === "string");
  return texts.includes(wanted) || integers.map(String).includes(wanted);
}

/** Returns the highest number from 0 to 100 in the field of the first mapping. */
function riskScoreOf({ risk_score, risk_score_mapping: [mapping] }: Rule, event: FlatEvent): number {
  if (mapping === undefined) return risk_score;
  const scores = valuesOf(event[mapping.field])
    .map((value) => (typeof value === "boolean" ? Number.NaN : Number(value)))
    .filter((score) => score >= 0 && score <= 100);
  return scores.length === 0 ? risk_score : scores.reduce((a, b) => Math.max(a, b));
}

/**
 * The override applies only to a single text. A list of one counts as one: a hit's `fields` contain only lists, and
 * Kibana takes single values out of them.
 */
function nameOf({ name, rule_name_override }: Rule, event: FlatEvent): string {
  if (rule_name_override === undefined) return name;
  const [value, ...others] = valuesOf(event[rule_name_override]);
  return typeof value === "string" && others.length === 0 ? value : name;
}

function valuesOf(value: FieldValue | undefined): readonly Scalar[] {
  return value === undefined ? [] : typeof value === "object" ? value : [value];
}
