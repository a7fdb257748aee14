import { BytesWriter, filetime, latin1, utf16 } from "./bytes-writer.ts";

export const TYPE = { none: 0, sz: 1, expandSz: 2, binary: 3, dword: 4, multiSz: 7, qword: 11 } as const;

export interface ValueSpec {
  readonly name: string;
  readonly type: number;
  readonly data: Uint8Array;
  /** Its cells are freed, and no list names it. */
  readonly deleted?: boolean;
  /** What the value says of its size, if that is not true. */
  readonly says?: number;
  readonly flags?: number;
}

export interface KeySpec {
  readonly name: string;
  readonly written?: string;
  readonly values?: readonly ValueSpec[];
  readonly keys?: readonly KeySpec[];
  readonly className?: string;
  /** How the sub-keys are listed. */
  readonly list?: "lf" | "lh" | "li" | "ri";
  readonly deleted?: boolean;
  readonly flags?: number;
  /** Byte 13: what the key is in a layered hive. */
  readonly layer?: number;
}

export interface HiveOptions {
  readonly minor?: number;
  readonly primary?: number;
  readonly secondary?: number;
  readonly fileName?: string;
  readonly written?: string;
  /** The fewest bytes of a bin. */
  readonly binBytes?: number;
}

export interface WrittenHive {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The offsets of the cells of keys by path, counted as all in a hive. */
  readonly keys: ReadonlyMap<string, number>;
  /** The offset of the cell of each list of sub-keys by the key's path. */
  readonly lists: ReadonlyMap<string, number>;
  /** The offset of the cell of each value by `path|name`. */
  readonly values: ReadonlyMap<string, number>;
}

const BASE = 4096;
const NOWHERE = 0xffff_ffff;
const DEFAULT_TIME = "2026-03-14T09:26:53.5897930Z";

/** Writes a hive, root first. */
export function writeHive(root: KeySpec, options: HiveOptions = {}): WrittenHive {
  const writer = new HiveWriter(options);
  const at = writer.key(root, NOWHERE, "", true);
  return writer.done(at);
}

export const dword = (name: string, value: number, more: Partial<ValueSpec> = {}): ValueSpec => ({
  name,
  type: TYPE.dword,
  data: Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24),
  ...more,
});

export const sz = (name: string, text: string, type: number = TYPE.sz): ValueSpec => ({
  name,
  type,
  data: utf16(`${text}\0`),
});

/** A path of keys with nothing beside them. */
export function under(path: string, leaf: Omit<KeySpec, "name">): KeySpec {
  const names = path.split("\\");
  const last = names.pop()!;
  return names.reduceRight<KeySpec>((below, name) => ({ name, keys: [below] }), { name: last, ...leaf });
}

class HiveWriter {
  readonly #out = new BytesWriter();
  readonly #options: HiveOptions;
  readonly #keys = new Map<string, number>();
  readonly #lists = new Map<string, number>();
  readonly #values = new Map<string, number>();
  #binEnd = 0;
  #next = 0;

  constructor(options: HiveOptions) {
    this.#options = options;
  }

  key(spec: KeySpec, parent: number, path: string, isRoot: boolean): number {
    const isOneByte = [...spec.name].every((char) => char.charCodeAt(0) < 256);
    const name = isOneByte ? latin1(spec.name) : utf16(spec.name);
    const at = this.#cell(76 + name.length, spec.deleted === true);
    this.#keys.set(path, at);
    const data = BASE + at + 4;
    const live = (spec.values ?? []).filter(({ deleted }) => deleted !== true || spec.deleted === true);
    this.#out.text(data, "nk");
    this.#out.u16(data + 2, (isRoot ? 0x2c : 0) | (isOneByte ? 0x20 : 0) | (spec.flags ?? 0));
    this.#out.u64(data + 4, filetime(spec.written ?? DEFAULT_TIME));
    this.#out.u8(data + 13, spec.layer ?? 0);
    this.#out.u32(data + 16, parent);
    this.#out.u32(data + 28, NOWHERE);
    this.#out.u32(data + 36, live.length);
    this.#out.u32(data + 40, NOWHERE);
    this.#out.u32(data + 44, NOWHERE);
    this.#out.u32(data + 48, NOWHERE);
    this.#out.u16(data + 72, name.length);
    this.#out.set(data + 76, name);
    if (spec.className !== undefined) {
      const text = utf16(spec.className);
      this.#out.u32(data + 48, this.#cellOf(text, false));
      this.#out.u16(data + 74, text.length);
    }
    const offsets = new Map(
      (spec.values ?? []).map((value) => [value, this.#value(value, path, spec.deleted === true)]),
    );
    if (live.length > 0) {
      this.#out.u32(
        data + 40,
        this.#offsetList(
          live.map((value) => offsets.get(value)!),
          spec.deleted === true,
        ),
      );
    }
    const children = (spec.keys ?? []).map((child) => ({
      child,
      at: this.key(child, at, path === "" ? child.name : `${path}\\${child.name}`, false),
    }));
    const listed = children.filter(({ child }) => child.deleted !== true);
    this.#out.u32(data + 20, listed.length);
    if (listed.length > 0) this.#out.u32(data + 28, this.#keyList(spec.list ?? "lh", listed, path));
    return at;
  }

