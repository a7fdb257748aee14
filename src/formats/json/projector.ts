import { type FieldValue, type FlatEvent, type Scalar, emptyEvent } from "../../eql/index.ts";
import type { ProvedObject } from "../handler.ts";
import { ENTRY, KEY_END, NEXT, VALUE_AT } from "./contents.ts";
import { FieldTrie, ROOT } from "./field-trie.ts";
import { KeyWalk } from "./key-walk.ts";
import { ValueReader } from "./value-reader.ts";

/** Names that say what a document is: its time, and what a search or a dump wraps around it. */
const TIME = 0;
const INDEX = 1;
const SOURCE = 2;
const FIELDS = 3;
const EVENT = 4;
const KIND = 5;
const CATEGORY = 6;
const OWN_NAMES = ["@timestamp", "_index", "_source", "fields", "event", "event.kind", "event.category"];

/** Nesting below which wanted fields are looked for: those of real events stand within six levels. */
const MAX_LEVELS = 64;
/** A longer key beside or inside wanted fields might exceed what `flatten` takes for a name, all levels together. */
const MAX_KEY = 400;
/** For the same reason a value that nobody asks for is only looked for so near to its beginning. */
const NEAR = 1000;

/**
 * Reads single fields out of a record's bytes by its contents: nothing is built but the values that are asked for.
 * It gives exactly what `toEcs(parseJson(…))` has in these fields, or says that it is not sure: keys that are repeated
 * or spelled with escapes, lists in lists, fields that come from several places, hits with `fields`.
 */
export class Projector {
  readonly #names: readonly string[];
  readonly #prefixes: readonly string[];
  readonly #trie: FieldTrie;
  readonly #keys: KeyWalk;
  readonly #values = new ValueReader();

  /** One object for all records, whose fields are read when they are asked for. */
  readonly #event: FlatEvent;
  /** For which walk each field was found and read, where, and what was read. */
  readonly #foundIn: Float64Array;
  readonly #readIn: Float64Array;
  readonly #entryOf: Int32Array;
  readonly #known: FieldValue[];
  /** For which walk a state was last at the end of a key: twice in one walk are two values of one name. */
  readonly #met: Float64Array;
  #walk = 0;

  #buffer: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#buffer.buffer);
  #start = 0;
  #entries: Int32Array = new Int32Array(0);
  /** Prefixes below which a value was met, and those below which one may be in what was passed over. */
  #below = 0;
  #maybeBelow = 0;
  #hasTime = false;
  #index = "";
  #source = 0;
  #hasFields = false;
  #hasEvent = false;
  #document = 0;

  /** Where the text of `@timestamp` stands, if it is plain text; equal positions if not. */
  timestampStart = 0;
  timestampEnd = 0;

  /**
   * @param fields names of flat events
   * @param prefixes at most 31, each with the dot it ends in, of which `hasBelow` can be asked
   */
  constructor(fields: Iterable<string>, prefixes: readonly string[] = []) {
    this.#names = [...new Set([...OWN_NAMES, ...fields])];
    this.#prefixes = prefixes;
    this.#trie = new FieldTrie(this.#names, prefixes);
    this.#keys = new KeyWalk(this.#trie);
    const count = this.#names.length;
    this.#event = this.#eventOf(this.#names);
    this.#foundIn = new Float64Array(count);
    this.#readIn = new Float64Array(count);
    this.#entryOf = new Int32Array(count);
    this.#known = new Array<FieldValue>(count).fill("");
    this.#met = new Float64Array(this.#trie.field.length);
  }

  /** The index that the record says it comes from; empty if it says none. */
  get index(): string {
    return this.#index;
  }

