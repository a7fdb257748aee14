/**
 * Values a clause needs to be true, for dispatch: of hundreds of rules, only those whose required values an event has
 * are tried. Like required texts they may be too lenient, but they are whole values, so one look-up decides.
 */
import { type RequiredValue, requiredValuesFor, hasOneSpelling } from "../../match/index.ts";
import { fieldAndOther } from "./comparison.ts";
import { constantOf } from "./fold.ts";
import type { FieldTypes } from "../../ecs/index.ts";
import { isOneOf } from "./script.ts";
import type { Expression, Field } from "../syntax.ts";

/** The required values of a test of one field against constants. */
export function requiredValuesOfLeaf(node: Expression, types: FieldTypes): readonly RequiredValue[] | null {
  switch (node.kind) {
    case "match": {
      if (node.value.kind !== "field" || node.operator.startsWith("regex")) return null;
      if (node.operator === ":" && isOneOf(node.value, node.patterns, types) !== null) return null;
      const texts = node.patterns.flatMap((p) => (p.kind === "string" ? [p.value] : []));
      return texts.some((text) => /[*?]/.test(text)) ? null : requiredValuesFor(node.value.name, texts);
    }
    case "in":
      return node.value.kind === "field"
        ? requiredValuesOfConstants(node.value, node.list, node.insensitive, types)
        : null;
    case "comparison": {
      const sides = node.operator === "==" ? fieldAndOther(node) : null;
      return sides === null ? null : requiredValuesOfConstants(sides.field, [sides.other], false, types);
    }
    default:
      return null;
  }
}

function requiredValuesOfConstants(
  field: Field,
  items: readonly Expression[],
  asText: boolean,
  types: FieldTypes,
): readonly RequiredValue[] | null {
  // A date or an address has many spellings.
  if (isOneOf(field, items, types) !== null) return null;
  const texts: string[] = [];
  for (const item of items) {
    const value = constantOf(item);
    if (value === null && items.length > 1) continue;
    if (typeof value !== "string" || !(asText || hasOneSpelling(value))) return null;
    texts.push(value);
  }
  return requiredValuesFor(field.name, texts);
}
