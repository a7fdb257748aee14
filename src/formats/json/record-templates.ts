/**
 * What stands between the values of records, as a graph. A node is "behind the value of this key in this object"; an
 * edge is the text from there to the next value, with all the braces, commas, keys, `true`, `false` and `null` in it.
 *
 * Optional fields and lists of any length need no nodes of their own, so the graph of a log is small whatever the
 * number of its shapes. All of it is typed arrays, since walking it has to be cheaper than reading JSON.
 */

/** What an edge leads to. */
export const TO_TEXT = 0;
export const TO_NUMBER = 1;
export const TO_END = 2;

/** Numbers of an edge, and what stands behind the first of them, its target. */
const EDGE = 12;
export const SIBLING = 1;
export const KIND_OF = 2;
/** Of its text: index of the first word, bytes. */
export const WORDS_AT = 3;
export const LENGTH = 4;
/** Of its marks: first and behind the last. */
export const MARKS_AT = 5;
export const MARKS_END = 6;
/** Prefixes below which it has values, the one that it leads to included. */
export const BELOW = 7;
/** Bits of EDGE_FLAG. */
export const FLAGS_OF = 8;
export const KEYS = 9;
/** The field of the value that it leads to, -1 if nobody asks for it. */
export const FIELD = 10;

export const EDGE_FLAG = {
  /** The document has an object `event`. */
  event: 1,
  /** It has a key `event.kind` or `event.category` of its own. */
  named: 2,
  /** One of its own values is no text. */
  noRow: 4,
  /** The edge leads to `@timestamp`. */
  time: 8,
  /** It leads to an element of the list that was opened last. */
  element: 16,
} as const;

/** Numbers of a mark: what it says, of which state or field, and where, counted from the edge's first byte. */
export const MARK = 3;
export const MET = 0;
export const LIST = 1;
export const LIST_END = 2;
export const ELEMENT = 3;
export const LITERAL = 4;

const MAX_EDGES = 16_384;
const MAX_NODES = 16_384;
/** More ways on from one place are keys that say something themselves, ids for instance. */
const MAX_SIBLINGS = 24;
/** Bytes of the longest edge. */
export const MAX_EDGE_BYTES = 1024;
const MAX_WORDS = 256 * 1024;
const MAX_MARKS = 256 * 1024;

/** What is known of an edge before it has a place. */
export interface NewEdge {
  readonly kind: number;
  readonly marks: readonly number[];
  readonly below: number;
  readonly flags: number;
  readonly keys: number;
  readonly field: number;
}

/** The arrays begin small, for files of a few records, and are replaced by larger ones. */
export class RecordTemplates {
  edges = new Int32Array(64 * EDGE);
  /** The edge's text in words of four bytes, the lowest first; what the last has too many is 0. */
  words = new Int32Array(1024);
  marks = new Int32Array(1024);
  /** By node: its first edge and the one that was taken last, -1 for none. */
  first = new Int32Array(64).fill(-1);
  taken = new Int32Array(64).fill(-1);
  #edges = 0;
  #words = 0;
  #marks = 0;
  /** Names of nodes; 0 is the beginning of a record. */
  readonly #nodes = new Map<string, number>([["", 0]]);

  /** The node of this name, -1 if there is no room for another. */
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
   * The edge from `node` with these bytes; a new one if it is not known. -1: there is no room.
   *
   * @param target where a new one leads to
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

/** The same numbers in an array that is long enough, which may be the same one. */
function withRoom(numbers: Int32Array<ArrayBuffer>, length: number, rest = 0): Int32Array<ArrayBuffer> {
  if (length <= numbers.length) return numbers;
  const larger = new Int32Array(Math.max(2 * numbers.length, length)).fill(rest);
  larger.set(numbers);
  return larger;
}
