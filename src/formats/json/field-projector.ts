import { type FieldValue, type FlatEvent, type Scalar, emptyEvent } from "../../ecs/index.ts";
import type { ValidatedObject } from "../handler.ts";
import { ENTRY, KEY_END, NEXT, VALUE_AT } from "./contents.ts";
import { FieldTrie, ROOT } from "./field-trie.ts";
import { FieldsFound } from "./fields-found.ts";
import { hasInnerName } from "./inner-names.ts";
import { KeyWalk } from "./key-walk.ts";
import { OWN, OWN_NAMES } from "./own-names.ts";
import { EDGE_FLAG, RecordTemplates } from "./record-templates.ts";
import { TemplateLearner } from "./template-learner.ts";
import { TemplateWalk } from "./template-walk.ts";
import { isSubject, TOP, topRole } from "./top-names.ts";
import { ValueReader } from "./value-reader.ts";

/** Wanted fields are not searched for in deeper levels. Real events have them within six levels. */
const MAX_LEVELS = 64;
/**
 * Longer keys beside or inside wanted fields are refused: all levels together might exceed what `flatten` accepts as a
 * name.
 */
const MAX_KEY = 400;
/**
 * For the same reason, a value that is not wanted is only searched for within this distance from the start of its
 * container.
 */
const NEAR_BYTES = 1000;

const TABLE_OF_FIELDS = EDGE_FLAG.named | EDGE_FLAG.noRow;

/**
 * Reads single fields from a record's bytes by its contents, and builds only the requested values. It returns exactly
 * what `toEcs(parseJson(…))` has in these fields, or says that it is not sure: for repeated keys, keys spelled with
 * escapes, lists in lists, fields that come from several places, and hits with `fields`.
 */
export class FieldProjector {
  readonly #names: readonly string[];
  readonly #prefixes: readonly string[];
  readonly #trie: FieldTrie;
  readonly #keys: KeyWalk;
  readonly #values = new ValueReader();

  /** One object for all records; its fields are read on access. */
  readonly #event: FlatEvent;
  readonly #found: FieldsFound;
  /** By field: the walk for which it was last read, and its value then. */
  readonly #readIn: Float64Array;
  readonly #known: FieldValue[];

  #buffer: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#buffer.buffer);
  #start = 0;
  #entries: Int32Array = new Int32Array(0);
  /** Prefixes below which skipped containers may have a value. */
  #maybeBelow = 0;
  #index = "";
  #source = 0;
  #hasFields = false;
  #document = 0;

  readonly #learner: TemplateLearner;
  /** Records that match a known template are validated and projected along it. */
  readonly templates: TemplateWalk;
  /** Whether the latest record matched one. */
  #isKnown = false;

