import { ENTRY, LAST_ENTRY, NEXT, VALUE_AT } from "./contents.ts";
import type { FieldsFound } from "./fields-found.ts";
import { plainEnd, SIMPLE_ESCAPE, unicodeEscapeAt } from "./json-bytes.ts";
import { integerDigits, numberEnd } from "./json-number.ts";
import {
  BELOW,
  EDGE_FLAG,
  ELEMENT,
  FIELD,
  FLAGS_OF,
  KEYS,
  KIND_OF,
  LENGTH,
  LIST,
  LIST_END,
  LITERAL,
  MARK,
  MARKS_AT,
  MARKS_END,
  MAX_EDGE_BYTES,
  MET,
  type RecordTemplates,
  SIBLING,
  TO_END,
  TO_TEXT,
  WORDS_AT,
} from "./record-templates.ts";
import { FLAG } from "./span.ts";
import { flagOfQuote, flagsOfLongText, LONG_TEXT } from "./text-in-record.ts";

/** Masks for the last word of an edge, by the number of bytes in it. */
const LAST_WORD = [0, 0xff, 0xffff, 0xffffff];

/** Room for the values within an edge of maximum length (lists, `true`, `false`), and the one it leads to. */
const MOST_OF_AN_EDGE = 256 * ENTRY;

/** Returned by `walk` for a record that is not all there. */
export const CUT_OFF = -1;

/** Number of records after which the walk checks whether enough of them matched. */
const CHECK_AFTER_RECORDS = 2048;

/**
 * Walks a record along a graph of templates. If its bytes are those of the graph's edges and its values are
 * well-formed, then the record is valid JSON, and its wanted fields are found on the way. That takes a third of the
 * time that reading JSON takes. Every other record is left to the scanner.
 *
 * The grammar of values here repeats that of `JsonScanner`; only property tests keep them in agreement.
 */
export class TemplateWalk {
  readonly #graph: RecordTemplates;
  readonly found: FieldsFound;
  /** As in `Contents`, but only for wanted values. */
  readonly entries = new Int32Array(LAST_ENTRY + MOST_OF_AN_EDGE);
  /** For the latest record: bits of FLAG, and the number of its keys. */
  flags = 0;
  keys = 0;
  /** Bits of EDGE_FLAG of all its edges. */
  marks = 0;
  #walks = 0;
  #known = 0;
  #isWorthwhile = true;

  constructor(graph: RecordTemplates, found: FieldsFound) {
    this.#graph = graph;
    this.found = found;
  }

  /** False if the records of this file are too different from each other. */
  get isWorthwhile(): boolean {
    return this.#isWorthwhile;
  }

