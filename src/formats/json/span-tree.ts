/** Positions of a value in a text: its first byte, and the one after its last. */
export type ValueSpan = readonly [start: number, end: number];

/**
 * The way from a document to a value in it: names of objects, positions in lists. A `member` is a name as well, of an
 * object whose members are events, as in plaso's `{"event_0": {…}, "event_1": {…}}`.
 */
export type Path = readonly (string | number | { readonly member: string })[];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const decoder = new TextDecoder();

/** The positions of the values in a well-formed JSON text, looked up by their path. */
export class SpanTree {
  readonly #bytes: Uint8Array;
  readonly #root: SpanNode;

  /** @param bytes well-formed JSON in UTF-8 */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#root = { span: [0, bytes.length], start: 0, items: null };
  }

  /** The position of the value at a path; null if there is none. */
  at(path: Path): ValueSpan | null {
    return this.#node(path)?.span ?? null;
  }

  /**
   * The text without the other elements of the lists on a path, and without the other members of its `member` objects,
   * so that the value at the path is in it alone.
   *
   * @returns null if there is no such value
   */
  alone(path: Path): string | null {
    const kept: ValueSpan[] = [];
    let from = 0;
    const ends: ValueSpan[] = [];
    for (const [i, part] of path.entries()) {
      if (typeof part === "string") continue;
      const around = this.#node(path.slice(0, i));
      const item = this.#node(path.slice(0, i + 1));
      if (around === null || item === null) return null;
      const [start, end] = around.span;
      kept.push([from, start + 1]);
      from = item.start;
      ends.unshift([item.span[1], end - 1]);
    }
    for (const [itemEnd, listEnd] of ends) {
      kept.push([from, itemEnd]);
      from = listEnd;
    }
    kept.push([from, this.#bytes.length]);
    return kept.map(([start, end]) => decoder.decode(this.#bytes.subarray(start, end))).join("");
  }

  #node(path: Path): SpanNode | null {
    let node: SpanNode | undefined = this.#root;
    for (const part of path) {
      node.items ??= itemsOf(this.#bytes, node.span);
      node = node.items.get(typeof part === "object" ? part.member : part);
      if (node === undefined) return null;
    }
    return node;
  }
}

interface SpanNode {
  readonly span: ValueSpan;
  /** The position of its name, or of the value if it has none. */
  readonly start: number;
  items: Map<string | number, SpanNode> | null;
}

/** The values directly inside an object or a list, by name or position. */
function itemsOf(bytes: Uint8Array, [from, end]: ValueSpan): Map<string | number, SpanNode> {
  const items = new Map<string | number, SpanNode>();
  let at = spaceEnd(bytes, from, end);
  const isList = bytes[at] === 0x5b;
  if (!isList && bytes[at] !== 0x7b) return items;
  at++;
  for (let index = 0; at < end; index++) {
    at = spaceEnd(bytes, at, end);
    if (at >= end || bytes[at] === 0x5d || bytes[at] === 0x7d) break;
    let name: string | number = index;
    const start = at;
    if (!isList) {
      const close = textEnd(bytes, at, end);
      name = JSON.parse(decoder.decode(bytes.subarray(at, close))) as string;
      at = spaceEnd(bytes, close, end) + 1;
      at = spaceEnd(bytes, at, end);
    }
    const last = valueEnd(bytes, at, end);
    items.set(name, { span: [at, last], start, items: null });
    at = spaceEnd(bytes, last, end);
    if (bytes[at] === 0x2c) at++;
  }
  return items;
}

/** The position after the value that begins at `at`. */
function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === QUOTE) return textEnd(bytes, at, end);
  let depth = 0;
  for (let i = at; i < end; i++) {
    const c = bytes[i]!;
    if (c === QUOTE) i = textEnd(bytes, i, end) - 1;
    else if (c === 0x7b || c === 0x5b) depth++;
    else if (c === 0x7d || c === 0x5d) {
      // The end of the object or list around a number or a word.
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (c === 0x2c || isSpace(c))) return i;
  }
  return end;
}

/** The position after the text that begins with the quote at `at`. */
function textEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  while (i < end && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return Math.min(i + 1, end);
}

function spaceEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && isSpace(bytes[i]!)) i++;
  return i;
}

function isSpace(c: number): boolean {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
}
