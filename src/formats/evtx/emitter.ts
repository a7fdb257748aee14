import type { Budget } from "./budget.ts";
import type { Fragments } from "./fragments.ts";
import { type ContentNode, type ElementNode, isElement, type ValuePart } from "./nodes.ts";
import type { Values } from "./values.ts";

/** Receives a document piece by piece. */
export interface XmlSink {
  open(name: string): void;
  attribute(name: string, value: string): void;
  text(text: string): void;
  /** @param empty the element is written as `<a/>` */
  close(empty: boolean): void;
}

/**
 * Inserts an instance's values into its template. This is the general path, for everything that binary XML can contain.
 */
export class Emitter {
  readonly #fragments: Fragments;
  readonly #budget: Budget;

  constructor(fragments: Fragments, budget: Budget) {
    this.#fragments = fragments;
    this.#budget = budget;
  }

  /**
   * @param depth number of values that the element is nested in
   * @throws Damage
   */
  element(node: ElementNode, values: Values, depth: number, sink: XmlSink): void {
    if (node.dependency >= 0 && values.isMissing(node.dependency)) return;
    this.root(node, values, depth, sink);
  }

  /**
   * Emits a record's outermost element. It is written even if the value that it depends on is missing; `<Event>`
   * depends on its payload.
   * @throws Damage
   */
  root(node: ElementNode, values: Values, depth: number, sink: XmlSink): void {
    const only = node.children.length === 1 ? node.children[0]! : "";
    if (typeof only === "string" || isElement(only) || !values.isArray(only.slot)) {
      this.#open(node, values, sink);
      for (const child of node.children) this.#content(child, values, depth, sink);
      sink.close(node.empty);
      return;
    }
    // An element around an array is repeated for each item; for an empty array it is written once, without a text.
    const items = values.items(only.slot);
    for (const item of items.length === 0 ? [""] : items) {
      this.#open(node, values, sink);
      this.#text(item, sink);
      sink.close(node.empty);
    }
  }

  #open(node: ElementNode, values: Values, sink: XmlSink): void {
    this.#budget.spend(node.name.length);
    sink.open(node.name);
    for (const { name, parts } of node.attributes) {
      if (parts.length > 0 && parts.every((part) => isOmitted(part, values))) continue;
      const value = parts.map((part) => (typeof part === "string" ? part : values.text(part.slot))).join("");
      this.#budget.spend(name.length + value.length);
      sink.attribute(name, value);
    }
  }

  #content(node: ContentNode, values: Values, depth: number, sink: XmlSink): void {
    if (typeof node === "string") this.#text(node, sink);
    else if (isElement(node)) this.element(node, values, depth, sink);
    else if (values.isFragment(node.slot)) {
      this.fragments(values.start(node.slot), values.end(node.slot), depth + 1, sink);
    } else this.#text(values.text(node.slot), sink);
  }

  /**
   * Emits all elements between two offsets of the chunk.
   * @throws Damage
   */
  fragments(from: number, end: number, depth: number, sink: XmlSink): void {
    for (let at = from; at < end; at = this.#fragments.next) {
      const fragment = this.#fragments.read(at, end, depth);
      if (fragment === null) return;
      const next = this.#fragments.next;
      this.element(fragment.root, fragment.values, depth, sink);
      this.#fragments.next = next; // the emitted element may have read fragments of its own
    }
  }

  #text(text: string, sink: XmlSink): void {
    this.#budget.spend(text.length);
    if (text !== "") sink.text(text);
  }
}

function isOmitted(part: ValuePart, values: Values): boolean {
  return typeof part === "object" && part.optional && values.isMissing(part.slot);
}
