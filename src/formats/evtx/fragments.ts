import { u32 } from "./bytes.ts";
import { Damage } from "./damage.ts";
import { guidText } from "./guid-text.ts";
import { isSameElement, type KnownTemplates } from "./known-templates.ts";
import { MAX_NESTING } from "./layout.ts";
import type { MovedBytes } from "./moved-bytes.ts";
import { ChunkNames } from "./names.ts";
import { NodeParser } from "./node-parser.ts";
import { type ContentNode, type ElementNode, isElement } from "./nodes.ts";
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

/** Templates of other chunks, and whether this chunk adds to them. */
export interface TemplateSource {
  readonly templates: KnownTemplates;
  /** A right checksum covers the chunk up to here; 0 if it has none. */
  readonly trustedEnd: number;
}

/** Reads fragments of a chunk's binary XML; each template they use is read once. */
export class Fragments {
  readonly #bytes: Uint8Array;
  readonly #names: ChunkNames;
  readonly #parser: NodeParser;
  readonly #texts: ValueTexts;
  readonly #templates = new Map<number, Template>();
  /** One for each depth: an outer instance is still in use while an inner one is read. */
  readonly #values: Values[] = [];
  #shift = 0;
  #moved: MovedBytes | null = null;
  /** Bytes are missing at the end of the current record. */
  cut = false;
  /** The position after the fragment read last. */
  next = 0;
  readonly #known: TemplateSource | null;
  /** Since this was last set to false: a template of another chunk was used. */
  hasBorrowed = false;
  /** Since this was last set to false: a template was missing, and no other chunk's took its place. */
  lacksTemplate = false;

  constructor(
    bytes: Uint8Array,
    texts: ValueTexts,
    validatesNames: boolean,
    known: TemplateSource | null = null,
  ) {
    this.#bytes = bytes;
    this.#texts = texts;
    this.#known = known;
    this.#names = new ChunkNames(bytes, validatesNames);
    this.#parser = new NodeParser(bytes, this.#names);
  }