  done(root: number): WrittenHive {
    this.#endBin();
    const size = this.#binEnd;
    const { minor = 5, primary = 1, secondary = 1, fileName = "", written } = this.#options;
    const block = { minor, primary, secondary, fileName, root, size, type: 0 };
    writeBaseBlock(this.#out, { ...block, written: written === undefined ? 0n : filetime(written) });
    return { bytes: this.#out.bytes, keys: this.#keys, lists: this.#lists, values: this.#values };
  }

  #value(spec: ValueSpec, path: string, isDeleted: boolean): number {
    const deleted = isDeleted || spec.deleted === true;
    const isOneByte = [...spec.name].every((char) => char.charCodeAt(0) < 256);
    const name = isOneByte ? latin1(spec.name) : utf16(spec.name);
    const at = this.#cell(20 + name.length, deleted);
    this.#values.set(`${path}|${spec.name}`, at);
    const data = BASE + at + 4;
    this.#out.text(data, "vk");
    this.#out.u16(data + 2, name.length);
    this.#out.u32(data + 12, spec.type);
    this.#out.u16(data + 16, (isOneByte ? 1 : 0) | (spec.flags ?? 0));
    this.#out.set(data + 20, name);
    const size = spec.data.length;
    if (size <= 4) {
      this.#out.u32(data + 4, (0x8000_0000 | (spec.says ?? size)) >>> 0);
      this.#out.set(data + 8, spec.data);
      return at;
    }
    this.#out.u32(data + 4, spec.says ?? size);
    const isBig = size > 16_344 && (this.#options.minor ?? 5) > 3;
    this.#out.u32(data + 8, isBig ? this.#bigData(spec.data) : this.#cellOf(spec.data, deleted));
    return at;
  }

  #bigData(data: Uint8Array): number {
    const segments: number[] = [];
    for (let at = 0; at < data.length; at += 16_344) {
      segments.push(this.#cellOf(data.subarray(at, at + 16_344), false, 16_348));
    }
    const list = this.#offsetList(segments, false);
    const at = this.#cell(8, false);
    this.#out.text(BASE + at + 4, "db");
    this.#out.u16(BASE + at + 6, segments.length);
    this.#out.u32(BASE + at + 8, list);
    return at;
  }

  #keyList(
    kind: "lf" | "lh" | "li" | "ri",
    listed: readonly { readonly child: KeySpec; readonly at: number }[],
    path: string,
  ): number {
    if (kind === "ri") {
      const half = Math.ceil(listed.length / 2);
      const lists = [listed.slice(0, half), listed.slice(half)].filter(({ length }) => length > 0);
      const offsets = lists.map((part) => this.#keyList("lh", part, path));
      const at = this.#cell(4 + 4 * offsets.length, false);
      this.#out.text(BASE + at + 4, "ri");
      this.#out.u16(BASE + at + 6, offsets.length);
      for (const [i, offset] of offsets.entries()) this.#out.u32(BASE + at + 8 + 4 * i, offset);
      this.#lists.set(path, at);
      return at;
    }
    const stride = kind === "li" ? 4 : 8;
    const at = this.#cell(4 + stride * listed.length, false);
    this.#lists.set(path, at);
    this.#out.text(BASE + at + 4, kind);
    this.#out.u16(BASE + at + 6, listed.length);
    for (const [i, { at: offset }] of listed.entries()) this.#out.u32(BASE + at + 8 + stride * i, offset);
    return at;
  }

  #offsetList(offsets: readonly number[], deleted: boolean): number {
    const at = this.#cell(4 * offsets.length, deleted);
    for (const [i, offset] of offsets.entries()) this.#out.u32(BASE + at + 4 + 4 * i, offset);
    return at;
  }

  #cellOf(bytes: Uint8Array, free: boolean, least = 0): number {
    const at = this.#cell(Math.max(least, bytes.length), free);
    this.#out.set(BASE + at + 4, bytes);
    return at;
  }

  /** Takes a cell for so many bytes of data; a free one keeps what is written into it. */
  #cell(bytes: number, free: boolean): number {
    const size = Math.ceil((bytes + 4) / 8) * 8;
    if (this.#next + size > this.#binEnd) this.#bin(size);
    const at = this.#next;
    this.#out.u32(BASE + at, free ? size : -size);
    this.#out.grow(BASE + at + size);
    this.#next += size;
    return at;
  }

  #bin(cell: number): void {
    this.#endBin();
    const at = this.#binEnd;
    const size = Math.ceil(Math.max(this.#options.binBytes ?? 4096, 32 + cell) / 4096) * 4096;
    this.#out.grow(BASE + at + size);
    this.#out.text(BASE + at, "hbin");
    this.#out.u32(BASE + at + 4, at);
    this.#out.u32(BASE + at + 8, size);
    this.#next = at + 32;
    this.#binEnd = at + size;
  }

  /** What is left of a bin is a free cell. */
  #endBin(): void {
    if (this.#next < this.#binEnd) this.#out.u32(BASE + this.#next, this.#binEnd - this.#next);
  }
}

export interface BlockSpec {
  readonly minor: number;
  readonly primary: number;
  readonly secondary: number;
  readonly fileName: string;
  readonly root: number;
  readonly size: number;
  readonly type: number;
  readonly written: bigint;
}

export function writeBaseBlock(out: BytesWriter, block: BlockSpec): void {
  out.text(0, "regf");
  out.u32(4, block.primary);
  out.u32(8, block.secondary);
  out.u64(12, block.written);
  out.u32(20, 1);
  out.u32(24, block.minor);
  out.u32(28, block.type);
  out.u32(32, 1);
  out.u32(36, block.root);
  out.u32(40, block.size);
  out.u32(44, 1);
  out.set(48, utf16(block.fileName).subarray(0, 64));
  out.grow(512);
  out.u32(508, headerChecksum(out.bytes));
}

export function headerChecksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let sum = 0;
  for (let at = 0; at < 508; at += 4) sum = (sum ^ view.getUint32(at, true)) >>> 0;
  if (sum === 0xffff_ffff) return 0xffff_fffe;
  return sum === 0 ? 1 : sum;
}
