import type { FlatEvent, Scalar } from "../ecs/index.ts";
import { isDateMath } from "../time/index.ts";
import type { InvestigatePlugin } from "../rules/index.ts";
import { type BoundCondition, bindInvestigation } from "./investigation.ts";

/**
 * Converts the search of an investigation to KQL for Kibana's search bar, filled with an event's values. The query
 * lacks the time range, which belongs in the time picker beside the bar.
 *
 * @returns null if the event lacks a required value or has one that KQL would evaluate as date math
 */
export function investigationKql(plugin: InvestigatePlugin, event: FlatEvent): string | null {
  const groups = bindInvestigation(plugin, event);
  if (groups === null || groups.flat().some(calculates)) return null;
  const several = groups.length > 1;
  return groups
    .map((group) => {
      const terms = group.map(condition).join(" and ");
      return several && group.length > 1 ? `(${terms})` : terms;
    })
    .join(" or ");
}

/** In a date field, the value `now-1d` would mean a different day each time the query runs. */
function calculates({ test }: BoundCondition): boolean {
  const values = test.kind === "is" ? test.values : test.kind === "range" ? [test.from, test.below] : [];
  return values.some((value) => typeof value === "string" && isDateMath(value));
}

function condition({ field, excluded, test }: BoundCondition): string {
  const name = /^[\w@.-]+$/.test(field) && !/^(?:and|or|not|null)$/i.test(field) ? field : quoted(field);
  const not = excluded ? "not " : "";
  switch (test.kind) {
    case "exists":
      return `${not}${name}: *`;
    case "is": {
      const values = test.values.map(written);
      return `${not}${name}: ${values.length === 1 ? values[0]! : `(${values.join(" or ")})`}`;
    }
    case "range": {
      const from = test.from === undefined ? [] : [`${name} >= ${written(test.from)}`];
      const below = test.below === undefined ? [] : [`${name} < ${written(test.below)}`];
      const bounds = [...from, ...below].join(" and ");
      return excluded ? `not (${bounds})` : bounds;
    }
  }
}

function written(value: Scalar): string {
  return typeof value === "string" ? quoted(value) : String(value);
}

/** Within quotes only these two characters are special. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
