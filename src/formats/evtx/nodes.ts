/**
 * Binary XML as a tree: of a template, whose values are still to come, or of a fragment that stands alone. Names and
 * texts are plain strings, so a tree outlives the chunk that it was read from.
 */
export interface ElementNode {
  readonly name: string;
  /** The element is left out when this value is missing; -1: it depends on none. */
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

/** A place for a value of the template's instance. */
export interface Slot {
  readonly slot: number;
  /** Nothing is written where the value is missing, not even the attribute that it stands in. */
  readonly optional: boolean;
}

export type ValuePart = string | Slot;
export type ContentNode = ValuePart | ElementNode;

export function isElement(node: ContentNode): node is ElementNode {
  return typeof node === "object" && "name" in node;
}
