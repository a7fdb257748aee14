import type { Budget } from "./budget.ts";
import type { Fragments } from "./fragments.ts";
import { type ContentNode, type ElementNode, isElement, type ValuePart } from "./nodes.ts";
import { Damage } from "./damage.ts";
import { ElementBuilder } from "./element-builder.ts";
import type { Values } from "./values.ts";
import type { XmlElement } from "../windows-event.ts";
import type { XmlSink } from "./xml-sink.ts";

/**
 * Inserts an instance's values into its template. This is the general path, for everything that binary XML can contain.
 */
export class Emitter {
  readonly #fragments: Fragments;
  readonly #budget: Budget;
  /**
   * If set, called in place of an element inside a value that cannot be read, with the offsets of the value in the chunk and
   * its depth; otherwise such an element is damage of the whole.
   */
  lost: ((from: number, end: number, depth: number) => void) | null = null;

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
      const [from, end] = [values.start(node.slot), values.end(node.slot)];
      if (this.lost === null) this.fragments(from, end, depth + 1, sink);
      else this.#whole(from, end, depth + 1, sink, this.lost);
    } else this.#text(values.text(node.slot), sink);
  }

  /** Emits elements only if all of them can be read. */
  #whole(
    from: number,
    end: number,
    depth: number,
    sink: XmlSink,
    lost: (from: number, end: number, depth: number) => void,
  ): void {
    const inner = new ElementBuilder();
    this.lost = null;
    try {
      this.fragments(from, end, depth, inner);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      lost(from, end, depth);
      return;
    } finally {
      this.lost = lost;
    }
    for (const element of inner.roots) repeat(element, sink);
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

function repeat({ name, attributes, children }: XmlElement, sink: XmlSink): void {
  sink.open(name);
  for (const [key, value] of attributes) sink.attribute(key, value);
  for (const child of children) {
    if (typeof child === "string") sink.text(child);
    else repeat(child, sink);
  }
  sink.close(false);
}
