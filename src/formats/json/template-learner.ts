import type { ValidatedObject } from "../handler.ts";
import { ENTRY, KEY_END, NEXT, VALUE_AT } from "./contents.ts";
import { classifyKey, KEY } from "./envelope.ts";
import { isInnerName } from "./inner-names.ts";
import { type FieldTrie, ROOT } from "./field-trie.ts";
import { numberEnd } from "./json-number.ts";
import type { KeyWalk } from "./key-walk.ts";
import { OWN } from "./own-names.ts";
import { TOP as TOP_NAME, topRole } from "./top-names.ts";
import {
  EDGE_FLAG,
  ELEMENT,
  LIST,
  LIST_END,
  LITERAL,
  MAX_EDGE_BYTES,
  MET,
  type RecordTemplates,
  TO_END,
  TO_NUMBER,
  TO_TEXT,
} from "./record-templates.ts";

/** Deeper records are rare, and learning is recursive. */
const MAX_LEVELS = 32;
/** Length of all keys on the way to a value: `flatten` refuses very long names. */
const MAX_NAME = 400;
const DEAD = 0;

/** An object or a list: its node name, and where names inside it continue. */
interface LearningContext {
  readonly name: string;
  /** The trie's state for the names of its members; DEAD if none of them is wanted. */
  readonly from: number;
  /** Prefixes that every value in it is below, if its names are not wanted. */
  readonly bits: number;
  readonly level: number;
  /** Length in bytes of the keys that lead here. */
  readonly keyBytes: number;
}

const TOP: LearningContext = { name: "", from: ROOT, bits: 0, level: 0, keyBytes: 0 };

/** Thrown and caught in this file: the record is not learned. */
class NotLearnt extends Error {}

/** Adds the structure of records to a graph of templates. */
export class TemplateLearner {
  readonly #graph: RecordTemplates;
  readonly #trie: FieldTrie;
  readonly #keyWalk: KeyWalk;
  readonly #decoder = new TextDecoder();

  #buffer: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#buffer.buffer);
  #start = 0;
  #entries: Int32Array = new Int32Array(0);
  /** The position after the latest value, relative to the record's start, and the node for it. */
  #cursor = 0;
  #node = 0;
  #marks: number[] = [];
  #below = 0;
  #flags = 0;
  #keys = 0;

  constructor(graph: RecordTemplates, trie: FieldTrie, keyWalk: KeyWalk) {
    this.#graph = graph;
    this.#trie = trie;
    this.#keyWalk = keyWalk;
  }

  /**
   * Learns from one record.
   *
   * @returns false if the record is unsuitable as an example, or if there is no room for more
   */
  learn({ buffer, view, start, end, contents }: ValidatedObject): boolean {
    this.#buffer = buffer;
    this.#view = view;
    this.#start = start;
    this.#entries = contents.entries;
    this.#cursor = this.#node = 0;
    this.#reset();
    try {
      this.#members(0, TOP);
      this.#edge(end - start, "", { kind: TO_END, field: -1 });
      return true;
    } catch (error) {
      if (error instanceof NotLearnt) return false;
      throw error;
    }
  }

