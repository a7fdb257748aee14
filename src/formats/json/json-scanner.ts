import { MAX_DEPTH, MAX_RECORD_BYTES } from "../limits.ts";
import type { ProblemCode } from "../record.ts";
import { arrayNode, classifyKey, elementNode, KEY, NODE, objectNode } from "./envelope.ts";

/** What the scanner learned of a record while it walked over its bytes; bits of `Span.flags`. */
export const FLAG = {
  /** The document has an `@timestamp` that is text or a number. */
  timestamp: 1,
  /** A `\u` escape occurs: text may be spelled in ways a byte search does not see. */
  unicodeEscape: 2,
  /** A byte above 0x7F occurs: the text may be invalid UTF-8. */
  nonAscii: 4,
  /** An integer of 16 digits or more occurs: JSON.parse might round it. */
  bigNumber: 8,
  /** The value is an object. */
  object: 16,
} as const;

/** One record, as positions in the scanner's buffer: valid only during the callback. */
export interface Span {
  start: number;
  end: number;
  flags: number;
  /** How many keys the record has at all levels: JSON.parse gives fewer when a key is repeated. */
  keys: number;
  line: number;
  /** The text between the quotes of `@timestamp`; equal positions when it is absent, a number or escaped. */
  timestampStart: number;
  timestampEnd: number;
}

export interface ScannerSink {
  /** A complete root value, array element or hit of a response. */
  span(span: Span): void;
  /** A piece that is not JSON, or not whole. Positions are offsets in the content. */
  damaged(code: ProblemCode, reason: string, offset: number, line: number): void;
  /** A response has ended: its text with the list of hits left out (empty if too long), and how many there were. */
  envelope(text: string, hits: number, offset: number, line: number): void;
  /** New bytes stand in the buffer, before they are scanned; the buffer's first byte is at offset `base`. */
  appended?(buffer: Uint8Array, base: number, from: number, end: number): void;
}

/**
 * `lines`: a line break ends a value whatever happens (NDJSON), so damage is confined to its line.
 * `stream`: values may span lines (arrays, responses, pretty-printed documents).
 */
export type ScanMode = "lines" | "stream";

// What is expected next: dense numbers, so that the switch becomes a jump table.
const ROOT = 0;
const VALUE = 1;
const VALUE_OR_END = 2;
const KEY_OR_END = 3;
const KEY_START = 4;
const COLON = 5;
const COMMA_OR_END = 6;
const STRING = 7;
const ESCAPE = 8;
const HEX = 9;
const NUMBER = 10;
const LITERAL = 11;
const SKIP_LINE = 12;
const RESYNC = 13;

// Where in a number the scanner is: the grammar of RFC 8259, section 6.
const N_MINUS = 0;
const N_ZERO = 1;
const N_INTEGER = 2;
const N_POINT = 3;
const N_FRACTION = 4;
const N_E = 5;
const N_SIGN = 6;
const N_EXPONENT = 7;

const LITERALS = ["true", "false", "null"].map((word) => Uint8Array.from(word, (c) => c.charCodeAt(0)));

const NOT_JSON = "this is no JSON value";

/** Bytes of a response around its hits that are kept, to read `took`, `_shards` and `total` from. */
const MAX_ENVELOPE_BYTES = 64 * 1024;

/** Bytes inside a string: 0 plain, 1 above ASCII, 2 ends the run (quote, backslash, control character). */
const STRING_CLASS = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  STRING_CLASS[byte] = byte < 0x20 || byte === 0x22 || byte === 0x5c ? 2 : byte > 0x7f ? 1 : 0;
}

/** Bytes that stand for one character behind a backslash; `u` is not among them. */
const SIMPLE_ESCAPE = new Uint8Array(256);
for (const c of '"\\/bfnrt') SIMPLE_ESCAPE[c.charCodeAt(0)] = 1;

/**
 * Finds the records of a JSON text that arrives in pieces of any size, and proves that each is well-formed,
 * without decoding or building anything: one pass over the bytes, no allocation per record.
 *
 * Root values are records; so are the elements of a root array and the hits of an Elasticsearch response
 * (envelope.ts). What is found does not depend on how the bytes are cut into pieces.
 */
export class JsonScanner {
  readonly #mode: ScanMode;
  readonly #sink: ScannerSink;

