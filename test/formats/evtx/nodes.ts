import type { Value } from "./values.ts";

/** What an element can contain, as tests specify it. */
export type Node =
  | string
  | { readonly slot: number; readonly optional: boolean }
  | { readonly entity: string }
  | { readonly character: number }
  | { readonly cdata: string }
  | { readonly instruction: string; readonly data: string }
  | Element;

export interface Element {
  readonly name: string;
  readonly dependency: number;
  readonly attributes: readonly (readonly [string, readonly Node[]])[];
  /** Null is written as `<a/>`. */
  readonly children: readonly Node[] | null;
}

/** A template with values, or an element without a template. */
export interface Fragment {
  readonly root: Element;
  /** Null if there is no template. */
  readonly values: readonly Value[] | null;
}

type Attributes = Readonly<Record<string, Node>>;

export function element(name: string, attributes: Attributes, ...children: readonly Node[]): Element {
  return {
    name,
    dependency: 0xffff,
    attributes: Object.entries(attributes).map(([key, node]) => [key, [node]]),
    children,
  };
}

export const empty = (name: string, attributes: Attributes = {}): Element => ({
  ...element(name, attributes),
  children: null,
});

/** The element is omitted if value `on` is missing. */
export const dependent = (on: number, node: Element): Element => ({ ...node, dependency: on });

export const slot = (number: number, optional = false): Node => ({ slot: number, optional });
