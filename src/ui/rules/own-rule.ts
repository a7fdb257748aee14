import { LANGUAGES, type Rule, type Severity } from "../../rules/index.ts";

/** The fields of the form for a custom rule. */
export interface OwnRuleDraft {
  readonly name: string;
  /** One of `LANGUAGES`. */
  readonly language: string;
  readonly query: string;
  readonly severity: Severity;
}

/** Kibana's risk scores for the severities. */
const RISK: Readonly<Record<Severity, number>> = { low: 21, medium: 47, high: 73, critical: 99 };

/** Creates a rule from the form, with Kibana's defaults for everything else. */
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