  /**
   * @param fields names of flat events
   * @param prefixes at most 31, each including its final dot; `hasBelow` answers for these
   */
  constructor(fields: Iterable<string>, prefixes: readonly string[] = []) {
    this.#names = [...new Set([...OWN_NAMES, ...fields])];
    this.#prefixes = prefixes;
    this.#trie = new FieldTrie(this.#names, prefixes);
    this.#keys = new KeyWalk(this.#trie);
    const count = this.#names.length;
    this.#event = this.#eventOf(this.#names);
    this.#found = new FieldsFound(count, this.#trie.field.length);
    this.#readIn = new Float64Array(count);
    this.#known = new Array<FieldValue>(count).fill("");
    const graph = new RecordTemplates();
    this.#learner = new TemplateLearner(graph, this.#trie, this.#keys);
    this.templates = new TemplateWalk(graph, this.#found);
  }

  /** The index that the record names as its origin; empty if it names none. */
  get index(): string {
    return this.#index;
  }

  /** The positions of the `@timestamp` text, if it is plain text; equal positions if not. */
  get timestampStart(): number {
    return this.#found.timestampStart;
  }

  get timestampEnd(): number {
    return this.#found.timestampEnd;
  }

  /** Whether the event has a field below one of the constructor's prefixes. */
  hasBelow(prefix: string): boolean {
    return (this.#found.below & (1 << this.#prefixes.indexOf(prefix))) !== 0;
  }

  /**
   * Projects a record.
   *
   * @returns the record's event with the constructor's fields, `@timestamp` and a few others. It is the same object for
   *   all records, valid until the next call or until the buffer changes. Null if not sure: the record must be decoded.
   */
  project(record: ValidatedObject): FlatEvent | null {
    this.#index = "";
    this.#isKnown = record.isKnown;
    if (record.isKnown) {
      this.#values.use(record, this.templates.entries);
      return this.#event;
    }
    const event = this.#project(record);
    if (event !== null && record.isExample && this.templates.isWorthwhile) this.#learner.learn(record);
    return event;
  }

  #project(record: ValidatedObject): FlatEvent | null {
    const { contents } = record;
    this.#buffer = record.buffer;
    this.#view = record.view;
    this.#start = record.start;
    this.#entries = contents.entries;
    this.#values.use(record, contents.entries);
    if (!this.#trie.complete || !contents.complete || !this.#walkDocument(0)) return null;
    if (!this.#found.hasTime && (this.#source !== 0 || this.#hasFields)) {
      const index = this.#index;
      // `fields` alone, or beside a `_source` that lacks some: rare enough to be decoded.
      if (this.#hasFields || this.#byteAt(this.#source) !== 0x7b || !this.#walkDocument(this.#source))
        return null;
      this.#index = index;
    }
    return (this.#maybeBelow & ~this.#found.below) === 0 ? this.#event : null;
  }

  /** The number of a field, for `passes`. */
  fieldOf(name: string): number {
    return this.#names.indexOf(name);
  }

  /** Whether the latest record lacks a field, or has a number there, or a text that passes a test of its bytes. */
  passes(field: number, test: (buffer: Uint8Array, start: number, end: number) => boolean): boolean {
    const { walk, foundIn, entryOf } = this.#found;
    return foundIn[field] !== walk || this.#values.passes(entryOf[field]!, test);
  }

  /**
   * Whether the latest record may have another event in an object, or be one in a form of its own: then it has a name
   * that documents of Elastic's have not, and none with what its event is about.
   */
  get hasInnerNames(): boolean {
    if (this.#isKnown) {
      const { marks } = this.templates;
      const isForeign = (marks & (EDGE_FLAG.subject | EDGE_FLAG.foreign)) === EDGE_FLAG.foreign;
      return isForeign || (marks & EDGE_FLAG.inner) !== 0;
    }
    const entries = this.#entries;
    const buffer = this.#buffer;
    const start = this.#start;
    const end = entries[this.#document + NEXT]!;
    let hasSubject = false;
    for (let entry = this.#document + ENTRY; entry < end;) {
      if (hasInnerName(buffer, entries, entry, entry + ENTRY, start, "top")) return true;
      hasSubject ||= isSubject(buffer, start + entries[entry]!, start + entries[entry + KEY_END]!);
      const c = buffer[start + entries[entry + VALUE_AT]!]!;
      const inside = entry + ENTRY;
      const after = c === 0x7b || c === 0x5b ? entries[entry + NEXT]! : inside;
      const place = after > inside && this.#isWinlog(entry) ? "winlog" : "";
      if (after > inside && hasInnerName(buffer, entries, inside, after, start, place)) return true;
      entry = after;
    }
    return !hasSubject && this.#hasForeign();
  }

  #hasForeign(): boolean {
    const entries = this.#entries;
    const end = entries[this.#document + NEXT]!;
    for (let entry = this.#document + ENTRY; entry < end;) {
      const key = this.#start + entries[entry]!;
      if (topRole(this.#buffer, key, this.#start + entries[entry + KEY_END]!) === TOP.foreign) return true;
      const c = this.#byteAt(entry);
      entry = c === 0x7b || c === 0x5b ? entries[entry + NEXT]! : entry + ENTRY;
    }
    return false;
  }

  #isWinlog(entry: number): boolean {
    const at = this.#start + this.#entries[entry]!;
    const end = this.#start + this.#entries[entry + KEY_END]!;
    // w, l: no other name of this length begins and goes on like it in documents of Elastic's.
    return end - at === 6 && this.#buffer[at] === 0x77 && this.#buffer[at + 3] === 0x6c;
  }

  /**
   * Whether the document certainly uses Elastic's own fields: it has an object `event`, or a key `event.kind` or
   * `event.category` beside a value that is not text (rows of a table contain only texts).
   */
  get isEcs(): boolean {
    if (this.#found.hasEvent) return true;
    if (this.#isKnown) return (this.templates.marks & TABLE_OF_FIELDS) === TABLE_OF_FIELDS;
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
      if (state > 0 && (field[state] === OWN.kind || field[state] === OWN.category)) named = true;
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
    const { walk, foundIn, entryOf } = this.#found;
    if (foundIn[field] !== walk) return undefined;
    if (this.#readIn[field] !== walk) {
      this.#readIn[field] = walk;
      this.#known[field] = this.#values.value(entryOf[field]!);
    }
    return this.#known[field];
  }

  #byteAt(entry: number): number {
    return this.#buffer[this.#start + this.#entries[entry + VALUE_AT]!]!;
  }

  #walkDocument(entry: number): boolean {
    this.#document = entry;
    this.#found.begin();
    this.#maybeBelow = 0;
    this.#hasFields = false;
    this.#source = 0;
    return this.#members(entry + ENTRY, this.#entries[entry + NEXT]!, ROOT, 0);
  }

  /** Visits the members of an object; their names continue from the state `from`. Returns false if not sure. */
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
      // `flatten` treats the content of an empty name at the root as the root itself.
      if (keyEnd - key > MAX_KEY || (keyEnd === key && from === ROOT)) return false;
      const c = buffer[start + entries[entry + VALUE_AT]!]!;
      const state = keys.walk(buffer, view, from, key, keyEnd);
      // An escape may spell a wanted name.
      if (state === 0) return false;
      if (state < 0) {
        const below = passed[-state]!;
        if ((below & ~this.#found.below) !== 0) this.#skip(entry, c, below);
      } else if (!this.#value(entry, c, state, level)) return false;
      entry = c === 0x7b || c === 0x5b ? entries[entry + NEXT]! : entry + ENTRY;
    }
    return true;
  }

  /** Handles a value whose name is not wanted but may be below a prefix. */
  #skip(entry: number, c: number, below: number): void {
    if (c === 0x6e) return;
    if ((c !== 0x7b && c !== 0x5b) || this.#containsValue(entry)) this.#found.below |= below;
    else this.#maybeBelow |= below;
  }

  /** Whether an object or list contains a value other than null near its start, at any depth. */
  #containsValue(container: number): boolean {
    const entries = this.#entries;
    const end = entries[container + NEXT]!;
    const near = entries[container + VALUE_AT]! + NEAR_BYTES;
    for (let entry = container + ENTRY; entry < end && entries[entry + VALUE_AT]! < near; entry += ENTRY) {
      const c = this.#byteAt(entry);
      if (c !== 0x7b && c !== 0x5b && c !== 0x6e) return true;
    }
    return false;
  }

  /** Handles a value whose key ends at a wanted name, or at the beginning of one. */
  #value(entry: number, c: number, state: number, level: number): boolean {
    const found = this.#found;
    if (found.met[state] === found.walk) return false;
    found.met[state] = found.walk;
    const field = this.#trie.field[state]!;
    const inner = this.#trie.inner[state]!;
    if (field >= 0 && field < OWN_NAMES.length) this.#ownName(field, entry, c);
    if (c === 0x7b) {
      if (inner !== 0) return this.#members(entry + ENTRY, this.#entries[entry + NEXT]!, inner, level + 1);
      this.#skip(entry, c, this.#trie.passed[state]!);
      return true;
    }
    if (c === 0x5b) return this.#list(entry, state, level);
    if (c === 0x6e) return true;
    found.below |= this.#trie.passed[state]!;
    if (field >= 0) found.note(field, entry);
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
      // `flatten` puts the values of a nested list after those of the outer list.
      if (c === 0x5b) return false;
      if (c === 0x7b) {
        const after = entries[entry + NEXT]!;
        if (inner === 0) this.#skip(entry, c, below);
        else if (!this.#members(entry + ENTRY, after, inner, level + 1)) return false;
        entry = after;
      } else {
        scalars ||= c !== 0x6e;
        entry += ENTRY;
      }
    }
    if (!scalars) return true;
    this.#found.below |= below;
    if (field >= 0) this.#found.note(field, list);
    return true;
  }

  /** Notes the values that show what kind of document this is. */
  #ownName(field: number, entry: number, c: number): void {
    if (c === 0x7b || c === 0x5b) {
      if (field === OWN.source) this.#source = entry;
      else if (field === OWN.fields) this.#hasFields = true;
      else if (field === OWN.event) this.#found.hasEvent = c === 0x7b;
      else if (field === OWN.time && c === 0x5b)
        this.#found.hasTime = this.#values.elements(entry).some(isTime);
    } else if (field === OWN.time && c === 0x22) this.#timeText(entry);
    else if (c !== 0x6e && (field === OWN.time || field === OWN.index)) {
      const value = this.#values.scalar(entry);
      if (field === OWN.time) this.#found.hasTime = isTime(value);
      else if (typeof value === "string") this.#index = value;
    }
  }

  #timeText(entry: number): void {
    const from = this.#start + this.#entries[entry + VALUE_AT]! + 1;
    const end = this.#start + this.#entries[entry + NEXT]!;
    let escaped = false;
    for (let i = from; i < end; i++) if (this.#buffer[i] === 0x5c) escaped = true;
    this.#found.timeText(from, end, escaped);
  }
}

function isTime(value: Scalar): boolean {
  return typeof value === "number" || (typeof value === "string" && value !== "");
}
