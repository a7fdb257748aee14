import { u32 } from "./bytes.ts";
import { Damage } from "./damage.ts";
import { MAX_NESTING } from "./layout.ts";
import { Names } from "./names.ts";
import { NodeParser } from "./node-parser.ts";
import type { ElementNode } from "./nodes.ts";
import { Template } from "./template.ts";
import { MORE, TOKEN } from "./tokens.ts";
import type { ValueTexts } from "./value-text.ts";
import { Values } from "./values.ts";

/** An instance's token and header: version, template ID, offset of the definition. */
const INSTANCE_BYTES = 10;
/** A definition's header: offset of the next one with the same hash, GUID, size of the rest. */
const DEFINITION_BYTES = 24;
const FRAGMENT_HEADER_BYTES = 4;

/** An element with its values. Valid until the next element at the same depth is read. */
export interface Fragment {
  readonly root: ElementNode;
  readonly values: Values;
  /** Null for an element without a template. */
  readonly template: Template | null;
}

/** Reads fragments of a chunk's binary XML; each template they use is read once. */
export class Fragments {
  readonly #bytes: Uint8Array;
  readonly #names: Names;
  readonly #parser: NodeParser;
  readonly #texts: ValueTexts;
  readonly #templates = new Map<number, Template>();
  /** One for each depth: an outer instance is still in use while an inner one is read. */
  readonly #values: Values[] = [];
  #shift = 0;
  /** Bytes are missing at the end of the current record. */
  cut = false;
  /** The position after the fragment read last. */
  next = 0;

  constructor(bytes: Uint8Array, texts: ValueTexts, validatesNames: boolean) {
    this.#bytes = bytes;
    this.#texts = texts;
    this.#names = new Names(bytes, validatesNames);
    this.#parser = new NodeParser(bytes, this.#names);
  }

  /** Number of bytes lost (negative) or inserted before whatever is read from now on. */
  set shift(shift: number) {
    if (shift === this.#shift) return;
    this.#shift = shift;
    this.#names.shift = shift;
    this.#templates.clear();
  }

  /**
   * Returns the next element between two offsets, or null if there is none.
   * @param depth number of values that it is nested in
   * @throws Damage
   */
  read(from: number, end: number, depth: number): Fragment | null {
    if (depth > MAX_NESTING) throw new Damage({ kind: "values-too-deep", levels: MAX_NESTING });
    let at = from;
    while (at < end && this.#bytes[at] === TOKEN.fragmentHeader) at += FRAGMENT_HEADER_BYTES;
    const token = at < end ? this.#bytes[at]! : TOKEN.end;
    this.next = end;
    if (token === TOKEN.end) return null;
    const values = (this.#values[depth] ??= new Values(this.#texts));
    if (token === TOKEN.templateInstance) return this.#instance(at + 1, end, values);
    if ((token & ~MORE) !== TOKEN.openElement) {
      throw new Damage({ kind: "fragment-token", token });
    }
    values.clear();
    const root = this.#parser.parse(at, end, false);
    this.next = this.#parser.next;
    return { root, values, template: null };
  }

  #instance(at: number, end: number, values: Values): Fragment {
    const here = at + INSTANCE_BYTES - 1;
    if (here > end) throw new Damage({ kind: "ends-in-template" });
    const id = u32(this.#bytes, at + 1);
    const definition = this.#definition(u32(this.#bytes, at + 5), here, id);
    const isInline = definition === here;
    const values0 = isInline ? here + DEFINITION_BYTES + u32(this.#bytes, definition + 20) : here;
    const template = this.#template(definition);
    this.next = values.read(this.#bytes, values0, end, this.cut);
    return { root: template.root, values, template };
  }

  /** Returns the position of the definition. Its GUID begins with the ID in the instance. */
  #definition(offset: number, here: number, id: number): number {
    const moved = offset + this.#shift;
    for (const at of moved === here ? [moved] : [offset, moved]) {
      const fits = at + DEFINITION_BYTES <= this.#bytes.length;
      if (fits && (u32(this.#bytes, at + 4) === id || at === here)) return at;
    }
    throw new Damage({ kind: "template-missing" });
  }

  #template(at: number): Template {
    const known = this.#templates.get(at);
    if (known !== undefined) return known;
    const start = at + DEFINITION_BYTES;
    const end = start + u32(this.#bytes, at + 20);
    const bytes = this.#bytes;
    if (end > bytes.length || bytes[start] !== TOKEN.fragmentHeader) {
      throw new Damage({ kind: "template-damaged" });
    }
    if ((bytes[start + FRAGMENT_HEADER_BYTES]! & ~MORE) !== TOKEN.openElement) {
      throw new Damage({ kind: "template-damaged" });
    }
    const template = new Template(this.#parser.parse(start + FRAGMENT_HEADER_BYTES, end, true));
    this.#templates.set(at, template);
    return template;
  }
}