  #members(object: number, context: LearningContext): void {
    const entries = this.#entries;
    const end = entries[object + NEXT]!;
    for (let entry = object + ENTRY; entry < end;) {
      this.#member(entry, context);
      entry = this.#entryAfter(entry);
    }
  }

  #member(entry: number, context: LearningContext): void {
    const start = this.#start + this.#entries[entry]!;
    const end = this.#start + this.#entries[entry + KEY_END]!;
    const keyBytes = context.keyBytes + end - start;
    const isOwn = context === TOP;
    if (keyBytes > MAX_NAME || (isOwn && start === end)) throw new NotLearnt();
    // The lists of a response contain other records.
    if (isOwn && classifyKey(this.#buffer, start, end) > KEY.timestamp) throw new NotLearnt();
    const key = this.#buffer.subarray(start, end);
    if (key.some((byte) => byte === 0x5c || byte > 0x7f)) throw new NotLearnt();
    this.#keys++;
    const state =
      context.from === DEAD ? DEAD : this.#keyWalk.walk(this.#buffer, this.#view, context.from, start, end);
    const c = this.#byteAt(entry);
    const { passed, field: fieldOf, inner } = this.#trie;
    const wanted = state > 0;
    const bits = context.from === DEAD ? context.bits : passed[Math.abs(state)]!;
    const field = wanted ? fieldOf[state]! : -1;
    if (wanted) this.#marks.push(MET, state, 0);
    if (isOwn) {
      const role = topRole(this.#buffer, start, end);
      if (role === TOP_NAME.subject) this.#flags |= EDGE_FLAG.subject;
      else if (role === TOP_NAME.foreign) this.#flags |= EDGE_FLAG.foreign;
      if (c !== 0x22) this.#flags |= EDGE_FLAG.noRow;
      if (field === OWN.kind || field === OWN.category) this.#flags |= EDGE_FLAG.named;
    }
    if (isInnerName(this.#buffer, start, end, isOwn ? "top" : context.name === "/winlog{" ? "winlog" : ""))
      this.#flags |= EDGE_FLAG.inner;
    const isTime = field === OWN.time;
    if (field === OWN.index || field === OWN.source || field === OWN.fields || (isTime && c !== 0x22))
      throw new NotLearnt();
    if (field === OWN.event && c === 0x7b) this.#flags |= EDGE_FLAG.event;
    const name = `${context.name}/${this.#decoder.decode(key)}`;
    const below: LearningContext = {
      name: `${name}${c === 0x5b ? "[" : "{"}`,
      from: wanted ? inner[state]! : DEAD,
      bits,
      level: context.level + 1,
      keyBytes,
    };
    if (c === 0x7b) this.#object(entry, below);
    else if (c === 0x5b) this.#list(entry, below, field, wanted);
    else this.#scalar(entry, name, { c, field, bits, isTime, isElement: false });
  }

  #object(entry: number, context: LearningContext): void {
    if (context.level > MAX_LEVELS) throw new NotLearnt();
    this.#members(entry, context);
  }

  #list(list: number, context: LearningContext, field: number, wanted: boolean): void {
    if (context.level > MAX_LEVELS) throw new NotLearnt();
    const entries = this.#entries;
    const end = entries[list + NEXT]!;
    const isField = field >= 0;
    if (isField) this.#marks.push(LIST, field, entries[list + VALUE_AT]! - this.#cursor);
    for (let entry = list + ENTRY; entry < end;) {
      const c = this.#byteAt(entry);
      if (c === 0x7b || c === 0x5b) {
        // Such a list would have more than the values of its field, or is left to the decoder.
        if (isField || (c === 0x5b && wanted)) throw new NotLearnt();
        const inner = {
          ...context,
          name: `${context.name}${c === 0x5b ? "[" : "{"}`,
          level: context.level + 1,
        };
        if (c === 0x7b) this.#object(entry, inner);
        else this.#list(entry, inner, -1, false);
      } else {
        const about = { c, field, bits: context.bits, isTime: false, isElement: true };
        this.#scalar(entry, `${context.name},`, about);
      }
      entry = this.#entryAfter(entry);
    }
    if (isField) this.#marks.push(LIST_END, field, 0);
  }

  #scalar(
    entry: number,
    name: string,
    about: {
      readonly c: number;
      readonly field: number;
      readonly bits: number;
      readonly isTime: boolean;
      readonly isElement: boolean;
    },
  ): void {
    const { c, field } = about;
    const at = this.#entries[entry + VALUE_AT]!;
    if (c === 0x6e) return;
    this.#below |= about.bits;
    if (c === 0x74 || c === 0x66) {
      if (field >= 0) this.#marks.push(about.isElement ? ELEMENT : LITERAL, field, at - this.#cursor);
      return;
    }
    if (about.isTime) this.#flags |= EDGE_FLAG.time;
    if (about.isElement) this.#flags |= EDGE_FLAG.element;
    const isText = c === 0x22;
    this.#edge(isText ? at + 1 : at, name, { kind: isText ? TO_TEXT : TO_NUMBER, field });
    this.#cursor = isText
      ? this.#entries[entry + NEXT]! + 1
      : numberEnd(this.#buffer, this.#start + at) - this.#start;
  }

  /** Adds an edge that ends at `to`, with everything noted since the last edge. */
  #edge(to: number, name: string, { kind, field }: { readonly kind: number; readonly field: number }): void {
    const bytes = this.#buffer.subarray(this.#start + this.#cursor, this.#start + to);
    const target = kind === TO_END ? 0 : this.#graph.node(name);
    if (bytes.length > MAX_EDGE_BYTES || bytes.includes(0x0a) || target < 0) throw new NotLearnt();
    const about = {
      kind,
      field,
      marks: this.#marks,
      below: this.#below,
      flags: this.#flags,
      keys: this.#keys,
    };
    if (this.#graph.edge(this.#node, bytes, target, about) < 0) throw new NotLearnt();
    this.#node = target;
    this.#reset();
  }

  #reset(): void {
    this.#marks = [];
    this.#below = this.#flags = this.#keys = 0;
  }

  #entryAfter(entry: number): number {
    const c = this.#byteAt(entry);
    return c === 0x7b || c === 0x5b ? this.#entries[entry + NEXT]! : entry + ENTRY;
  }

  #byteAt(entry: number): number {
    return this.#buffer[this.#start + this.#entries[entry + VALUE_AT]!]!;
  }
}
