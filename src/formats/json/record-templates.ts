/**
 * The texts between the values of records, as a graph. A node means "after the value of this key in this object"; an
 * edge is the text from there to the next value, with all the braces, commas, keys, `true`, `false` and `null` in it.
 *
 * Optional fields and lists of any length need no nodes of their own, so the graph of a log is small however many
 * different structures its records have. Everything is in typed arrays, because walking the graph must be cheaper than
 * reading JSON.
 */

/** What an edge leads to. */
export const TO_TEXT = 0;
export const TO_NUMBER = 1;
export const TO_END = 2;

/** Numbers per edge. The first is its target; these are the positions of the others. */
const EDGE = 12;
export const SIBLING = 1;
export const KIND_OF = 2;
/** Its text: index of the first word, and length in bytes. */
export const WORDS_AT = 3;
export const LENGTH = 4;
/** Its marks: the first, and the position after the last. */
export const MARKS_AT = 5;
export const MARKS_END = 6;
/** Prefixes below which it has values, including the value it leads to. */
export const BELOW = 7;
/** Bits of EDGE_FLAG. */
export const FLAGS_OF = 8;
export const KEYS = 9;
/** The field of the value it leads to; -1 if that is not wanted. */
export const FIELD = 10;

export const EDGE_FLAG = {
  /** The document has an object `event`. */
  event: 1,
  /** It has a top-level key `event.kind` or `event.category`. */
  named: 2,
  /** One of its top-level values is not text. */
  noRow: 4,
  /** The edge leads to `@timestamp`. */
  time: 8,
  /** It leads to an element of the list that was opened last. */
  element: 16,
  /** It has a key of an event inside the document: see `isInnerName`. */
  inner: 32,
  /** It has a top-level key with what the event is about, and one that no document of Elastic's has: see `topRole`. */
  subject: 64,
  foreign: 128,
} as const;

/** Numbers per mark: its kind, its state or field, and its position relative to the edge's first byte. */
export const MARK = 3;
export const MET = 0;
export const LIST = 1;
export const LIST_END = 2;
export const ELEMENT = 3;
export const LITERAL = 4;

const MAX_EDGES = 16_384;
const MAX_NODES = 16_384;
/** If more edges leave a node, the keys themselves are data, such as IDs. */
const MAX_SIBLINGS = 24;
/** Length of the longest edge in bytes. */
export const MAX_EDGE_BYTES = 1024;
const MAX_WORDS = 256 * 1024;
const MAX_MARKS = 256 * 1024;

/** An edge before it is stored. */
export interface NewEdge {
  readonly kind: number;
  readonly marks: readonly number[];
  readonly below: number;
  readonly flags: number;
  readonly keys: number;
  readonly field: number;
}

/** The arrays start small, for files with few records, and are replaced by larger ones. */
export class RecordTemplates {
  edges = new Int32Array(64 * EDGE);
  /** The text of the edges in words of four bytes, lowest byte first; unused bytes of the last word are 0. */
  words = new Int32Array(1024);
  marks = new Int32Array(1024);
  /** By node: its first edge, and the edge taken last; -1 for none. */
  first = new Int32Array(64).fill(-1);
  taken = new Int32Array(64).fill(-1);
  #edges = 0;
  #words = 0;
  #marks = 0;
  /** Names of nodes; 0 is the beginning of a record. */
  readonly #nodes = new Map<string, number>([["", 0]]);

  /** The node with this name; -1 if there is no room for another. */
  node(name: string): number {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const { size } = this.#nodes;
    if (size >= MAX_NODES) return -1;
    this.#nodes.set(name, size);
    this.first = withRoom(this.first, size + 1, -1);
    this.taken = withRoom(this.taken, size + 1, -1);
    return size;
  }

  /**
   * Returns the edge from `node` with these bytes, which is added if it is new; -1 if there is no room.
   *
   * @param target where a new edge leads
   */
  edge(node: number, bytes: Uint8Array, target: number, found: NewEdge): number {
    let siblings = 0;
    let last = -1;
    for (let edge = this.first[node]!; edge >= 0; edge = this.edges[edge + SIBLING]!) {
      if (this.edges[edge + KIND_OF] === found.kind && this.#isText(edge, bytes)) return edge;
      last = edge;
      siblings++;
    }
    const words = (bytes.length + 3) >> 2;
    const fits =
      siblings < MAX_SIBLINGS &&
      this.#edges + EDGE <= MAX_EDGES * EDGE &&
      this.#words + words <= MAX_WORDS &&
      this.#marks + found.marks.length <= MAX_MARKS;
    if (!fits) return -1;
    this.edges = withRoom(this.edges, this.#edges + EDGE);
    this.words = withRoom(this.words, this.#words + words);
    this.marks = withRoom(this.marks, this.#marks + found.marks.length);
    const { edges } = this;
    const edge = this.#edges;
    this.#edges += EDGE;
    edges[edge] = target;
    edges[edge + SIBLING] = -1;
    edges[edge + KIND_OF] = found.kind;
    edges[edge + WORDS_AT] = this.#words;
    edges[edge + LENGTH] = bytes.length;
    for (const [i, byte] of bytes.entries()) this.words[this.#words + (i >> 2)]! |= byte << (8 * (i & 3));
    this.#words += words;
    edges[edge + MARKS_AT] = this.#marks;
    this.marks.set(found.marks, this.#marks);
    this.#marks += found.marks.length;
    edges[edge + MARKS_END] = this.#marks;
    edges[edge + BELOW] = found.below;
    edges[edge + FLAGS_OF] = found.flags;
    edges[edge + KEYS] = found.keys;
    edges[edge + FIELD] = found.field;
    if (last < 0) this.first[node] = edge;
    else edges[last + SIBLING] = edge;
    return edge;
  }

  #isText(edge: number, bytes: Uint8Array): boolean {
    if (this.edges[edge + LENGTH] !== bytes.length) return false;
    const at = this.edges[edge + WORDS_AT]!;
    return bytes.every((byte, i) => ((this.words[at + (i >> 2)]! >> (8 * (i & 3))) & 0xff) === byte);
  }
}

/** Returns an array with the same numbers and sufficient length; it may be the same array. */
function withRoom(numbers: Int32Array<ArrayBuffer>, length: number, rest = 0): Int32Array<ArrayBuffer> {
  if (length <= numbers.length) return numbers;
  const larger = new Int32Array(Math.max(2 * numbers.length, length)).fill(rest);
  larger.set(numbers);
  return larger;
}
