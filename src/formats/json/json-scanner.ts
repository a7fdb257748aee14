import { MAX_DEPTH, MAX_RECORD_BYTES } from "../limits.ts";
import {
  arrayNode,
  classifyKey,
  elementNode,
  holdsTime,
  KEY,
  LONGEST_KEY,
  NODE,
  objectNode,
} from "./envelope.ts";
import {
  integerEnd,
  isByteOrderMark,
  plainEnd,
  SIMPLE_ESCAPE,
  STRING_CLASS,
  wordEnd,
  wordFrom,
} from "./json-bytes.ts";
import { Contents, ENTRY, KEY_END, LAST_ENTRY, NEXT, VALUE_AT } from "./contents.ts";
import { NUMBER_PART, numberMayEnd, numberNext, numberStart } from "./json-number.ts";
import { ResponseText } from "./response-text.ts";
import type { JsonFault } from "./json-fault.ts";
import { CUT_OFF, type TemplateWalk } from "./template-walk.ts";
import { LINE_BYTES, lineEnd, lineKind, type OtherForm, type TextForm } from "../other-form.ts";
import { flagOfQuote, flagsOfLongText, LONG_TEXT } from "./text-in-record.ts";
import { FLAG, type JsonDamage, type ScanMode, type ScannerSink, type Span } from "./span.ts";

// What is expected next. Dense numbers, so that the switch becomes a jump table.
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
const WORD = 11;
const SKIP_LINE = 12;
const RESYNC = 13;

/**
 * Number of quotes after the last byte. They stop the loop over strings, which may begin one byte after the first of
 * them and reads four bytes at once.
 */
const PADDING = 8;

/**
 * Zeroing two mebibytes costs a millisecond, which a folder of thousands of small files would pay for each. So small
 * content is read into a small buffer; larger content gets the whole buffer at once.
 */
const FIRST_BYTES = 64 * 1024;
const WHOLE_BYTES = 2 * 1024 * 1024;
/** The buffer of a finished scanner, for reuse: a large file is scanned in many splits. */
let spare: Uint8Array<ArrayBuffer> | null = null;

/**
 * A record that the end of the buffer cuts off is walked again when more of it has arrived, unless it is longer than
 * this.
 */
const WAIT_BYTES = 256 * 1024;

/**
 * A damaged record is searched again for other records inside it at most this many times; then its damage is skipped.
 */
const MAX_RETRIES = 16;

/**
 * Finds the records of a JSON text that arrives in pieces of any size, and checks that each is well-formed, without
 * decoding or building anything: one pass over the bytes, no allocation per record.
 *
 * Root values are records, and so are the elements of a root array and the hits of an Elasticsearch response
 * (envelope.ts). The result does not depend on how the bytes are cut into pieces.
 *
 * The grammar of JSON exists three times: in `#run`, which handles everything, and for speed in `#compact` and in
 * `TemplateWalk`. Only property tests keep them in agreement.
 */
export class JsonScanner {
  readonly #mode: ScanMode;
  readonly #sink: ScannerSink;
  readonly #templates: TemplateWalk | null;
  /** Whether the scan stops where something of another form begins. */
  readonly #stops: boolean;
  /** A root value has been met on this line. */
  #inLine = false;

  #buffer = new Uint8Array(FIRST_BYTES);
  #view = new DataView(this.#buffer.buffer);
  /** Number of bytes in the buffer. */
  #end = 0;
  /** The next byte to examine. */
  #position = 0;
  #finishing = false;
  /** Offset of the buffer's first byte in the content. */
  #base = 0;

  #state = ROOT;
  #line = 1;
  #depth = 0;
  readonly #isArray = new Uint8Array(MAX_DEPTH + 2);
  readonly #node = new Uint8Array(MAX_DEPTH + 2);
  #pendingKey = 0;

  /** Values that begin at this depth are records; -1 inside a response but outside its lists. */
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
  #word: Uint8Array = new Uint8Array(0);
  #wordAt = 0;

  /** The response whose lists are being read; null outside responses. */
  #envelope: ResponseText | null = null;