  /** Whether the event has a field below one of the constructor's prefixes. */
  hasBelow(prefix: string): boolean {
    return (this.#below & (1 << this.#prefixes.indexOf(prefix))) !== 0;
  }

  /**
   * @returns the record's event with the constructor's fields, `@timestamp` and a few others: the same object for all
   *   records, so that it is good until the next call or until the buffer changes. Null: not sure, the record has to
   *   be decoded.
   */
  project(record: ProvedObject): FlatEvent | null {
    const { contents } = record;
    this.#buffer = record.buffer;
    this.#view = record.view;
    this.#values.use(record);
    this.#start = record.start;
    this.#entries = contents.entries;
    this.#index = "";
    if (!this.#trie.complete || !contents.complete || !this.#walkDocument(0)) return null;
    if (!this.#hasTime && (this.#source !== 0 || this.#hasFields)) {
      const index = this.#index;
      // `fields` alone, or beside a `_source` that lacks some: seldom enough to be decoded.
      if (this.#hasFields || this.#byteAt(this.#source) !== 0x7b || !this.#walkDocument(this.#source))
        return null;
      this.#index = index;
    }
    return (this.#maybeBelow & ~this.#below) === 0 ? this.#event : null;
  }

  /**
   * Whether the document is in Elastic's own fields beyond doubt: it has an object `event`, or a key `event.kind` or
   * `event.category` beside something that is no text (rows of a table are texts throughout).
   */
  get isEcs(): boolean {
    if (this.#hasEvent) return true;
    const entries = this.#entries;
    const { field } = this.#trie;
    const end = entries[this.#document + NEXT]!;
    let named = false;
    let noRow = false;
    for (let entry = this.#document + ENTRY; entry < end;) {
      const c = this.#byteAt(entry);
      const key = this.#start + entries[entry]!;
      const keyEnd = this.#start + entries[entry + KEY_END]!;
      const state = this.#keys.walk(this.#buffer, this.#view, ROOT, key, keyEnd);
      if (state > 0 && (field[state] === KIND || field[state] === CATEGORY)) named = true;
      if (c !== 0x22) noRow = true;
      entry = c === 0x7b || c === 0x5b ? entries[entry + NEXT]! : entry + ENTRY;
    }
    return named && noRow;
  }

  #eventOf(names: readonly string[]): FlatEvent {
    const event = emptyEvent();
    for (const [field, name] of names.entries())
      Object.defineProperty(event, name, { enumerable: true, get: () => this.#read(field) });
    return event;
  }

  #read(field: number): FieldValue | undefined {
    const walk = this.#walk;
    if (this.#foundIn[field] !== walk) return undefined;
    if (this.#readIn[field] !== walk) {
      this.#readIn[field] = walk;
      this.#known[field] = this.#values.value(this.#entryOf[field]!);
    }
    return this.#known[field];
  }

  #byteAt(entry: number): number {
    return this.#buffer[this.#start + this.#entries[entry + VALUE_AT]!]!;
  }

  #walkDocument(entry: number): boolean {
    this.#document = entry;
    this.#walk++;
    this.#below = this.#maybeBelow = 0;
    this.#hasTime = this.#hasFields = this.#hasEvent = false;
    this.#source = 0;
    this.timestampStart = this.timestampEnd = 0;
    return this.#members(entry + ENTRY, this.#entries[entry + NEXT]!, ROOT, 0);
  }

  /** The members of an object whose names go on from the state `from`. False: not sure. */
  #members(first: number, end: number, from: number, level: number): boolean {
    if (level > MAX_LEVELS) return false;
    const buffer = this.#buffer;
    const entries = this.#entries;
    const start = this.#start;
    const view = this.#view;
    const keys = this.#keys;
    const { passed } = this.#trie;
    for (let entry = first; entry < end;) {
      const key = start + entries[entry]!;
      const keyEnd = start + entries[entry + KEY_END]!;
      // `flatten` takes what an empty name at the very beginning holds for the beginning itself.
      if (keyEnd - key > MAX_KEY || (keyEnd === key && from === ROOT)) return false;
      const c = buffer[start + entries[entry + VALUE_AT]!]!;
      const state = keys.walk(buffer, view, from, key, keyEnd);
      // An escape may spell a wanted name.
      if (state === 0) return false;
      if (state < 0) {
        const below = passed[-state]!;
        if ((below & ~this.#below) !== 0) this.#passOver(entry, c, below);
      } else if (!this.#value(entry, c, state, level)) return false;
      entry = c === 0x7b || c === 0x5b ? entries[entry + NEXT]! : entry + ENTRY;
    }
    return true;
  }

  /** A value whose name nobody asks for, but which is one below a prefix. */
  #passOver(entry: number, c: number, below: number): void {
    if (c === 0x6e) return;
    if ((c !== 0x7b && c !== 0x5b) || this.#holdsValue(entry)) this.#below |= below;
    else this.#maybeBelow |= below;
  }

  /** Whether an object or a list holds a value other than null near its beginning, at whatever depth. */
  #holdsValue(container: number): boolean {
    const entries = this.#entries;
    const end = entries[container + NEXT]!;
    const near = entries[container + VALUE_AT]! + NEAR;
    for (let entry = container + ENTRY; entry < end && entries[entry + VALUE_AT]! < near; entry += ENTRY) {
      const c = this.#byteAt(entry);
      if (c !== 0x7b && c !== 0x5b && c !== 0x6e) return true;
    }
    return false;
  }

  /** A value behind a key at whose end a wanted name, or the beginning of one, is reached. */
  #value(entry: number, c: number, state: number, level: number): boolean {
    if (this.#met[state] === this.#walk) return false;
    this.#met[state] = this.#walk;
    const field = this.#trie.field[state]!;
    const inner = this.#trie.inner[state]!;
    if (field >= 0 && field < OWN_NAMES.length) this.#ownName(field, entry, c);
    if (c === 0x7b) {
      if (inner !== 0) return this.#members(entry + ENTRY, this.#entries[entry + NEXT]!, inner, level + 1);
      this.#passOver(entry, c, this.#trie.passed[state]!);
      return true;
    }
    if (c === 0x5b) return this.#list(entry, state, level);
    if (c === 0x6e) return true;
    this.#below |= this.#trie.passed[state]!;
    if (field >= 0) this.#note(field, entry);
    return true;
  }

  #list(list: number, state: number, level: number): boolean {
    const entries = this.#entries;
    const field = this.#trie.field[state]!;
    const inner = this.#trie.inner[state]!;
    const below = this.#trie.passed[state]!;
    const end = entries[list + NEXT]!;
    let scalars = false;
    for (let entry = list + ENTRY; entry < end;) {
      const c = this.#byteAt(entry);
      // What a list in a list holds comes behind what the outer one does.
      if (c === 0x5b) return false;
      if (c === 0x7b) {
        const after = entries[entry + NEXT]!;
        if (inner === 0) this.#passOver(entry, c, below);
        else if (!this.#members(entry + ENTRY, after, inner, level + 1)) return false;
        entry = after;
      } else {
        scalars ||= c !== 0x6e;
        entry += ENTRY;
      }
    }
    if (!scalars) return true;
    this.#below |= below;
    if (field >= 0) this.#note(field, list);
    return true;
  }

  #note(field: number, entry: number): void {
    this.#entryOf[field] = entry;
    this.#foundIn[field] = this.#walk;
  }

  /** Takes note of what says what the document is. */
  #ownName(field: number, entry: number, c: number): void {
    if (c === 0x7b || c === 0x5b) {
      if (field === SOURCE) this.#source = entry;
      else if (field === FIELDS) this.#hasFields = true;
      else if (field === EVENT) this.#hasEvent = c === 0x7b;
      else if (field === TIME && c === 0x5b) this.#hasTime = this.#values.elements(entry).some(isTime);
    } else if (field === TIME && c === 0x22) this.#timeText(entry);
    else if (c !== 0x6e && (field === TIME || field === INDEX)) {
      const value = this.#values.scalar(entry);
      if (field === TIME) this.#hasTime = isTime(value);
      else if (typeof value === "string") this.#index = value;
    }
  }

  #timeText(entry: number): void {
    const from = this.#start + this.#entries[entry + VALUE_AT]! + 1;
    const end = this.#start + this.#entries[entry + NEXT]!;
    this.#hasTime = end > from;
    for (let i = from; i < end; i++) if (this.#buffer[i] === 0x5c) return;
    this.timestampStart = from;
    this.timestampEnd = end;
  }
}

function isTime(value: Scalar): boolean {
  return typeof value === "number" || (typeof value === "string" && value !== "");
}
