import { u16, u32 } from "./bytes.ts";
import { Damage } from "./damage.ts";
import { MAX_TREE_DEPTH } from "./layout.ts";
import type { ChunkNames } from "./names.ts";
import type { AttributeNode, ContentNode, ElementNode, ValuePart } from "./nodes.ts";
import { MORE, TOKEN } from "./tokens.ts";
import { textOfUtf16 } from "./utf16-text.ts";
import { VALUE } from "./value-types.ts";

/** The entities that XML knows without a document type. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Parses an element of binary XML with its content. */
export class NodeParser {
  readonly #bytes: Uint8Array;
  readonly #names: ChunkNames;
  #at = 0;
  #end = 0;
  #inTemplate = false;

  constructor(bytes: Uint8Array, names: ChunkNames) {
    this.#bytes = bytes;
    this.#names = names;
  }

  /** The position after the element read last. */
  get next(): number {
    return this.#at;
  }

  /**
   * @param at the element's token
   * @param end the element must end before this
   * @param inTemplate elements of a template name the value that they depend on; elsewhere those two bytes are missing
   * @throws Damage
   */
  parse(at: number, end: number, inTemplate: boolean): ElementNode {
    this.#at = at;
    this.#end = end;
    this.#inTemplate = inTemplate;
    return this.#element(0);
  }

  #element(depth: number): ElementNode {
    if (depth >= MAX_TREE_DEPTH) throw new Damage({ kind: "too-deep", levels: MAX_TREE_DEPTH });
    const hasAttributes = (this.#byte() & MORE) !== 0;
    const dependency = this.#inTemplate ? this.#u16() : 0xffff;
    this.#u32(); // the element's size, which its tokens imply
    const name = this.#name();
    const attributes: AttributeNode[] = [];
    if (hasAttributes) {
      this.#u32(); // the list's size
      while ((this.#peek() & ~MORE) === TOKEN.attribute) attributes.push(this.#attribute());
    }
    const close = this.#byte();
    const empty = close === TOKEN.closeEmptyElement;
    if (!empty && close !== TOKEN.closeStartTag) throw new Damage({ kind: "start-tag" });
    return {
      name,
      dependency: dependency === 0xffff ? -1 : dependency,
      attributes,
      children: empty ? [] : this.#content(depth),
      empty,
    };
  }

  #attribute(): AttributeNode {
    this.#byte();
    const name = this.#name();
    const parts: ValuePart[] = [];
    for (;;) {
      const part = this.#part();
      if (part === null) return { name, parts };
      add(parts, part);
    }
  }

  #content(depth: number): ContentNode[] {
    const content: ContentNode[] = [];
    for (;;) {
      const part = this.#part();
      if (part !== null) {
        add(content, part);
        continue;
      }
      switch (this.#peek() & ~MORE) {
        case TOKEN.openElement:
          content.push(this.#element(depth + 1));
          break;
        case TOKEN.cdata:
          this.#byte();
          add(content, this.#text());
          break;
        // Instructions to programs that process the document, not part of its content.
        case TOKEN.instructionTarget:
          this.#byte();
          this.#name();
          break;
        case TOKEN.instructionData:
          this.#byte();
          this.#text();
          break;
        case TOKEN.endElement:
          this.#byte();
          return content;
        default:
          throw new Damage({ kind: "token", token: this.#peek() });
      }
    }
  }

  /** Parses what can occur both in an attribute and between tags; null for anything else. */
  #part(): ValuePart | null {
    switch (this.#peek() & ~MORE) {
      case TOKEN.value:
        this.#byte();
        if (this.#byte() !== VALUE.string) throw new Damage({ kind: "literal" });
        return this.#text();
      case TOKEN.characterReference:
        this.#byte();
        return String.fromCharCode(this.#u16());
      case TOKEN.entityReference: {
        this.#byte();
        const name = this.#name();
        return ENTITIES.get(name) ?? `&${name};`;
      }
      case TOKEN.normalSubstitution:
      case TOKEN.optionalSubstitution: {
        const optional = this.#byte() === TOKEN.optionalSubstitution;
        const slot = this.#u16();
        return { slot, optional, type: this.#byte() };
      }
      default:
        return null;
    }
  }

  /** Its length in characters comes first. */
  #text(): string {
    const size = this.#u16() * 2;
    const start = this.#at;
    this.#take(size);
    return textOfUtf16(this.#bytes, start, size);
  }

  #name(): string {
    const offset = this.#u32();
    const name = this.#names.read(offset, this.#at);
    this.#take(this.#names.next - this.#at);
    return name;
  }

  #peek(): number {
    if (this.#at >= this.#end) throw new Damage({ kind: "ends-in-element" });
    return this.#bytes[this.#at]!;
  }

  #byte(): number {
    const value = this.#peek();
    this.#at++;
    return value;
  }

  #u16(): number {
    return u16(this.#bytes, this.#take(2));
  }

  #u32(): number {
    return u32(this.#bytes, this.#take(4));
  }

  #take(size: number): number {
    const at = this.#at;
    if (at + size > this.#end) throw new Damage({ kind: "ends-in-element" });
    this.#at = at + size;
    return at;
  }
}

/** Adjacent texts are joined. */
function add(content: ContentNode[], part: ValuePart): void {
  const last = content.at(-1);
  if (typeof part === "string" && typeof last === "string") content[content.length - 1] = last + part;
  else content.push(part);
}
