import type {
  AlertSuppression,
  ExceptionEntry,
  ExceptionItem,
  ExceptionListRef,
  ExceptionValueEntry,
  InvestigatePlugin,
  OsqueryPlugin,
  Provider,
  RiskScoreMapping,
  Rule,
  RuleMetadata,
  RuleTransform,
  SeverityMapping,
  Threat,
  ThreatEntry,
  Threshold,
  UnsupportedEntry,
} from "../../rules/index.ts";
import { anything, either, flag, list, nullable, number, object, oneOf, optional, text } from "./checks.ts";

const texts = list(text);

const threatEntry = { id: text, name: text, reference: text };
const threat = object<Threat>({
  framework: text,
  tactic: object<ThreatEntry>(threatEntry),
  technique: list(
    object<Threat["technique"][number]>({
      ...threatEntry,
      subtechnique: list(object<ThreatEntry>(threatEntry)),
    }),
  ),
});

const transform = object<RuleTransform>({
  osquery: list(nullable(object<OsqueryPlugin>({ label: text, query: text }))),
  investigate: list(
    nullable(
      object<InvestigatePlugin>({
        label: text,
        description: text,
        providers: list(
          list(
            object<Provider>({
              field: text,
              excluded: flag,
              queryType: oneOf("phrase", "phrases", "exists", "range"),
              value: either<string | number | boolean>(text, number, flag),
              valueType: text,
            }),
          ),
        ),
        relativeFrom: text,
        relativeTo: text,
      }),
    ),
  ),
});

export const rule = object<Rule>({
  rule_id: text,
  name: text,
  description: text,
  type: text,
  language: text,
  query: text,
  index: texts,
  data_view_id: optional(text),
  severity: oneOf("low", "medium", "high", "critical"),
  risk_score: number,
  from: text,
  to: text,
  interval: text,
  max_signals: number,
  tags: texts,
  author: texts,
  license: text,
  references: texts,
  false_positives: texts,
  note: text,
  setup: text,
  threat: list(threat),
  version: optional(number),
  timestamp_override: optional(text),
  timestamp_override_fallback_disabled: optional(flag),
  event_category_override: optional(text),
  timestamp_field: optional(text),
  tiebreaker_field: optional(text),
  building_block_type: optional(text),
  rule_name_override: optional(text),
  investigation_fields: texts,
  severity_mapping: list(
    object<SeverityMapping>({ field: text, operator: text, value: text, severity: text }),
  ),
  risk_score_mapping: list(object<RiskScoreMapping>({ field: text, operator: text, value: text })),
  exceptions_list: list(
    object<ExceptionListRef>({
      id: text,
      list_id: text,
      type: text,
      namespace_type: text,
      exported: optional(flag),
    }),
  ),
  // Hostile wherever they come from: what runs them reads them.
  filters: list(anything),
  alert_suppression: optional(
    object<AlertSuppression>({
      group_by: texts,
      duration: optional(object<{ value: number; unit: string }>({ value: number, unit: text })),
      missing_fields_strategy: text,
    }),
  ),
  threshold: optional(
    object<Threshold>({
      field: texts,
      value: number,
      cardinality: list(object<Threshold["cardinality"][number]>({ field: text, value: number })),
    }),
  ),
  new_terms_fields: optional(texts),
  history_window_start: optional(text),
  enabled: optional(flag),
  metadata: optional(object<RuleMetadata>({ maturity: text, updated_date: text, integrations: texts })),
  transform: optional(transform),
});

const operator = oneOf("included", "excluded");
const valueEntry = either<ExceptionValueEntry>(
  object({ field: text, operator, type: oneOf("match", "wildcard"), value: text }),
  object({ field: text, operator, type: oneOf("match_any"), value: texts }),
  object({ field: text, operator, type: oneOf("exists") }),
);
const unsupported = either<UnsupportedEntry>(
  object({ type: oneOf("unsupported"), kind: oneOf("entry", "nested-entry") }),
  object({ type: oneOf("unsupported"), kind: oneOf("value-list"), list: text }),
  object({ type: oneOf("unsupported"), what: text }),
);
const entry = either<ExceptionEntry>(
  valueEntry,
  object({ type: oneOf("nested"), field: text, entries: list(valueEntry) }),
  unsupported,
);

export const exceptionItem = object<ExceptionItem>({
  item_id: text,
  list_id: text,
  name: text,
  namespace_type: text,
  os_types: texts,
  expire_time: optional(text),
  entries: list(entry),
});
