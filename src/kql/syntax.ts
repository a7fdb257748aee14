/** The syntax tree: plain data that can be compared by meaning. `f: (a or b)` is the same tree as `f: a or f: b`. */

export interface KqlLiteral {
  readonly kind: "literal";
  readonly text: string;
  /** Written in double quotes: a phrase, whose words must occur one directly after the other. */
  readonly quoted: boolean;
}

export interface Wildcard {
  readonly kind: "wildcard";
  /** The literal texts between the stars, one more than there are stars. `?` is literal, too. */
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

/** Whether a value is a single star: `field: *` asks whether the field exists. */
export function isLoneStar(value: KqlValue): boolean {
  return value.kind === "wildcard" && value.parts.length === 2 && value.parts.every((part) => part === "");
}