  #buffer = new Uint8Array(2 * 1024 * 1024);
  /** Bytes in the buffer. */
  #end = 0;
  /** The next byte to look at. */
  #position = 0;
  /** Offset in the content of the buffer's first byte. */
  #base = 0;

  #state = ROOT;
  #line = 1;
  #depth = 0;
  readonly #isArray = new Uint8Array(MAX_DEPTH + 2);
  readonly #node = new Uint8Array(MAX_DEPTH + 2);
  #pendingKey = 0;

  /** Values that begin at this depth are records; -1 inside a response, outside its lists. */
  #recordDepth = 0;
  /** A record is open, or a response outside its lists. */
  #open = false;
  /** The open record is longer than MAX_RECORD_BYTES: its bytes are no longer kept. */
  #overlong = false;
  #start = 0;
  #startLine = 1;
  #flags = 0;
  #keys = 0;
  #timestampStart = 0;
  #timestampEnd = 0;

  #stringStart = 0;
  #stringIsKey = false;
  #stringEscaped = false;
  #stringIsTimestamp = false;
  #hexLeft = 0;
  #numberPart = 0;
  #digits = 0;
  #literal: Uint8Array = LITERALS[0]!;
  #literalAt = 0;

  #inEnvelope = false;
  #envelopeDepth = 0;
  #envelopeOffset = 0;
  #envelopeLine = 1;
  #envelopeHits = 0;
  #envelopeText = "";
  /** Where the part of the response begins that is not in `#envelopeText` yet; -1 while in a list. */
  #envelopeFrom = -1;

  /** Depth of the list that damage was last found in, so that reading goes on among its elements. */
  #resumeDepth = 0;
  #resumeSeen = 0;
  /** Since the last damage no event was found: more damage in the same place is not counted again. */
  #quiet = false;

  readonly #span: Span = { start: 0, end: 0, flags: 0, keys: 0, line: 0, timestampStart: 0, timestampEnd: 0 };

  constructor(mode: ScanMode, sink: ScannerSink) {
    this.#mode = mode;
    this.#sink = sink;
  }

  /** The bytes that `Span` positions refer to. */
  get buffer(): Uint8Array {
    return this.#buffer;
  }

  /** Offset in the content of `buffer`'s first byte. */
  get base(): number {
    return this.#base;
  }

  /** Copies `chunk` in. `scan` goes through it: two steps, so that the next read can be under way meanwhile. */
  append(chunk: Uint8Array): void {
    this.#makeRoom(chunk.length);
    const from = this.#end;
    this.#buffer.set(chunk, from);
    this.#end += chunk.length;
    // A quote behind the last byte stops the loop over strings there, which then needs no bounds check.
    this.#buffer[this.#end] = 0x22;
    this.#sink.appended?.(this.#buffer, this.#base, from, this.#end);
  }

