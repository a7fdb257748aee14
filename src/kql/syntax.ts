/** The syntax tree: plain data, comparable by meaning. `f: (a or b)` is the same tree as `f: a or f: b`. */

export interface KqlLiteral {
  readonly kind: "literal";
  readonly text: string;
  /** Written in double quotes: a phrase, in which words stand one behind the other. */
  readonly quoted: boolean;
}

export interface Wildcard {
  readonly kind: "wildcard";
  /** What stands between the stars: one part more than there are stars. Everything else, `?` too, is literal. */
  readonly parts: readonly string[];
}

export type KqlValue = KqlLiteral | Wildcard;

export type FieldName = { readonly kind: "name"; readonly name: string } | Wildcard;

export type RangeOperator = "<" | "<=" | ">" | ">=";

export type Kql =
  /** The empty query and the lone `*`: every event. */
  | { readonly kind: "all" }
  | { readonly kind: "and" | "or"; readonly terms: readonly Kql[] }
  | { readonly kind: "not"; readonly operand: Kql }
  /** Without a field: free text. */
  | { readonly kind: "is"; readonly field: FieldName | null; readonly value: KqlValue }
  | {
      readonly kind: "range";
      readonly field: FieldName;
      readonly operator: RangeOperator;
      readonly value: KqlLiteral;
    }
  /** `path: { ... }`: conditions on the fields of one object. */
  | { readonly kind: "nested"; readonly path: string; readonly query: Kql };

/** A single star: `field: *` asks whether the field is there. */
export function isLoneStar(value: KqlValue): boolean {
  return value.kind === "wildcard" && value.parts.length === 2 && value.parts.every((part) => part === "");
}
