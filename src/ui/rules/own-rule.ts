import { LANGUAGES, type Rule, type Severity } from "../../rules/index.ts";

/** What the form for an own rule asks for. */
export interface OwnRuleDraft {
  readonly name: string;
  /** One of `LANGUAGES`. */
  readonly language: string;
  readonly query: string;
  readonly severity: Severity;
}

/** Kibana's risk scores for the severities. */
const RISK: Readonly<Record<Severity, number>> = { low: 21, medium: 47, high: 73, critical: 99 };

/** A rule out of a form, with Kibana's defaults for what the form does not ask. */
export function ownRule({ name, language, query, severity }: OwnRuleDraft, ruleId: string): Rule {
  return {
    rule_id: ruleId,
    name: name.trim(),
    description: "",
    type: LANGUAGES.get(language)!.ruleTypes[0],
    language,
    query,
    index: [],
    severity,
    risk_score: RISK[severity],
    from: "now-6m",
    to: "now",
    interval: "5m",
    max_signals: 100,
    tags: [],
    author: [],
    license: "",
    references: [],
    false_positives: [],
    note: "",
    setup: "",
    threat: [],
    investigation_fields: [],
    severity_mapping: [],
    risk_score_mapping: [],
    exceptions_list: [],
    filters: [],
  };
}
