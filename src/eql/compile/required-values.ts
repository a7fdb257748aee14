/**
 * Values without which a clause cannot hold, for dispatch: among hundreds of rules only those are tried whose anchors
 * an event has. Like literals they are only ever too lenient, but they are whole values, so that one look-up decides.
 */
import { type Anchor, anchorsFor, isOneSpelling } from "../../match/index.ts";
import { fieldAndOther } from "./comparison.ts";
import { constantOf } from "./fold.ts";
import type { FieldTypes } from "../../ecs/index.ts";
import { isOneOf } from "./script.ts";
import type { Expression, Field } from "../syntax.ts";

/** The anchors of a test of one field against constants. */
export function anchorsOfLeaf(node: Expression, types: FieldTypes): readonly Anchor[] | null {
  switch (node.kind) {
    case "match": {
      if (node.value.kind !== "field" || node.operator.startsWith("regex")) return null;
      if (node.operator === ":" && isOneOf(node.value, node.patterns, types) !== null) return null;
      const texts = node.patterns.flatMap((p) => (p.kind === "string" ? [p.value] : []));
      return texts.some((text) => /[*?]/.test(text)) ? null : anchorsFor(node.value.name, texts);
    }
    case "in":
      return node.value.kind === "field"
        ? anchorsOfConstants(node.value, node.list, node.insensitive, types)
        : null;
    case "comparison": {
      const sides = node.operator === "==" ? fieldAndOther(node) : null;
      return sides === null ? null : anchorsOfConstants(sides.field, [sides.other], false, types);
    }
    default:
      return null;
  }
}

function anchorsOfConstants(
  field: Field,
  items: readonly Expression[],
  asText: boolean,
  types: FieldTypes,
): readonly Anchor[] | null {
  // A date or an address has many spellings.
  if (isOneOf(field, items, types) !== null) return null;
  const texts: string[] = [];
  for (const item of items) {
    const value = constantOf(item);
    if (value === null && items.length > 1) continue;
    if (typeof value !== "string" || !(asText || isOneSpelling(value))) return null;
    texts.push(value);
  }
  return anchorsFor(field.name, texts);
}