  /**
   * Tells where the bytes of the chunk are from now on.
   *
   * @param shift number of bytes lost (negative) or inserted before the record
   * @param moved null if there is no sign that bytes were moved
   */
  move(shift: number, moved: MovedBytes | null): void {
    this.#names.move(shift, moved);
    this.#moved = moved;
    if (shift === this.#shift) return;
    this.#shift = shift;
    this.#templates.clear();
  }

  /**
   * Returns the next element between two offsets, or null if there is none.
   * @param depth number of values that it is nested in
   * @throws Damage
   */
  read(from: number, end: number, depth: number): Fragment | null {
    if (depth > MAX_NESTING) throw new Damage({ kind: "values-too-deep", levels: MAX_NESTING });
    const at = this.#afterHeader(from, end);
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

  #afterHeader(from: number, end: number): number {
    let at = from;
    while (at < end && this.#bytes[at] === TOKEN.fragmentHeader) at += FRAGMENT_HEADER_BYTES;
    return at;
  }

  #instance(at: number, end: number, values: Values): Fragment {
    const here = at + INSTANCE_BYTES - 1;
    if (here > end) throw new Damage({ kind: "ends-in-template" });
    const id = u32(this.#bytes, at + 1);
    const offset = u32(this.#bytes, at + 5);
    let template: Template;
    try {
      const definition = this.#definition(offset, here, id);
      template = this.#mended(definition, this.#template(definition));
    } catch (error) {
      const borrowed = error instanceof Damage ? this.#borrow(at, end, values) : null;
      if (borrowed === null) throw error;
      template = borrowed;
    }
    this.next = values.read(this.#bytes, this.#valuesAt(offset, here), end, this.cut);
    return { root: template.root, values, template };
  }

  /** Where an instance's values are: after the definition, if that is here, in its first use. */
  #valuesAt(offset: number, here: number): number {
    const isInline = offset === here || offset + this.#shift === here;
    return isInline ? here + DEFINITION_BYTES + u32(this.#bytes, here + 20) : here;
  }

  /**
   * Reads the texts of an element without a template whose names may be gone, in the order of the document.
   *
   * @throws Damage
   */
  textsAlone(from: number, end: number): string[] {
    const at = this.#afterHeader(from, end);
    if (at >= end || (this.#bytes[at]! & ~MORE) !== TOKEN.openElement) return [];
    this.#names.replacesMissing = true;
    try {
      return textsOf(this.#parser.parse(at, end, false));
    } finally {
      this.#names.replacesMissing = false;
    }
  }

  /**
   * Reads the values of an instance without its template.
   *
   * @param from the fragment's beginning
   * @returns null if it is no instance, or its values cannot be read
   */
  valuesAlone(from: number, end: number, depth: number): Values | null {
    if (depth > MAX_NESTING) return null;
    const at = this.#afterHeader(from, end);
    if (at + INSTANCE_BYTES > end || this.#bytes[at] !== TOKEN.templateInstance) return null;
    const values = (this.#values[depth] ??= new Values(this.#texts));
    return this.#readsValues(at + 1, end, values) ? values : null;
  }

  #readsValues(at: number, end: number, values: Values): boolean {
    const here = at + INSTANCE_BYTES - 1;
    try {
      values.read(this.#bytes, this.#valuesAt(u32(this.#bytes, at + 5), here), end, this.cut);
      return true;
    } catch (error) {
      if (error instanceof Damage) return false;
      throw error;
    }
  }

  /** In a damaged chunk, a template may have been changed: that of an intact chunk is right. */
  #mended(definition: number, own: Template): Template {
    if (this.#known === null || this.#known.trustedEnd > 0) return own;
    const bytes = this.#bytes;
    const other = this.#known.templates.withGuid(u32(bytes, definition + 4), guidText(bytes, definition + 4));
    if (other === null || isSameElement(other.root, own.root)) return own;
    this.hasBorrowed = true;
    return other;
  }

  /** The template of another chunk for the instance at a position. */
  #borrow(at: number, end: number, values: Values): Template | null {
    if (this.#known === null) return null;
    const fitting = this.#readsValues(at, end, values)
      ? this.#known.templates.find(u32(this.#bytes, at + 1), values)
      : null;
    if (fitting === null) this.lacksTemplate = true;
    else this.hasBorrowed = true;
    return fitting;
  }

  /** Returns the position of the definition. Its GUID begins with the ID in the instance. */
  #definition(offset: number, here: number, id: number): number {
    const shifted = offset + this.#shift;
    const others = this.#moved?.positionsOf(offset) ?? [];
    const found = (shifted === here ? [shifted] : [...others, offset, shifted]).filter((at) => {
      const fits = at + DEFINITION_BYTES <= this.#bytes.length;
      return fits && (u32(this.#bytes, at + 4) === id || at === here);
    });
    // Where it was used first, the definition follows its own offset.
    const certain = found.length > 1 ? found.find((at) => u32(this.#bytes, at - 4) === offset) : undefined;
    const at = certain ?? found[0];
    if (at !== undefined) return at;
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
    if (this.#known !== null) {
      const { templates, trustedEnd } = this.#known;
      const [id, guid, size] = [u32(bytes, at + 4), guidText(bytes, at + 4), end - at];
      if (end <= trustedEnd) templates.add(id, guid, template, size);
      else if (trustedEnd === 0) templates.addDoubtful(id, guid, template, size);
    }
    return template;
  }
}

function textsOf({ attributes, children }: ElementNode): string[] {
  const isText = (part: ContentNode): part is string => typeof part === "string";
  return [
    ...attributes.map(({ parts }) => parts.filter(isText).join("")),
    ...children.flatMap((child) => (isText(child) ? [child] : isElement(child) ? textsOf(child) : [])),
  ];
}