  /** Depth of the list in which damage was last found, so that reading continues among its elements. */
  #resumeDepth = 0;
  /** While searching for the next record: the last significant byte before the current one. */
  #resumeBefore = 0;
  /** While searching: only white space has come since the last line break. */
  #resyncFresh = false;
  /** No event was found since the last damage: more damage in the same place is not counted again. */
  #damageReported = false;
  #retries = 0;
  /** A response was abandoned: its closing brackets are still to come and match nothing that is open. */
  #abandonedResponse = false;

  readonly #contents = new Contents();
  readonly #span: Span = { start: 0, end: 0, flags: 0, keys: 0, line: 0, timestampStart: 0, timestampEnd: 0 };

  /** Where something of another form begins; the scan does not go beyond. */
  stopped: OtherForm | null = null;

  /**
   * @param templates along which lines that resemble earlier ones are validated
   * @param stops whether the scan stops where something of another form begins
   */
  constructor(mode: ScanMode, sink: ScannerSink, templates: TemplateWalk | null = null, stops = false) {
    this.#stops = stops;
    this.#mode = mode;
    this.#sink = sink;
    this.#templates = mode === "lines" ? templates : null;
  }

  /** The bytes that `Span` positions refer to. */
  get buffer(): Uint8Array {
    return this.#buffer;
  }

  /** A view of the same bytes. */
  get view(): DataView {
    return this.#view;
  }

  /** The contents of the record that a callback is about. */
  get contents(): Contents {
    return this.#contents;
  }

  /** Offset of the first byte of `buffer` in the content. */
  get base(): number {
    return this.#base;
  }

  /** A copy of the bytes that have not been examined. */
  unread(): Uint8Array {
    return this.#buffer.slice(this.#position, this.#end);
  }

  /** Call before the first byte arrives, if that byte is not the first of the content. */
  startAt(offset: number): void {
    this.#base = offset;
  }

  /** Number of line breaks so far. */
  get lines(): number {
    return this.#line - 1;
  }

  /** Copies `chunk` in. `scan` processes it. There are two steps so that the next read can run meanwhile. */
  append(chunk: Uint8Array): void {
    this.#makeRoom(chunk.length);
    const from = this.#end;
    this.#buffer.set(chunk, from);
    this.#end += chunk.length;
    // With these quotes, the loop over strings needs no bounds check.
    this.#buffer.fill(0x22, this.#end, this.#end + PADDING);
    this.#sink.appended?.(this.#buffer, this.#base, from, this.#end);
  }

  /** Scans what was appended. */
  scan(): void {
    this.#run();
    if (this.#recordIsOpen() && this.#end - this.#start > MAX_RECORD_BYTES) this.#overlong = true;
    this.#envelope?.limit(this.#end);
  }

  /**
   * Ends the content: a value that is still open is damage.
   *
   * @param complete false if the content could not be read to its end. What is whole is a record all the same, and the
   *   rest is not damage.
   */
  finish(complete = true): void {
    this.#finishing = true;
    this.#run();
    if (!complete) return;
    if (this.#state === NUMBER && this.#depth === 0 && numberMayEnd(this.#numberPart)) {
      this.#state = ROOT;
      this.#valueEnd(this.#position);
    }
    for (let retries = 0; this.#isUnfinished; retries++) {
      const inRecord = this.#recordIsOpen();
      this.#damage(
        { code: "cut-short", data: { inside: inRecord ? "record" : "records" } },
        inRecord ? this.#start : this.#end,
        inRecord ? this.#startLine : this.#line,
      );
      // Without its end, a record in a list looks as if all that follow were part of it.
      if (!inRecord || this.#mode === "lines" || retries >= MAX_RETRIES) return;
      this.#position = this.#startResync(this.#end, true);
      this.#run();
    }
  }

  get #isUnfinished(): boolean {
    return this.#state !== ROOT && this.#state !== SKIP_LINE && this.#state !== RESYNC;
  }

