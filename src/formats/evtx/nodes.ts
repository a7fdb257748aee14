/**
 * Binary XML as a tree: of a template, without its values, or of a fragment that has none. Names and texts are plain
 * strings, so a tree remains valid after its chunk is gone.
 */
export interface ElementNode {
  readonly name: string;
  /** The element is omitted if this value is missing; -1: it depends on none. */
  readonly dependency: number;
  readonly attributes: readonly AttributeNode[];
  readonly children: readonly ContentNode[];
  /** Written as `<a/>` instead of `<a></a>`. */
  readonly empty: boolean;
}

export interface AttributeNode {
  readonly name: string;
  readonly parts: readonly ValuePart[];
}

/** A placeholder for a value of the template's instance. */
export interface Substitution {
  readonly slot: number;
  /** If the value is missing, nothing is written, not even an attribute that consists of it. */
  readonly optional: boolean;
  /** The type that the template expects of the value; the instance has the actual one. */
  readonly type: number;
}

export type ValuePart = string | Substitution;
export type ContentNode = ValuePart | ElementNode;

export function isElement(node: ContentNode): node is ElementNode {
  return typeof node === "object" && "name" in node;
}
