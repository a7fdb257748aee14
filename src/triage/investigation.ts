import type { FlatEvent, Scalar } from "../ecs/index.ts";
import type { InvestigatePlugin, Provider } from "../rules/index.ts";
import { placeholderValue } from "./bind.ts";
import type { Inline } from "./model.ts";
import { splitPlaceholders } from "./placeholder.ts";

/** The test that a condition applies to its field. */
type Test =
  | { readonly kind: "is"; readonly values: readonly Scalar[] }
  | { readonly kind: "exists" }
  | { readonly kind: "range"; readonly from?: Scalar; readonly below?: Scalar };

/** A condition filled with an alert's values. */
export interface BoundCondition {
  readonly field: string;
  readonly excluded: boolean;
  readonly test: Test;
}

/**
 * Fills an investigation's groups of conditions with an event's values in place of `{{field}}`. If a field has several
 * values, any of them matches (Kibana uses only the first).
 *
 * @returns null if a value is missing: without its condition the search would find something else
 */
export function bindInvestigation(plugin: InvestigatePlugin, event: FlatEvent): BoundCondition[][] | null {
  const groups: BoundCondition[][] = [];
  for (const providers of plugin.providers) {
    const conditions: BoundCondition[] = [];
    for (const provider of providers) {
      const test = boundTest(provider, event);
      if (test === null) return null;
      conditions.push({ field: provider.field, excluded: provider.excluded, test });
    }
    groups.push(conditions);
  }
  return groups;
}

function boundTest(provider: Provider, event: FlatEvent): Test | null {
  const test = testOf(provider);
  if (test?.kind !== "is") return test;
  const values: Scalar[] = [];
  for (const value of test.values) {
    const bound = typeof value === "string" ? boundValues(value, event) : [value];
    if (bound === null) return null;
    for (const element of bound) values.push(typed(element, provider.valueType));
  }
  return values.length === 0 ? null : { kind: "is", values };
}

/**
 * A provider's value is always a string, whatever it represents. Returns null if the string does not have the format
 * that its query type requires.
 */
function testOf({ queryType, value }: Provider): Test | null {
  switch (queryType) {
    case "phrase":
      return { kind: "is", values: [value] };
    case "exists":
      return { kind: "exists" };
    case "phrases": {
      const list = json(value);
      return Array.isArray(list) && list.every(isScalar) ? { kind: "is", values: list } : null;
    }
    case "range": {
      const range = json(value);
      const { gte, lt } = { ...(typeof range === "object" ? range : {}) } as { gte?: unknown; lt?: unknown };
      const from = isScalar(gte) && gte !== "" ? { from: gte } : {};
      const below = isScalar(lt) && lt !== "" ? { below: lt } : {};
      const test: Test = { kind: "range", ...from, ...below };
      return test.from === undefined && test.below === undefined ? null : test;
    }
  }
}

function boundValues(text: string, event: FlatEvent): Scalar[] | null {
  const pieces = splitPlaceholders(text, "text");
  const [first] = pieces;
  if (pieces.length === 1 && first?.kind === "placeholder") {
    const texts = placeholderValue(event, first.field);
    // A number stays a number: Elasticsearch refuses to compare a numeric field with a string.
    const [value] = [event[first.field]].flat();
    if (texts.length === 1 && typeof value === "number" && String(value) === texts[0]) return [value];
    return texts.length === 0 ? null : texts;
  }
  let bound = "";
  for (const piece of pieces) {
    const values = piece.kind === "placeholder" ? placeholderValue(event, piece.field) : [textOf(piece)];
    // Text around several values is ambiguous; Elastic's rules have no such condition.
    if (values.length !== 1) return null;
    bound += values[0]!;
  }
  return [bound];
}

function textOf(inline: Inline): string {
  return inline.kind === "text" ? inline.text : "";
}

function typed(value: Scalar, valueType: string): Scalar {
  if (valueType === "boolean" && (value === "true" || value === "false")) return value === "true";
  return valueType === "number" && /^\d{1,15}$/.test(String(value)) ? Number(value) : value;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

function json(value: Provider["value"]): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return undefined;
  }
}

/** Describes a condition, with its placeholders: "host.id is {{host.id}}". */
export function conditionWords(provider: Provider): Inline[] {
  const test = testOf(provider);
  const field: Inline = { kind: "code", text: provider.field };
  const not = provider.excluded ? " not" : "";
  switch (test?.kind) {
    case undefined:
      return [field, text(` should${not} be `), ...splitPlaceholders(String(provider.value), "code")];
    case "exists":
      return [field, text(provider.excluded ? " is missing" : " exists")];
    case "range":
      return [field, text(` is${not} ${rangeWords(test)}`)];
    case "is":
      return [field, text(` is${not} `), ...test.values.flatMap(alternative)];
  }
}

function alternative(value: Scalar, i: number): Inline[] {
  return [...(i === 0 ? [] : [text(" or ")]), ...splitPlaceholders(String(value), "code")];
}

function rangeWords({ from, below }: Test & { readonly kind: "range" }): string {
  const words = [from === undefined ? "" : `at least ${from}`, below === undefined ? "" : `below ${below}`];
  return words.filter((word) => word !== "").join(" and ");
}

function text(words: string): Inline {
  return { kind: "text", text: words };
}

/**
 * Whether an investigation searches for other alerts (`event.kind` is "signal"), as many do. Evidence contains few
 * alerts or none, so finding nothing means nothing.
 */
export function looksForAlerts(plugin: InvestigatePlugin): boolean {
  const asks = ({ field, excluded, value }: Provider) =>
    field.startsWith("kibana.alert.") || (field === "event.kind" && value === "signal" && !excluded);
  return plugin.providers.every((group) => group.some(asks));
}
