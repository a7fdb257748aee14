import { crc32 } from "node:zlib";
import type { Element, Fragment, Node } from "./nodes.ts";
import { utf16, type Value } from "./values.ts";

export const CHUNK = 65536;

/** A range of bytes in a chunk; `to` is exclusive. */
export type Range = readonly [from: number, to: number];

export interface WrittenRecord {
  readonly id: number;
  /** Offset in the chunk. */
  readonly start: number;
  readonly end: number;
  /** Every range needed to read it: its own, and those of templates and names in other records. */
  readonly needs: readonly Range[];
}

/** Writes one chunk as the event log service does: each name and template once, where it is first used. */
export class ChunkWriter {
  readonly bytes = new Uint8Array(CHUNK);
  readonly records: WrittenRecord[] = [];
  readonly #view = new DataView(this.bytes.buffer);
  readonly #names = new Map<string, Range>();
  readonly #templates = new Map<Element, { readonly range: Range; readonly needs: readonly Range[] }>();
  #needs: Range[] = [];
  /** What the template that is being written expects of its values. */
  #types: readonly number[] = [];
  #at = 512;
  #used = 512;

  /** @param content a fragment, or bytes of binary XML */
  add(id: number, content: Fragment | Uint8Array, written = 133_800_000_000_000_000n): this {
    const start = this.#at;
    this.#needs = [];
    this.#u32(0x2a2a);
    this.#u32(0);
    this.#u64(BigInt(id));
    this.#u64(written);
    if (content instanceof Uint8Array) this.put(content);
    else {
      this.#fragment(content);
      this.#u8(0); // end of the fragment
    }
    this.#at += (8 - ((this.#at + 4 - start) % 8)) % 8;
    this.#u32(this.#at + 4 - start);
    const end = this.#at;
    this.#view.setUint32(start + 4, end - start, true);
    this.records.push({ id, start, end, needs: [[start, end], ...this.#needs] });
    this.#used = end;
    return this;
  }

  /** Adds a record after the used space, left over from an earlier use of the chunk. */
  addStale(id: number, content: Fragment): this {
    const used = this.#used;
    this.add(id, content);
    this.records.pop();
    this.#used = used;
    return this;
  }

  put(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  get next(): number {
    return this.#at;
  }

  /** Returns the chunk with its header and checksums. */
  finish(): Uint8Array {
    const view = this.#view;
    this.bytes.set(Buffer.from("ElfChnk\0"), 0);
    const first = BigInt(this.records[0]?.id ?? 0);
    const last = BigInt(this.records.at(-1)?.id ?? 0);
    for (const [at, n] of [first, last, first, last].entries()) view.setBigUint64(8 + 8 * at, n, true);
    view.setUint32(40, 128, true);
    view.setUint32(44, this.records.at(-1)?.start ?? 512, true);
    view.setUint32(48, this.#used, true);
    this.seal();
    return this.bytes;
  }

  /** Updates the checksums to match the current content. */
  seal(): void {
    const used = this.#view.getUint32(48, true);
    this.#view.setUint32(52, crc32(this.bytes.subarray(512, used)), true);
    this.#view.setUint32(124, crc32(this.bytes.subarray(128, 512), crc32(this.bytes.subarray(0, 120))), true);
  }

  #fragment({ root, values }: Fragment): void {
    this.put(Uint8Array.of(0x0f, 1, 1, 0));
    if (values === null) {
      this.#element(root, false);
      return;
    }
    this.#instance(root, values);
    this.#u32(values.length);
    const descriptors = this.#at;
    this.#at += 4 * values.length;
    values.forEach(({ type, content }, i) => {
      const start = this.#at;
      if (content instanceof Uint8Array) this.put(content);
      else {
        this.#fragment(content);
        this.#u8(0);
      }
      this.#view.setUint16(descriptors + 4 * i, this.#at - start, true);
      this.bytes[descriptors + 4 * i + 2] = type;
    });
  }

  #instance(root: Element, values: readonly Value[]): void {
    const known = this.#templates.get(root);
    const id = idOf(root);
    this.put(Uint8Array.of(0x0c, 1));
    this.#u32(id);
    if (known !== undefined) {
      this.#u32(known.range[0]);
      this.#needs.push(known.range, ...known.needs);
      return;
    }
    const outer = this.#needs;
    this.#needs = [];
    this.#types = values.map(({ type }) => type);
    const start = this.#at + 4;
    this.#u32(start);
    this.#u32(0); // the next definition with this hash
    this.#u32(id);
    this.put(new Uint8Array(12).fill(0x5a)); // rest of the GUID
    const size = this.#at;
    this.#u32(0);
    this.put(Uint8Array.of(0x0f, 1, 1, 0));
    this.#element(root, true);
    this.#u8(0);
    this.#view.setUint32(size, this.#at - size - 4, true);
    this.#templates.set(root, { range: [start, this.#at], needs: this.#needs });
    this.#needs = [...outer, ...this.#needs];
  }

  #element({ name, dependency, attributes, children }: Element, inTemplate: boolean): void {
    this.#u8(attributes.length > 0 ? 0x41 : 0x01);
    if (inTemplate) this.#u16(dependency);
    const size = this.#at;
    this.#u32(0);
    this.#name(name);
    if (attributes.length > 0) {
      const list = this.#at;
      this.#u32(0);
      attributes.forEach(([key, nodes], i) => {
        this.#u8(i < attributes.length - 1 ? 0x46 : 0x06);
        this.#name(key);
        for (const node of nodes) this.#node(node, inTemplate);
      });
      this.#view.setUint32(list, this.#at - list - 4, true);
    }
    if (children === null) this.#u8(0x03);
    else {
      this.#u8(0x02);
      for (const child of children) this.#node(child, inTemplate);
      this.#u8(0x04);
    }
    this.#view.setUint32(size, this.#at - size - 4, true);
  }

  #node(node: Node, inTemplate: boolean): void {
    if (typeof node === "string") {
      this.put(Uint8Array.of(0x05, 0x01));
      this.#text(node);
    } else if ("slot" in node) {
      this.#u8(node.optional ? 0x0e : 0x0d);
      this.#u16(node.slot);
      this.#u8(this.#types[node.slot] || 0x01);
    } else if ("entity" in node) {
      this.#u8(0x09);
      this.#name(node.entity);
    } else if ("character" in node) {
      this.#u8(0x08);
      this.#u16(node.character);
    } else if ("cdata" in node) {
      this.#u8(0x07);
      this.#text(node.cdata);
    } else if ("instruction" in node) {
      this.#u8(0x0a);
      this.#name(node.instruction);
      this.#u8(0x0b);
      this.#text(node.data);
    } else this.#element(node, inTemplate);
  }

  #text(text: string): void {
    this.#u16(text.length);
    this.put(utf16(text));
  }

  #name(name: string): void {
    const known = this.#names.get(name);
    if (known !== undefined) {
      this.#u32(known[0]);
      this.#needs.push(known);
      return;
    }
    const start = this.#at + 4;
    this.#u32(start);
    this.#u32(0); // the next name with this hash
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 65599) + name.charCodeAt(i)) | 0;
    this.#u16(hash & 0xffff);
    this.#text(name);
    this.#u16(0);
    const range: Range = [start, this.#at];
    this.#names.set(name, range);
    this.#needs.push(range);
  }

  #u8(n: number): void {
    this.bytes[this.#at++] = n;
  }

  #u16(n: number): void {
    this.#view.setUint16(this.#at, n, true);
    this.#at += 2;
  }

  #u32(n: number): void {
    this.#view.setUint32(this.#at, n, true);
    this.#at += 4;
  }

  #u64(n: bigint): void {
    this.#view.setBigUint64(this.#at, n, true);
    this.#at += 8;
  }
}

const ids = new Map<Element, number>();

/** Windows uses the first bytes of the template's GUID. */
function idOf(root: Element): number {
  const id = ids.get(root) ?? 0x1000 + ids.size;
  ids.set(root, id);
  return id;
}