  /** Scans what was appended. */
  scan(): void {
    this.#run();
    if (this.#recordIsOpen() && this.#end - this.#start > MAX_RECORD_BYTES) this.#overlong = true;
    if (this.#envelopeFrom >= 0 && this.#end - this.#envelopeFrom > MAX_ENVELOPE_BYTES)
      this.#forgetEnvelope();
  }

  /** Ends the content: a value that is still open is damage. */
  finish(): void {
    if (this.#state === NUMBER && this.#depth === 0 && numberMayEnd(this.#numberPart)) {
      this.#state = ROOT;
      this.#valueEnd(this.#position);
    }
    if (this.#state === ROOT || this.#state === SKIP_LINE || this.#state === RESYNC) return;
    const inRecord = this.#recordIsOpen();
    this.#damage(
      "cut-short",
      inRecord
        ? "The content ends inside this record: the export was cut short."
        : "The content ends before its list of records is closed: the export was cut short.",
      inRecord ? this.#start : this.#end,
      inRecord ? this.#startLine : this.#line,
    );
  }

  #recordIsOpen(): boolean {
    return this.#open && !(this.#inEnvelope && this.#recordDepth < 0);
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes + 1 <= this.#buffer.length) return;
    let keepFrom = this.#position;
    if (this.#recordIsOpen() && !this.#overlong) keepFrom = this.#start;
    else if (this.#envelopeFrom >= 0) keepFrom = Math.min(keepFrom, this.#envelopeFrom);
    if (keepFrom > 0) {
      this.#buffer.copyWithin(0, keepFrom, this.#end);
      this.#move(keepFrom);
    }
    if (this.#end + bytes + 1 > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(2 * this.#buffer.length, this.#end + bytes + 1));
      larger.set(this.#buffer.subarray(0, this.#end));
      this.#buffer = larger;
    }
  }

  #move(by: number): void {
    this.#end -= by;
    this.#position -= by;
    this.#base += by;
    this.#start -= by;
    this.#stringStart -= by;
    this.#timestampStart -= by;
    this.#timestampEnd -= by;
    if (this.#envelopeFrom >= 0) this.#envelopeFrom -= by;
  }

  #run(): void {
    const buffer = this.#buffer;
    const end = this.#end;
    const lines = this.#mode === "lines";
    let i = this.#position;
    while (i < end) {
      if (this.#state === COMMA_OR_END || this.#state === KEY_OR_END) i = this.#compact(i);
      if (i >= end) break;
      switch (this.#state) {
        case STRING: {
          for (;;) {
            while (STRING_CLASS[buffer[i]!] === 0) i++;
            if (STRING_CLASS[buffer[i]!] === 2) break;
            this.#flags |= FLAG.nonAscii;
            while (buffer[i]! > 0x7f) i++;
          }
          if (i >= end) break;
          const c = buffer[i]!;
          if (c === 0x22) {
            this.#stringEnd(i);
            i++;
          } else if (c === 0x5c) {
            this.#stringEscaped = true;
            this.#state = ESCAPE;
            i++;
          } else {
            i = this.#fail(
              i,
              c === 0x0a ? "a line break inside a text" : "a control character inside a text",
            );
          }
          break;
        }
        case COMMA_OR_END: {
          const c = buffer[i]!;
          if (c === 0x2c) {
            this.#state = this.#isArray[this.#depth] === 1 ? VALUE : KEY_START;
            i++;
          } else if (c === 0x7d && this.#isArray[this.#depth] === 0) {
            i++;
            this.#close(i);
          } else if (c === 0x5d && this.#isArray[this.#depth] === 1) {
            i++;
            this.#close(i);
          } else if (c === 0x20 || c === 0x09 || c === 0x0d || (c === 0x0a && this.#newline(lines))) i++;
          else
            i = this.#fail(
              i,
              this.#isArray[this.#depth] === 1 ? "`,` or `]` is missing" : "`,` or `}` is missing",
            );
          break;
        }
        case KEY_OR_END:
        case KEY_START: {
          const c = buffer[i]!;
          if (c === 0x22) {
            this.#stringIsKey = true;
            this.#stringEscaped = false;
            this.#stringStart = ++i;
            this.#state = STRING;
          } else if (c === 0x7d && this.#state === KEY_OR_END) {
            i++;
            this.#close(i);
          } else if (c === 0x20 || c === 0x09 || c === 0x0d || (c === 0x0a && this.#newline(lines))) i++;
          else i = this.#fail(i, "a key in double quotes is missing");
          break;
        }
        case COLON: {
          const c = buffer[i]!;
          if (c === 0x3a) {
            this.#state = VALUE;
            i++;
          } else if (c === 0x20 || c === 0x09 || c === 0x0d || (c === 0x0a && this.#newline(lines))) i++;
          else i = this.#fail(i, "`:` is missing after a key");
          break;
        }
        case ROOT:
        case VALUE:
        case VALUE_OR_END: {
          const c = buffer[i]!;
          if (c === 0x20 || c === 0x09 || c === 0x0d) i++;
          else if (c === 0x0a) {
            if (this.#state === ROOT) this.#line++;
            else if (!this.#newline(lines)) {
              i = this.#fail(i, "a value is missing");
              break;
            }
            i++;
          } else if (c === 0x5d && this.#state === VALUE_OR_END) {
            i++;
            this.#close(i);
          } else if (this.#state === ROOT && (c === 0x2c || isByteOrderMark(c))) {
            // Elements that were cut out of a list, and files with a mark that were joined.
            i++;
          } else i = this.#valueStart(c, i);
          break;
        }
        case ESCAPE: {
          const c = buffer[i]!;
          if (c === 0x75) {
            this.#flags |= FLAG.unicodeEscape;
            this.#hexLeft = 4;
            this.#state = HEX;
            i++;
          } else if (
            c === 0x22 ||
            c === 0x5c ||
            c === 0x2f ||
            c === 0x62 ||
            c === 0x66 ||
            c === 0x6e ||
            c === 0x72 ||
            c === 0x74
          ) {
            this.#state = STRING;
            i++;
          } else i = this.#fail(i, "a backslash that begins no JSON escape");
          break;
        }
        case HEX: {
          const c = buffer[i]! | 0x20;
          if ((buffer[i]! >= 0x30 && buffer[i]! <= 0x39) || (c >= 0x61 && c <= 0x66)) {
            if (--this.#hexLeft === 0) this.#state = STRING;
            i++;
          } else i = this.#fail(i, "a \\u escape without four hexadecimal digits");
          break;
        }
        case NUMBER: {
          const next = numberNext(this.#numberPart, buffer[i]!);
          if (next >= 0) {
            if (next === N_INTEGER && ++this.#digits >= 16) this.#flags |= FLAG.bigNumber;
            this.#numberPart = next;
            i++;
          } else if (numberMayEnd(this.#numberPart)) this.#valueEnd(i);
          else i = this.#fail(i, "a number that is not complete");
          break;
        }
        case LITERAL: {
          if (buffer[i] === this.#literal[this.#literalAt]) {
            i++;
            if (++this.#literalAt === this.#literal.length) this.#valueEnd(i);
          } else
            i = this.#fail(
              i,
              this.#depth === 0 ? NOT_JSON : "a word that is neither true nor false nor null",
            );
          break;
        }
        case SKIP_LINE: {
          const newline = buffer.indexOf(0x0a, i);
          if (newline < 0 || newline >= end) i = end;
          else {
            this.#line++;
            this.#state = ROOT;
            i = newline + 1;
          }
          break;
        }
        default:
          i = this.#resync(i);
      }
    }
    this.#position = i;
  }

  /**
   * The short cut for JSON without white space: takes whole members and elements inside a record, which lie
   * wholly in the buffer, and stops before anything else. What it takes, `#run` would take in the same way:
   * it only does so twice as fast, because nothing is kept in fields between two tokens.
   */
  #compact(from: number): number {
    if (!this.#recordIsOpen() || this.#depth <= this.#recordDepth) return from;
    const buffer = this.#buffer;
    const end = this.#end;
    const isArray = this.#isArray;
    const node = this.#node;
    const recordDepth = this.#recordDepth;
    let i = from;
    let depth = this.#depth;
    let state = this.#state;
    let flags = this.#flags;
    let keys = this.#keys;
    while (i < end) {
      let at = i;
      if (state === COMMA_OR_END) {
        const c = buffer[at]!;
        if (c === 0x2c) at++;
        else {
          if (c !== (isArray[depth] === 1 ? 0x5d : 0x7d) || depth - 1 <= recordDepth) break;
          depth--;
          i++;
          continue;
        }
      }
      let key = 0;
      const inArray = isArray[depth] === 1;
      if (!inArray) {
        if (buffer[at] !== 0x22) break;
        const name = at + 1;
        at = plainStringEnd(buffer, name, end);
        if (at < 0 || buffer[at + 1] !== 0x3a) break;
        if (node[depth] !== 0) key = classifyKey(buffer, name, at);
        at += 2;
      }
      // Up to here nothing is recorded: where the value is not plain, `#run` begins again at the comma.
      const c = buffer[at]!;
      if (c === 0x22) {
        const string = ++at;
        for (;;) {
          while (STRING_CLASS[buffer[at]!] === 0) at++;
          const stop = buffer[at]!;
          if (stop === 0x5c && SIMPLE_ESCAPE[buffer[at + 1]!] === 1) at += 2;
          else if (stop > 0x7f) {
            flags |= FLAG.nonAscii;
            at++;
          } else break;
        }
        if (at >= end || buffer[at] !== 0x22) break;
        if (key === KEY.timestamp && at > string) {
          flags |= FLAG.timestamp;
          this.#timestampStart = string;
          this.#timestampEnd = buffer.subarray(string, at).includes(0x5c) ? string : at;
        }
        state = COMMA_OR_END;
      } else if (c === 0x7b || c === 0x5b) {
        const array = c === 0x5b;
        const outer = node[depth]!;
        const meaning = inArray
          ? array
            ? 0
            : elementNode(outer)
          : array
            ? arrayNode(outer, key)
            : objectNode(outer, key);
        if (at >= end || depth >= MAX_DEPTH || meaning === NODE.list || (array && buffer[at + 1] === 0x5d))
          break;
        depth++;
        isArray[depth] = array ? 1 : 0;
        node[depth] = meaning;
        // An array that is not empty goes on with an element, as behind a comma.
        state = KEY_OR_END;
      } else if (c >= 0x31 && c <= 0x39) {
        const digits = at;
        do at++;
        while (buffer[at]! >= 0x30 && buffer[at]! <= 0x39);
        const next = buffer[at]!;
        if (at >= end || (next !== 0x2c && next !== 0x7d && next !== 0x5d)) break;
        if (at - digits >= 16) flags |= FLAG.bigNumber;
        if (key === KEY.timestamp) flags |= FLAG.timestamp;
        at--;
        state = COMMA_OR_END;
      } else break;
      if (!inArray) keys++;
      i = at + 1;
    }
    this.#depth = depth;
    // Behind `[` the state is the array's own, and behind a value it is not.
    this.#state = state === KEY_OR_END && isArray[depth] === 1 ? VALUE_OR_END : state;
    this.#flags = flags;
    this.#keys = keys;
    return i;
  }

  /** A line break between two tokens. False where it ends the value by force. */
  #newline(lines: boolean): boolean {
    if (lines) return false;
    this.#line++;
    return true;
  }

  #valueStart(c: number, at: number): number {
    const depth = this.#depth;
    if (depth === this.#recordDepth && !this.#open) {
      this.#open = true;
      this.#overlong = false;
      this.#start = at;
      this.#startLine = this.#line;
      this.#flags = 0;
      this.#keys = 0;
      this.#timestampStart = this.#timestampEnd = 0;
    }
    if (c === 0x22) {
      this.#stringIsKey = false;
      this.#stringEscaped = false;
      this.#stringIsTimestamp = this.#pendingKey === KEY.timestamp;
      this.#pendingKey = 0;
      this.#stringStart = at + 1;
      this.#state = STRING;
    } else if (c === 0x7b || c === 0x5b) {
      if (depth >= MAX_DEPTH) {
        return this.#fail(
          at,
          `nesting deeper than ${MAX_DEPTH.toLocaleString("en")} levels, which Elasticsearch refuses too`,
          "too-deep",
        );
      }
      this.#openContainer(c === 0x5b, at);
    } else if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
      if (this.#pendingKey === KEY.timestamp) this.#flags |= FLAG.timestamp;
      this.#pendingKey = 0;
      this.#numberPart = c === 0x2d ? N_MINUS : c === 0x30 ? N_ZERO : N_INTEGER;
      this.#digits = c === 0x2d ? 0 : 1;
      this.#state = NUMBER;
    } else if (c === 0x74 || c === 0x66 || c === 0x6e) {
      this.#pendingKey = 0;
      this.#literal = LITERALS[c === 0x74 ? 0 : c === 0x66 ? 1 : 2]!;
      this.#literalAt = 1;
      this.#state = LITERAL;
    } else {
      return this.#fail(at, depth === 0 ? NOT_JSON : "a value is missing");
    }
    return at + 1;
  }

  #openContainer(array: boolean, at: number): void {
    const outer = this.#depth;
    const depth = ++this.#depth;
    const outerNode = outer === 0 ? NODE.rootList : this.#node[outer]!;
    const inArray = outer === 0 || this.#isArray[outer] === 1;
    const key = this.#pendingKey;
    this.#pendingKey = 0;
    this.#isArray[depth] = array ? 1 : 0;
    if (array) {
      this.#state = VALUE_OR_END;
      if (outer === 0) {
        this.#node[depth] = NODE.rootList;
        this.#recordDepth = depth;
        this.#open = false;
      } else {
        this.#node[depth] = inArray ? 0 : arrayNode(outerNode, key);
        if (this.#node[depth] === NODE.list) this.#enterList(depth, at);
      }
    } else {
      this.#state = KEY_OR_END;
      this.#node[depth] = inArray ? elementNode(outerNode) : objectNode(outerNode, key);
      if (outer === this.#recordDepth) this.#flags |= FLAG.object;
    }
  }

  /** The record that is open is a response, and its list of records begins. */
  #enterList(depth: number, at: number): void {
    if (!this.#inEnvelope) {
      this.#inEnvelope = true;
      this.#envelopeDepth = this.#recordDepth;
      this.#envelopeOffset = this.#base + this.#start;
      this.#envelopeLine = this.#startLine;
      this.#envelopeHits = 0;
      this.#envelopeText = "";
      this.#envelopeFrom = this.#overlong ? -1 : this.#start;
    }
    this.#takeEnvelope(at + 1);
    this.#envelopeFrom = -1;
    this.#recordDepth = depth;
    this.#open = false;
  }

  #takeEnvelope(end: number): void {
    if (this.#envelopeFrom < 0) return;
    if (end - this.#envelopeFrom > MAX_ENVELOPE_BYTES) this.#forgetEnvelope();
    else this.#envelopeText += new TextDecoder().decode(this.#buffer.slice(this.#envelopeFrom, end));
  }

  #forgetEnvelope(): void {
    this.#envelopeFrom = -1;
    this.#envelopeText = "";
  }

  #stringEnd(at: number): void {
    if (this.#stringIsKey) {
      this.#keys++;
      const node = this.#node[this.#depth]!;
      this.#pendingKey =
        node === 0 || this.#stringEscaped ? 0 : classifyKey(this.#buffer, this.#stringStart, at);
      this.#state = COLON;
      return;
    }
    if (this.#stringIsTimestamp) {
      this.#stringIsTimestamp = false;
      if (at > this.#stringStart) {
        this.#flags |= FLAG.timestamp;
        this.#timestampStart = this.#stringStart;
        this.#timestampEnd = this.#stringEscaped ? this.#stringStart : at;
      }
    }
    this.#valueEnd(at + 1);
  }

  /** A container was closed; `after` is the position behind its bracket. */
  #close(after: number): void {
    const depth = this.#depth--;
    if (depth === this.#recordDepth) {
      // A list of records ends, not a record.
      if (this.#inEnvelope) {
        this.#recordDepth = -1;
        this.#open = true;
        this.#envelopeFrom = after - 1;
        this.#state = COMMA_OR_END;
      } else {
        this.#recordDepth = 0;
        this.#resumeDepth = 0;
        this.#state = ROOT;
      }
      return;
    }
    this.#valueEnd(after);
  }

  #valueEnd(after: number): void {
    const depth = this.#depth;
    this.#state = depth === 0 ? ROOT : COMMA_OR_END;
    if (depth === this.#recordDepth) {
      this.#open = false;
      if (this.#inEnvelope) this.#envelopeHits++;
      if (this.#overlong || after - this.#start > MAX_RECORD_BYTES) {
        this.#overlong = false;
        this.#tooLong(after);
        return;
      }
      const span = this.#span;
      span.start = this.#start;
      span.end = after;
      span.flags = this.#flags;
      span.keys = this.#keys;
      span.line = this.#startLine;
      span.timestampStart = this.#timestampStart;
      span.timestampEnd = this.#timestampEnd;
      if ((this.#flags & FLAG.timestamp) !== 0) this.#quiet = false;
      this.#sink.span(span);
    } else if (this.#inEnvelope && depth === this.#envelopeDepth) {
      this.#takeEnvelope(after);
      this.#sink.envelope(this.#envelopeText, this.#envelopeHits, this.#envelopeOffset, this.#envelopeLine);
      this.#leaveEnvelope();
    }
  }

  #leaveEnvelope(): void {
    this.#inEnvelope = false;
    this.#open = false;
    this.#recordDepth = this.#envelopeDepth;
    this.#resumeDepth = this.#envelopeDepth;
    this.#forgetEnvelope();
  }

  #tooLong(after: number): void {
    const mebibytes = Math.round((after - this.#start) / 1048576);
    const limit = MAX_RECORD_BYTES / 1048576;
    const reason = `A record of ${mebibytes} MiB: more than the ${limit} MiB that Loupe reads as one record. It was not examined.`;
    this.#sink.damaged("too-long", reason, this.#base + this.#start, this.#startLine);
  }

  /** The byte at `at` cannot stand there. Returns where to go on. */
  #fail(at: number, reason: string, code: ProblemCode = "bad-json"): number {
    const inRecord = this.#recordIsOpen();
    const start = inRecord ? this.#start : at;
    const torn = this.#mode === "lines" && this.#buffer[at] === 0x0a;
    this.#damage(
      torn ? "torn-record" : code,
      torn
        ? `The line ends inside a record (${reason}): it was torn, and what is left cannot be read.`
        : `Not valid JSON: ${reason}, at byte ${(this.#base + at).toLocaleString("en")}. This piece was not examined.`,
      start,
      inRecord ? this.#startLine : this.#line,
    );
    if (this.#mode === "lines") {
      this.#reset();
      this.#state = SKIP_LINE;
    } else {
      if (this.#recordDepth > this.#resumeDepth) this.#resumeDepth = this.#recordDepth;
      this.#open = false;
      this.#overlong = false;
      this.#quiet = true;
      this.#resumeSeen = 0;
      this.#state = RESYNC;
    }
    this.#pendingKey = 0;
    this.#stringIsTimestamp = false;
    return at;
  }

  #damage(code: ProblemCode, reason: string, start: number, line: number): void {
    if (!this.#quiet) this.#sink.damaged(code, reason, this.#base + start, line);
  }

  #reset(): void {
    this.#depth = 0;
    this.#recordDepth = 0;
    this.#open = false;
    this.#overlong = false;
    this.#inEnvelope = false;
    this.#forgetEnvelope();
  }

  /**
   * Looks for the next record after damage: `{` behind `},` goes on in the list, `{` at the start of a line
   * begins a new document where no list is open.
   */
  #resync(from: number): number {
    const buffer = this.#buffer;
    const end = this.#end;
    let seen = this.#resumeSeen;
    for (let i = from; i < end; i++) {
      const c = buffer[i]!;
      if (c === 0x7b && (seen === 2 || (seen === 3 && this.#resumeDepth === 0))) {
        this.#depth = this.#resumeDepth;
        this.#recordDepth = this.#resumeDepth;
        this.#state = this.#depth === 0 ? ROOT : VALUE;
        return i;
      }
      if (c === 0x7d) seen = 1;
      else if (c === 0x2c) seen = seen === 1 ? 2 : 0;
      else if (c === 0x0a) {
        this.#line++;
        if (seen === 0 || seen === 1) seen = this.#resumeDepth === 0 ? 3 : seen;
      } else if (c !== 0x20 && c !== 0x09 && c !== 0x0d) seen = 0;
      else if (seen === 3) seen = 0;
    }
    this.#resumeSeen = seen;
    return end;
  }
}

/** The position of the quote that ends a string without escapes and beyond-ASCII characters, -1 if it is not plain. */
function plainStringEnd(buffer: Uint8Array, start: number, end: number): number {
  let at = start;
  while (STRING_CLASS[buffer[at]!] === 0) at++;
  return at < end && buffer[at] === 0x22 ? at : -1;
}

function isByteOrderMark(c: number): boolean {
  return c === 0xef || c === 0xbb || c === 0xbf;
}

/** The part of a number that `c` leads to from `part`, -1 if it cannot continue it. */
function numberNext(part: number, c: number): number {
  if (c >= 0x30 && c <= 0x39) {
    if (part === N_INTEGER || part === N_FRACTION || part === N_EXPONENT) return part;
    if (part === N_MINUS) return c === 0x30 ? N_ZERO : N_INTEGER;
    if (part === N_POINT) return N_FRACTION;
    if (part === N_E || part === N_SIGN) return N_EXPONENT;
    return -1;
  }
  if (c === 0x2e) return part === N_INTEGER || part === N_ZERO ? N_POINT : -1;
  if (c === 0x65 || c === 0x45) {
    return part === N_INTEGER || part === N_ZERO || part === N_FRACTION ? N_E : -1;
  }
  if (c === 0x2b || c === 0x2d) return part === N_E ? N_SIGN : -1;
  return -1;
}

function numberMayEnd(part: number): boolean {
  return part === N_ZERO || part === N_INTEGER || part === N_FRACTION || part === N_EXPONENT;
}