  /** Call once no one uses the buffer any longer. */
  release(): void {
    if (this.#buffer.length === WHOLE_BYTES) spare = this.#buffer;
    this.#buffer = new Uint8Array(0);
  }

  #recordIsOpen(): boolean {
    return this.#open && this.#recordDepth >= 0;
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes + PADDING <= this.#buffer.length) return;
    let keepFrom = this.#position;
    if (this.#recordIsOpen() && !this.#overlong) keepFrom = this.#start;
    else {
      keepFrom = this.#envelope?.keepFrom(keepFrom) ?? keepFrom;
      // A key cut in two must be whole when it is examined; no relevant key is long.
      const inKey =
        this.#stringIsKey && (this.#state === STRING || this.#state === ESCAPE || this.#state === HEX);
      if (inKey && this.#position - this.#stringStart <= LONGEST_KEY) {
        keepFrom = Math.min(keepFrom, this.#stringStart);
      }
    }
    if (keepFrom > 0) {
      this.#buffer.copyWithin(0, keepFrom, this.#end);
      this.#move(keepFrom);
    }
    if (this.#end + bytes + PADDING > this.#buffer.length) {
      const needed = Math.max(WHOLE_BYTES, this.#end + bytes + PADDING, 2 * this.#buffer.length);
      const larger = spare?.length === needed ? spare : new Uint8Array(needed);
      if (larger === spare) spare = null;
      larger.set(this.#buffer.subarray(0, this.#end));
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
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
    this.#envelope?.move(by);
  }

  #run(): void {
    if (this.stopped !== null) return;
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
            i = this.#fail(i, c === 0x0a ? "line-break-in-string" : "control-character");
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
          else i = this.#fail(i, this.#isArray[this.#depth] === 1 ? "list-separator" : "object-separator");
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
          else i = this.#fail(i, "key");
          break;
        }
        case COLON: {
          const c = buffer[i]!;
          if (c === 0x3a) {
            this.#state = VALUE;
            i++;
          } else if (c === 0x20 || c === 0x09 || c === 0x0d || (c === 0x0a && this.#newline(lines))) i++;
          else i = this.#fail(i, "colon");
          break;
        }
        case ROOT:
        case VALUE:
        case VALUE_OR_END: {
          const c = buffer[i]!;
          if (c === 0x20 || c === 0x09 || c === 0x0d) i++;
          else if (c === 0x0a) {
            if (this.#state === ROOT) {
              this.#line++;
              this.#inLine = false;
              // Whatever happened to a response, it does not affect the next line.
              if (lines && (this.#abandonedResponse || this.#damageReported)) this.#reset();
            } else if (!this.#newline(lines)) {
              i = this.#fail(i, "value");
              break;
            }
            i++;
          } else if (c === 0x5d && this.#state === VALUE_OR_END) {
            i++;
            this.#close(i);
          } else if (this.#state === ROOT && (c === 0x2c || isByteOrderMark(c))) {
            // Elements cut out of a list, and concatenated files that begin with a byte order mark.
            i++;
          } else if (this.#stops && this.#state === ROOT && this.#mayBeOuter(c, i, lines)) {
            const after = this.#outerLine(c, i);
            if (after < 0) {
              this.#position = i;
              return;
            }
            if (after > i) i = after;
            else i = this.#valueStart(c, i);
          } else if (c === 0x7b && this.#state === ROOT && this.#templates !== null) {
            const after = this.#walkTemplates(i);
            // More bytes are needed: the next scan starts with this record.
            if (after === i) {
              this.#position = i;
              return;
            }
            i = after;
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
          } else if (SIMPLE_ESCAPE[c] === 1) {
            if (c === 0x22) this.#flags |= flagOfQuote(buffer, i, end);
            this.#state = STRING;
            i++;
          } else i = this.#fail(i, "escape");
          break;
        }
        case HEX: {
          const c = buffer[i]! | 0x20;
          if ((buffer[i]! >= 0x30 && buffer[i]! <= 0x39) || (c >= 0x61 && c <= 0x66)) {
            if (--this.#hexLeft === 0) this.#state = STRING;
            i++;
          } else i = this.#fail(i, "unicode-escape");
          break;
        }
        case NUMBER: {
          const next = numberNext(this.#numberPart, buffer[i]!);
          if (next >= 0) {
            if (next === NUMBER_PART.integer && ++this.#digits >= 16) this.#flags |= FLAG.bigNumber;
            this.#numberPart = next;
            i++;
          } else if (numberMayEnd(this.#numberPart)) this.#valueEnd(i);
          else i = this.#fail(i, "number");
          break;
        }
        case WORD: {
          if (buffer[i] === this.#word[this.#wordAt]) {
            i++;
            if (++this.#wordAt === this.#word.length) this.#valueEnd(i);
          } else i = this.#fail(i, this.#depth === 0 ? "no-value" : "word");
          break;
        }
        case SKIP_LINE: {
          const newline = buffer.indexOf(0x0a, i);
          if (newline < 0 || newline >= end) i = end;
          else {
            this.#line++;
            this.#inLine = false;
            this.#state = ROOT;
            i = newline + 1;
          }
          break;
        }
        default:
          i = this.#resync(i);
          if (this.stopped !== null) {
            this.#position = i;
            return;
          }
          if (i < end && this.#state === RESYNC) {
            this.#position = i;
            return;
          }
      }
    }
    this.#position = i;
  }

  /**
   * A shortcut for JSON without white space. It takes whole members and elements inside a record that are entirely in
   * the buffer, and stops before anything else. `#run` would take them in the same way; this is twice as fast, because
   * it keeps nothing in fields between two tokens. Any change to the grammar must be made in both, and in
   * `TemplateWalk`.
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
    const contents = this.#contents;
    const { entries, openAt } = contents;
    const view = this.#view;
    const start = this.#start;
    let entry = contents.end;
    while (i < end && entry < LAST_ENTRY) {
      let at = i;
      if (state === COMMA_OR_END) {
        const c = buffer[at]!;
        if (c === 0x2c) at++;
        else {
          if (c !== (isArray[depth] === 1 ? 0x5d : 0x7d) || depth - 1 <= recordDepth) break;
          entries[openAt[depth]! + NEXT] = entry;
          depth--;
          i++;
          continue;
        }
      }
      let key = 0;
      const inArray = isArray[depth] === 1;
      const name = at + 1;
      let nameEnd = name;
      if (!inArray) {
        if (buffer[at] !== 0x22) break;
        at = plainEnd(view, name);
        if (at >= end || buffer[at] !== 0x22 || buffer[at + 1] !== 0x3a) break;
        if (node[depth] !== 0) key = keyAt(buffer, name, at, node[depth]!);
        nameEnd = at;
        at += 2;
      }
      const valueAt = at;
      let next = 0;
      // Nothing has been recorded so far: if the value is not plain, `#run` starts again at the comma.
      const c = buffer[at]!;
      if (c === 0x22) {
        const string = ++at;
        let escaped = false;
        for (;;) {
          at = plainEnd(view, at);
          const stop = buffer[at]!;
          if (stop === 0x5c && SIMPLE_ESCAPE[buffer[at + 1]!] === 1) {
            escaped = true;
            if (buffer[at + 1] === 0x22) flags |= flagOfQuote(buffer, at + 1, end);
            at += 2;
          } else if (stop > 0x7f) {
            flags |= FLAG.nonAscii;
            do at++;
            while (buffer[at]! > 0x7f);
          } else break;
        }
        if (at >= end || buffer[at] !== 0x22) break;
        if (key === KEY.timestamp) {
          this.#flags = flags;
          this.#takeTimestamp(node[depth]!, string, at, escaped);
          flags = this.#flags;
        }
        if (at - string >= LONG_TEXT) flags |= flagsOfLongText(buffer, view, string, at);
        next = at - start;
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
        if (meaning === NODE.inner) flags |= FLAG.hit;
        depth++;
        isArray[depth] = array ? 1 : 0;
        node[depth] = meaning;
        openAt[depth] = entry;
        // A non-empty array continues with an element, as after a comma.
        state = KEY_OR_END;
      } else {
        const digit = c >= 0x31 && c <= 0x39;
        at = digit ? integerEnd(buffer, at) : wordEnd(buffer, at);
        const after = buffer[at]!;
        if (at === valueAt || at >= end || (after !== 0x2c && after !== 0x7d && after !== 0x5d)) break;
        if (digit && at - valueAt >= 16) flags |= FLAG.bigNumber;
        if (digit && key === KEY.timestamp) flags |= FLAG.timestamp;
        at--;
        state = COMMA_OR_END;
      }
      if (!inArray) keys++;
      entries[entry] = name - start;
      entries[entry + KEY_END] = nameEnd - start;
      entries[entry + VALUE_AT] = valueAt - start;
      entries[entry + NEXT] = next;
      entry += ENTRY;
      i = at + 1;
    }
    contents.end = entry;
    this.#depth = depth;
    // After `[`, `#run` has a state of its own for arrays; after a value it has none.
    this.#state = state === KEY_OR_END && isArray[depth] === 1 ? VALUE_OR_END : state;
    this.#flags = flags;
    this.#keys = keys;
    return i;
  }

  /** Takes an object that is a line along a known template, if one matches. */
  #walkTemplates(at: number): number {
    const templates = this.#templates!;
    const after = templates.walk(this.#buffer, this.#view, at, this.#end);
    if (after === CUT_OFF && this.#end - at < WAIT_BYTES && !this.#finishing) return at;
    if (after <= 0 || after - at > MAX_RECORD_BYTES) return this.#valueStart(0x7b, at);
    const span = this.#span;
    span.start = at;
    span.end = after;
    span.flags = templates.flags;
    span.keys = templates.keys;
    span.line = this.#line;
    span.timestampStart = templates.found.timestampStart;
    span.timestampEnd = templates.found.timestampEnd;
    this.#inLine = true;
    if ((span.flags & FLAG.timestamp) !== 0) this.#endDamage();
    this.#sink.known?.(span);
    return after;
  }

  /** Whether a root value that begins with this byte may be something else. Most values are objects on one line. */
  #mayBeOuter(c: number, at: number, lines: boolean): boolean {
    if (this.#inLine && c !== 0x3c) return false;
    if (c !== 0x7b && c !== 0x5b) return !this.#abandonedResponse;
    if (!lines || (this.#inLine && c === 0x5b)) return false;
    return c === 0x5b || at + 1 >= this.#end || this.#buffer[at + 1]! <= 0x20;
  }

  /**
   * Looks at a line outside the records. Returns where to continue after it; `at` itself if it is to be read as JSON; -1
   * if more bytes are needed, or if something of another form begins.
   */
  #outerLine(c: number, at: number): number {
    const buffer = this.#buffer;
    const end = this.#end;
    const to = lineEnd(buffer, at, end, this.#finishing);
    if (to < 0) return -1;
    if (c === 0x7b || c === 0x5b) {
      const isOpening = opensLines(buffer, at, to, end);
      if (isOpening === null && !this.#finishing) return -1;
      return isOpening === true ? this.#stop("json", at) : at;
    }
    const kind = lineKind(buffer.subarray(at, to));
    if (kind === "event-xml" || kind === "csv") return this.#stop(kind, at);
    return kind === "glue" ? to : at;
  }

  #stop(form: TextForm, at: number): -1 {
    this.stopped = { form, at: this.#base + at, line: this.#line };
    return -1;
  }

  /** Handles a line break between two tokens. Returns false if it ends the value by force. */
  #newline(lines: boolean): boolean {
    if (lines) return false;
    this.#line++;
    return true;
  }

  #valueStart(c: number, at: number): number {
    const depth = this.#depth;
    if (depth === this.#recordDepth && !this.#open) {
      if (this.#abandonedResponse && c !== 0x7b) {
        this.#resumeBefore = 0;
        this.#state = RESYNC;
        return at;
      }
      this.#open = true;
      this.#inLine = true;
      this.#overlong = false;
      this.#start = at;
      this.#startLine = this.#line;
      this.#flags = 0;
      this.#keys = 0;
      this.#timestampStart = this.#timestampEnd = 0;
      this.#contents.clear();
    }
    this.#contents.add(at - this.#start);
    if (c === 0x22) {
      this.#stringIsKey = false;
      this.#stringEscaped = false;
      this.#stringIsTimestamp = this.#pendingKey === KEY.timestamp;
      this.#pendingKey = 0;
      this.#stringStart = at + 1;
      this.#state = STRING;
    } else if (c === 0x7b || c === 0x5b) {
      if (depth >= MAX_DEPTH) {
        return this.#refuse(at, { code: "too-deep", data: { kind: "json", levels: MAX_DEPTH } });
      }
      this.#openContainer(c === 0x5b, at);
    } else if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
      if (this.#pendingKey === KEY.timestamp) this.#flags |= FLAG.timestamp;
      this.#pendingKey = 0;
      this.#numberPart = numberStart(c);
      this.#digits = c === 0x2d ? 0 : 1;
      this.#state = NUMBER;
    } else {
      const word = wordFrom(c);
      if (word === undefined) return this.#fail(at, depth === 0 ? "no-value" : "value");
      this.#pendingKey = 0;
      this.#word = word;
      this.#wordAt = 1;
      this.#state = WORD;
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
    this.#contents.open(depth);
    if (array) {
      this.#state = VALUE_OR_END;
      if (outer === 0) {
        this.#node[depth] = NODE.rootList;
        this.#recordDepth = depth;
        this.#open = false;
      } else {
        this.#node[depth] = inArray ? 0 : arrayNode(outerNode, key);
        // An event may contain lists of any name: a document with its own time is not a response.
        const isEvent = this.#envelope === null && (this.#flags & FLAG.timestamp) !== 0;
        if (this.#node[depth] === NODE.list && !isEvent) this.#enterList(depth, at);
      }
    } else {
      this.#state = KEY_OR_END;
      this.#node[depth] = inArray ? elementNode(outerNode) : objectNode(outerNode, key);
      if (outer === this.#recordDepth) this.#flags |= FLAG.object;
      if (this.#node[depth] === NODE.inner) this.#flags |= FLAG.hit;
    }
  }

  /** The open record is a response, and its list of records begins. */
  #enterList(depth: number, at: number): void {
    if (this.#envelope === null) {
      const offset = this.#base + this.#start;
      this.#envelope = new ResponseText(
        this.#recordDepth,
        offset,
        this.#startLine,
        this.#overlong ? -1 : this.#start,
      );
      this.#sink.envelopeBegins?.(offset);
    }
    this.#envelope.listBegins(this.#buffer, at + 1);
    this.#recordDepth = depth;
    this.#open = false;
  }

  #stringEnd(at: number): void {
    if (this.#stringIsKey) {
      this.#keys++;
      this.#contents.key(this.#stringStart - this.#start, at - this.#start);
      const node = this.#node[this.#depth]!;
      this.#pendingKey =
        node === 0 || this.#stringEscaped || at - this.#stringStart > LONGEST_KEY
          ? 0
          : keyAt(this.#buffer, this.#stringStart, at, node);
      this.#state = COLON;
      return;
    }
    if (this.#stringIsTimestamp) {
      this.#stringIsTimestamp = false;
      this.#takeTimestamp(this.#node[this.#depth]!, this.#stringStart, at, this.#stringEscaped);
    }
    // Of a record that is too long, the beginning is gone already.
    if (this.#stringStart >= 0 && at - this.#stringStart >= LONG_TEXT)
      this.#flags |= flagsOfLongText(this.#buffer, this.#view, this.#stringStart, at);
    this.#contents.textEnds(at - this.#start);
    this.#valueEnd(at + 1);
  }

  /** A document's own time takes precedence over that of its `_source` or `fields`; of the latter, the first counts. */
  #takeTimestamp(node: number, start: number, end: number, escaped: boolean): void {
    if (end === start) return;
    const own = node === NODE.document;
    if (!own && (this.#flags & FLAG.timestamp) !== 0) return;
    this.#flags |= FLAG.timestamp;
    this.#timestampStart = start;
    this.#timestampEnd = escaped ? start : end;
  }

  /** A container was closed; `after` is the position after its bracket. */
  #close(after: number): void {
    const depth = this.#depth--;
    this.#contents.close(depth);
    if (depth === this.#recordDepth) {
      // The end of a list of records, not of a record. Just after damage it may be a list inside the damaged record.
      if (this.#damageReported || this.#abandonedResponse) {
        this.#depth = depth;
        this.#leaveLists();
        this.#resumeBefore = 0;
        this.#state = RESYNC;
      } else if (this.#envelope !== null) {
        this.#recordDepth = -1;
        this.#open = true;
        this.#envelope.listEnds(after - 1);
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
      if (this.#envelope !== null) this.#envelope.hits++;
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
      if ((this.#flags & (FLAG.timestamp | FLAG.hit)) !== 0) this.#endDamage();
      this.#sink.span(span);
    } else if (this.#envelope !== null && depth === this.#envelope.depth) {
      const { offset, line, hits } = this.#envelope;
      this.#sink.envelope(this.#envelope.finish(this.#buffer, after), hits, offset, line);
      this.#envelope = null;
      this.#open = false;
      this.#recordDepth = depth;
      this.#resumeDepth = depth;
    }
  }

  #tooLong(after: number): void {
    const mebibytes = Math.round((after - this.#start) / 1048576);
    const limit = MAX_RECORD_BYTES / 1048576;
    const damage = { code: "too-long", data: { kind: "record", mebibytes, limit } } as const;
    this.#sink.damaged(damage, this.#base + this.#start, this.#startLine);
  }

  /** Reports that the byte at `at` is not allowed there. Returns where to continue. */
  #fail(at: number, fault: JsonFault): number {
    const torn = this.#mode === "lines" && this.#buffer[at] === 0x0a;
    return this.#refuse(
      at,
      torn
        ? { code: "torn-record", data: { fault } }
        : { code: "bad-json", data: { kind: "damaged", fault, at: this.#base + at } },
    );
  }

  #refuse(at: number, damage: JsonDamage): number {
    const inRecord = this.#recordIsOpen();
    const start = inRecord ? this.#start : at;
    if (inRecord || !this.#abandonedResponse)
      this.#damage(damage, start, inRecord ? this.#startLine : this.#line);
    // A line that is a list or a whole response is searched for its other records; the damage ends with the line.
    if (this.#mode === "lines" && this.#recordDepth === 0 && this.#resumeDepth === 0) {
      this.#reset();
      this.#state = SKIP_LINE;
      return at;
    }
    return this.#startResync(at, inRecord);
  }

  /** Returns where to look for the next record: inside the damaged one, which may have swallowed its neighbour. */
  #startResync(at: number, inRecord: boolean): number {
    this.#leaveLists();
    // A stray byte between two records, where a value should begin, is not part of the next record: that one is treated
    // as if it followed a comma.
    const isBetween = !inRecord || at === this.#start;
    // Whether the record is too long to be searched must not depend on how much of it arrived at once.
    const isLong = this.#overlong || at - this.#start > MAX_RECORD_BYTES;
    const again = !isBetween && !isLong && this.#retries++ < MAX_RETRIES;
    if (again) this.#line = this.#startLine;
    this.#open = false;
    this.#overlong = false;
    this.#damageReported = true;
    this.#resumeBefore = isBetween ? 0x2c : 0;
    this.#pendingKey = 0;
    this.#stringIsTimestamp = false;
    this.#state = RESYNC;
    if (again) return this.#start + 1;
    const c = this.#buffer[at];
    return isBetween && c !== 0x7b && c !== 0x0a ? at + 1 : at;
  }

  /**
   * After damage, the end of an inner list cannot be distinguished from that of an outer one. So reading continues as
   * if in the outermost list, where hits and whole responses are recognised as well; an open response is abandoned.
   */
  #leaveLists(): void {
    if (this.#envelope !== null) {
      const { hits, offset, line } = this.#envelope;
      this.#sink.envelope("", hits, offset, line);
      this.#envelope = null;
      this.#abandonedResponse = true;
    }
    const inRootList = this.#depth > 0 && this.#isArray[1] === 1 && this.#node[1] === NODE.rootList;
    this.#recordDepth = inRootList ? 1 : 0;
    this.#resumeDepth = this.#recordDepth;
  }

  /** An event was found: the damage is over. */
  #endDamage(): void {
    this.#damageReported = false;
    this.#retries = 0;
  }

  #damage(damage: JsonDamage, start: number, line: number): void {
    if (!this.#damageReported) this.#sink.damaged(damage, this.#base + start, line);
  }

  /** Returns to the state at the start of the content. */
  #reset(): void {
    this.#depth = 0;
    this.#recordDepth = 0;
    this.#resumeDepth = 0;
    this.#open = false;
    this.#overlong = false;
    this.#abandonedResponse = false;
    this.#endDamage();
    this.#pendingKey = 0;
    this.#stringIsTimestamp = false;
    this.#envelope = null;
  }

  /**
   * Looks for the next record after damage. `{` after a comma continues in the list (after a comma in an object comes a
   * key), and so do `{` after the bracket that opens a list, and `{` after another, where a record was cut off and its
   * text begins again; `{` at the start of a line begins a new document.
   */
  #resync(from: number): number {
    const buffer = this.#buffer;
    const end = this.#end;
    let before = this.#resumeBefore;
    for (let i = from; i < end; i++) {
      const c = buffer[i]!;
      if (c === 0x7b && (before === 0x2c || before === 0x5b || before === 0x7b || before === 0x0a)) {
        if (before === 0x0a) this.#reset();
        this.#depth = this.#resumeDepth;
        this.#recordDepth = this.#resumeDepth;
        this.#state = this.#depth === 0 ? ROOT : VALUE;
        return i;
      }
      if (this.#stops && c === 0x3c && this.#resyncFresh) {
        const to = lineEnd(buffer, i, end, this.#finishing);
        if (to >= 0 && lineKind(buffer.subarray(i, to)) === "event-xml") {
          this.#stop("event-xml", i);
          return i;
        }
        if (to < 0) {
          this.#resumeBefore = before;
          return i;
        }
      }
      if (c !== 0x20 && c !== 0x09 && c !== 0x0d) this.#resyncFresh = c === 0x0a;
      if (c === 0x0a) {
        this.#line++;
        this.#inLine = false;
        if (this.#mode === "lines") {
          this.#reset();
          this.#state = ROOT;
          return i + 1;
        }
      }
      // White space and non-ASCII bytes do not cancel a comma or bracket before them, but a document begins at the very
      // start of its line.
      const space = c === 0x20 || c === 0x09 || c === 0x0d || c === 0x0a || c >= 0x80;
      if (!space || (before !== 0x2c && before !== 0x5b && before !== 0x7b)) before = c;
    }
    this.#resumeBefore = before;
    return end;
  }
}

/**
 * Whether a line is only the opening of a JSON value whose content is on the lines after it: `{`, `[` or `[{`, and then
 * a first key or element. Null if that has not arrived yet.
 */
function opensLines(buffer: Uint8Array, at: number, to: number, end: number): boolean | null {
  let last = at;
  for (let i = at + 1; i < to; i++) {
    if (buffer[i]! <= 0x20) continue;
    if (last !== at || buffer[at] !== 0x5b || buffer[i] !== 0x7b) return false;
    last = i;
  }
  for (let i = to; i < end; i++) {
    const c = buffer[i]!;
    if (c > 0x20) return buffer[last] === 0x7b ? c === 0x22 : c === 0x7b || c === 0x22 || c === 0x5d;
    if (i - to > LINE_BYTES) return false;
  }
  return null;
}

/** A key that is relevant in its container, or 0. */
function keyAt(buffer: Uint8Array, start: number, end: number, node: number): number {
  const key = classifyKey(buffer, start, end);
  return key === KEY.timestamp && !holdsTime(node) ? 0 : key;
}
