import { isObject, objects, own, text, texts } from "./untyped-values.ts";
import type { Rule, Threshold } from "./rule.ts";

/**
 * Reads what a threshold or a new terms rule groups events by. A value that cannot be used is left out, and the rule then
 * says why it does not run (`rules/run`).
 *
 * An export has the keys of Kibana's API. In Elastic's TOML files a new terms rule has them one level deeper, as names
 * and values. Source: `NewTermsRuleData` in detection-rules' `detection_rules/rule.py`.
 */
export function groupingOf(
  raw: Record<string, unknown>,
  type: string,
): Pick<Rule, "threshold" | "new_terms_fields" | "history_window_start"> {
  if (type === "threshold") {
    const threshold = thresholdFrom(own(raw, "threshold"));
    return threshold === undefined ? {} : { threshold };
  }
  return type === "new_terms" ? newTermsFrom(raw) : {};
}

function thresholdFrom(raw: unknown): Threshold | undefined {
  const value = own(raw, "value");
  if (!isCount(value)) return undefined;
  const cardinality = own(raw, "cardinality");
  return {
    field: named(own(raw, "field")),
    value,
    cardinality: (isObject(cardinality) ? [cardinality] : objects(cardinality)).flatMap((entry) => {
      const [field, least] = [text(own(entry, "field")), own(entry, "value")];
      return field !== "" && isCount(least) ? [{ field, value: least }] : [];
    }),
  };
}

function newTermsFrom(raw: Record<string, unknown>): Pick<Rule, "new_terms_fields" | "history_window_start"> {
  const table = own(raw, "new_terms");
  const [start] = objects(own(table, "history_window_start"));
  const fields = named(own(raw, "new_terms_fields") ?? own(table, "value"));
  const history = text(own(raw, "history_window_start")) || text(own(start, "value"));
  return {
    ...(fields.length > 0 && { new_terms_fields: fields }),
    ...(history !== "" && { history_window_start: history }),
  };
}

/** Kibana writes `""` for no field. */
function named(value: unknown): string[] {
  return texts(value).filter((field) => field !== "");
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}