  /**
   * @param view of the buffer's bytes; after `end` come eight more that are not content
   * @param start the record's first byte
   * @returns the position after the record, which is the end of a line; 0 if no template matches; CUT_OFF if more bytes
   *   are needed to know
   */
  walk(buffer: Uint8Array, view: DataView, start: number, end: number): number {
    if (!this.#isWorthwhile) return 0;
    const after = this.#walkRecord(buffer, view, start, end);
    if (after === CUT_OFF) return after;
    if (after > 0) this.#known++;
    if (++this.#walks === CHECK_AFTER_RECORDS) {
      this.#isWorthwhile = this.#known > CHECK_AFTER_RECORDS / 4;
      this.#walks = this.#known = 0;
    }
    return after;
  }

  #walkRecord(buffer: Uint8Array, view: DataView, start: number, end: number): number {
    const { edges, first, taken } = this.#graph;
    const { found } = this;
    const { entries } = this;
    found.begin();
    let flags: number = FLAG.object;
    let marks = 0;
    let keys = 0;
    let below = 0;
    let entry = 0;
    let list = 0;
    let node = 0;
    let at = start;
    for (;;) {
      let edge = taken[node]!;
      if (edge < 0 || !this.#matchesEdge(edge, buffer, view, at, end)) {
        edge = first[node]!;
        while (edge >= 0 && !this.#matchesEdge(edge, buffer, view, at, end)) edge = edges[edge + SIBLING]!;
        if (edge < 0) return at + MAX_EDGE_BYTES < end ? 0 : CUT_OFF;
        taken[node] = edge;
      }
      if (entry >= LAST_ENTRY) return 0;
      const marksEnd = edges[edge + MARKS_END]!;
      for (let mark = edges[edge + MARKS_AT]!; mark < marksEnd; mark += MARK) {
        const { marks: all } = this.#graph;
        const about = all[mark + 1]!;
        const what = all[mark]!;
        if (what === MET) {
          if (found.met[about] === found.walk) return 0;
          found.met[about] = found.walk;
          continue;
        }
        if (what === LIST_END) {
          entries[list + NEXT] = entry;
          continue;
        }
        entries[entry + VALUE_AT] = at + all[mark + 2]! - start;
        if (what === LIST) list = entry;
        else if (what === LITERAL) found.note(about, entry);
        else if (what === ELEMENT) found.note(about, list);
        entry += ENTRY;
      }
      const edgeFlags = edges[edge + FLAGS_OF]!;
      marks |= edgeFlags;
      below |= edges[edge + BELOW]!;
      keys += edges[edge + KEYS]!;
      at += edges[edge + LENGTH]!;
      const kind = edges[edge + KIND_OF]!;
      if (kind === TO_END) break;
      const value = at;
      let quote = 0;
      if (kind === TO_TEXT) {
        let escaped = false;
        for (;;) {
          at = plainEnd(view, at);
          const stop = buffer[at]!;
          if (stop === 0x22) break;
          if (stop > 0x7f) {
            flags |= FLAG.nonAscii;
            do at++;
            while (buffer[at]! > 0x7f);
            continue;
          }
          if (stop !== 0x5c) return 0;
          if (at + 6 > end) return CUT_OFF;
          escaped = true;
          if (buffer[at + 1] === 0x22) flags |= flagOfQuote(buffer, at + 1, end);
          if (SIMPLE_ESCAPE[buffer[at + 1]!] === 1) at += 2;
          else if (unicodeEscapeAt(buffer, at)) {
            flags |= FLAG.unicodeEscape;
            at += 6;
          } else return 0;
        }
        if ((edgeFlags & EDGE_FLAG.time) !== 0) {
          found.timeText(value, at, escaped);
          if (at > value) flags |= FLAG.timestamp;
        }
        if (at - value >= LONG_TEXT) flags |= flagsOfLongText(buffer, view, value, at);
        quote = at - start;
        at++;
      } else {
        at = numberEnd(buffer, at);
        if (at < 0) return 0;
        if (at - value >= 16 && integerDigits(buffer, value) >= 16) flags |= FLAG.bigNumber;
      }
      if (at > end) return CUT_OFF;
      const field = edges[edge + FIELD]!;
      if (field >= 0) {
        entries[entry + VALUE_AT] = (kind === TO_TEXT ? value - 1 : value) - start;
        entries[entry + NEXT] = quote;
        found.note(field, (edgeFlags & EDGE_FLAG.element) !== 0 ? list : entry);
        entry += ENTRY;
      }
      node = edges[edge]!;
    }
    found.below = below;
    found.hasEvent = (marks & EDGE_FLAG.event) !== 0;
    this.flags = flags;
    this.keys = keys;
    this.marks = marks;
    return at;
  }

  /** Whether the text of the edge is at `at`, followed by what the edge leads to. */
  #matchesEdge(edge: number, buffer: Uint8Array, view: DataView, at: number, end: number): boolean {
    const { edges, words } = this.#graph;
    const length = edges[edge + LENGTH]!;
    if (at + length > end) return false;
    let word = edges[edge + WORDS_AT]!;
    let i = at;
    for (const whole = at + (length & ~3); i < whole; i += 4)
      if (view.getInt32(i, true) !== words[word++]) return false;
    const mask = LAST_WORD[length & 3]!;
    if (mask !== 0 && (view.getInt32(i, true) & mask) !== words[word]) return false;
    const kind = edges[edge + KIND_OF]!;
    if (kind === TO_TEXT) return true;
    const next = buffer[at + length]!;
    if (kind === TO_END) return next === 0x0a || next === 0x0d;
    return next === 0x2d || (next >= 0x30 && next <= 0x39);
  }
}
