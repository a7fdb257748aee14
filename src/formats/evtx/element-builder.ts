import type { XmlElement } from "../windows-event.ts";
import type { XmlSink } from "./xml-sink.ts";

interface Open {
  readonly name: string;
  readonly attributes: [string, string][];
  readonly children: (XmlElement | string)[];
}

/** Builds elements from the parts it receives. */
export class ElementBuilder implements XmlSink {
  /** The outermost elements that have been closed. */
  readonly roots: XmlElement[] = [];
  readonly #open: Open[] = [];

  open(name: string): void {
    this.#open.push({ name, attributes: [], children: [] });
  }

  attribute(name: string, value: string): void {
    this.#open.at(-1)?.attributes.push([name, value]);
  }

  text(text: string): void {
    this.#open.at(-1)?.children.push(text);
  }

  close(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    (this.#open.at(-1)?.children ?? this.roots).push(element);
  }
}
