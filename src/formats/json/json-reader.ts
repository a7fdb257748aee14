import type { ValidatedObject, RecordHandler, SkippedRecord } from "../handler.ts";
import { fewNames } from "../few-names.ts";
import type { RecordLocation } from "../record.ts";
import type { ContentReader } from "../format.ts";
import type { ContentKind } from "../format-kind.ts";
import type { Origin } from "../origin.ts";
import { eventsIn } from "./batch.ts";
import { kindOfJson } from "./json-kind.ts";
import type { OtherForm } from "../other-form.ts";
import { JsonScanner } from "./json-scanner.ts";
import { type Path, SpanTree } from "./span-tree.ts";
import { FLAG, type JsonDamage, type ScanMode, type ScannerSink, type Span } from "./span.ts";
import { isBatch, isEventToo, type ResponseGap, responseGaps } from "./response.ts";
import { type JsonTable, tablesIn } from "./table.ts";
import { parseJson } from "./parse-json.ts";
import { isValidUtf8 } from "./valid-utf8.ts";
import { valuesBeside } from "./values-beside.ts";

const QUOTE = 0x22;
const BRACKET = 0x5b;

/**
 * Turns JSON text in UTF-8 into records: NDJSON, one array, Elasticsearch responses, pretty-printed documents.
 *
 * The filter decides which records are decoded. The others are still checked to be well-formed, and to be events.
 */
export class JsonReader implements ContentReader, ScannerSink {
  readonly #handler: RecordHandler;
  readonly #scanner: JsonScanner;
  readonly #origin: Origin;
  // `ignoreBOM` keeps a byte order mark in the text: nothing in the evidence is dropped.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #skipped: { -readonly [K in keyof SkippedRecord]: SkippedRecord[K] };
  readonly #object: { -readonly [K in keyof ValidatedObject]: ValidatedObject[K] };
  #projected: Span | null = null;
  #envelopeOffset = 0;
  readonly #mode: ScanMode;
  #responses = 0;
  /** Answers to queries in ES|QL or SQL. */
  #tables = 0;
  #batches = 0;

  #unread: Uint8Array | null = null;
  #isEmpty = true;

  /** @param stops whether it stops where something of another form begins, instead of reporting it as damage */
  constructor(mode: ScanMode, handler: RecordHandler, origin: Origin, stops = false) {
    this.#handler = handler;
    this.#origin = origin;
    this.#scanner = new JsonScanner(mode, this, handler.templates, stops);
    this.#skipped = {
      buffer: this.#scanner.buffer,
      start: 0,
      end: 0,
      timestampStart: 0,
      timestampEnd: 0,
    };
    const { buffer, view, contents } = this.#scanner;
    this.#object = {
      buffer,
      view,
      contents,
      start: 0,
      end: 0,
      isKnown: false,
      mayHoldEvent: false,
      hasLongText: false,
      isExample: mode === "lines" && handler.templates !== undefined,
      place: () => this.#locationOf(this.#projected!),
    };
    this.#mode = mode;
  }

  /** Call before the first byte arrives, if that byte is not the first of the content. */
  startAt(offset: number): void {
    this.#scanner.startAt(offset);
  }

  get kind(): ContentKind {
    return this.#tables > 0
      ? { kind: "table-response" }
      : kindOfJson(this.#mode, this.#responses, this.#batches);
  }

  /** Number of documents so far that list several events. */
  get batches(): number {
    return this.#batches;
  }

  /** Number of Elasticsearch responses so far. */
  get responses(): number {
    return this.#responses;
  }

  /** Number of line breaks so far. */
  get lines(): number {
    return this.#scanner.lines;
  }

  get stopped(): OtherForm | null {
    return this.#scanner.stopped;
  }

  unread(): Uint8Array {
    return this.#unread ?? this.#scanner.unread();
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  append(chunk: Uint8Array): void {
    this.#scanner.append(chunk);
  }

  work(): boolean {
    this.#scanner.scan();
    return false;
  }

  end(complete: boolean): void {
    this.#scanner.finish(complete);
    if (this.stopped !== null) this.#unread ??= this.#scanner.unread();
    this.#scanner.release();
  }

  appended(buffer: Uint8Array, base: number, from: number, end: number): void {
    this.#handler.filter?.appended(buffer, base, from, end);
  }

  known(span: Span): void {
    this.#take(span, true);
  }

  span(span: Span): void {
    this.#take(span, false);
  }

  #take(span: Span, isKnown: boolean): void {
    const { flags, start, end } = span;
    this.#isEmpty = false;
    if ((flags & FLAG.object) === 0) {
      if (!this.#takeOther(span)) this.#handler.notAnObject(this.#locationOf(span));
      return;
    }
    const { base, buffer } = this.#scanner;
    const filter = this.#handler.filter;
    // A plain-text time identifies an event. Without escapes, a text that the byte search did not find is not in the
    // record.
    const known = span.timestampEnd > span.timestampStart && (flags & FLAG.unicodeEscape) === 0;
    if (filter !== undefined && known && !filter.wants(base + start, base + end, buffer, base))
      this.#skip(span);
    else if (!this.#projection(span, isKnown)) this.#decode(span);
  }

  /** Hands over what may be an event in a text or a list; returns false if nothing may. */
  #takeOther(span: Span): boolean {
    const [opens] = this.#scanner.buffer.subarray(span.start, span.end);
    if (opens !== QUOTE && opens !== BRACKET) return false;
    const bytes = this.#scanner.buffer.subarray(span.start, span.end);
    const hasBigNumber = (span.flags & FLAG.bigNumber) !== 0;
    const { value } = parseJson(this.#decoder.decode(bytes), { hasBigNumber, keys: -1 });
    const values = valuesBeside(value);
    if (values.length === 0) return false;
    const whole = this.#locationOf(span);
    this.#checkUtf8(span, whole);
    const tree = new SpanTree(bytes);
    const at = this.#scanner.base + span.start;
    for (const { path, value: found } of values) {
      const [start, end] = tree.at(path) ?? [0, bytes.length];
      const offset = this.#origin.offset(at + start);
      const place = { ...whole, offset, length: this.#origin.offset(at + end) - offset };
      this.#handler.record({ value: found, place, text: this.#decoder.decode(bytes.subarray(start, end)) });
    }
    return true;
  }

  /** Invalid UTF-8 is decoded instead, so that it is read and reported in the usual way. */
  #projection(span: Span, isKnown: boolean): boolean {
    if (this.#handler.projection === undefined) return false;
    const object = this.#object;
    object.buffer = this.#scanner.buffer;
    object.view = this.#scanner.view;
    object.start = span.start;
    object.end = span.end;
    object.isKnown = isKnown;
    // Markup can be spelled with escapes, as PowerShell and Go do.
    object.mayHoldEvent = (span.flags & (FLAG.inner | FLAG.unicodeEscape)) !== 0;
    object.hasLongText = (span.flags & FLAG.longText) !== 0;
    this.#projected = span;
    const isUtf8 = (span.flags & FLAG.nonAscii) === 0 || isValidUtf8(object.buffer, span.start, span.end);
    return isUtf8 && this.#handler.projection(object);
  }

  #decode(span: Span): void {
    const text = this.#decoder.decode(this.#scanner.buffer.subarray(span.start, span.end));
    const { value, repeated } = parseJson(text, {
      hasBigNumber: (span.flags & FLAG.bigNumber) !== 0,
      keys: span.keys,
    });
    const location = this.#locationOf(span);
    this.#checkUtf8(span, location);
    if (repeated.length > 0) {
      this.#handler.problem({
        code: "duplicate-key",
        severity: "warning",
        data: { unit: "record", ...fewNames(repeated) },
        offset: location.offset,
        line: location.line,
      });
    }
    const tables = tablesIn(value);
    if (tables.length > 0) {
      this.#takeTables(tables, span, value as object, location);
      return;
    }
    const events = eventsIn(value);
    if (events === null || !this.#batch(events, span, location))
      this.#handler.record({ value, place: location, text });
  }

  /**
   * Hands over each event of a batch as a document of its own: the whole one, without the others.
   *
   * @returns false if an event cannot be found in the text, because names are repeated; then nothing is handed over
   */
  #batch(events: readonly Path[], span: Span, whole: RecordLocation): boolean {
    const { buffer, base } = this.#scanner;
    const tree = new SpanTree(buffer.subarray(span.start, span.end));
    const spans = events.map((path) => tree.at(path));
    if (spans.includes(null)) return false;
    this.#batches++;
    const hasBigNumber = (span.flags & FLAG.bigNumber) !== 0;
    for (const [i, path] of events.entries()) {
      const [start, end] = spans[i]!;
      const offset = this.#origin.offset(base + span.start + start);
      const length = this.#origin.offset(base + span.start + end) - offset;
      const text = tree.alone(path)!;
      const { value } = parseJson(text, { hasBigNumber, keys: -1 });
      this.#handler.record({ value, place: { ...whole, offset, length }, text });
    }
    return true;
  }

  /** Hands over each row of a table as a document of its own, with the row's location. */
  #takeTables(tables: readonly JsonTable[], span: Span, value: object, whole: RecordLocation): void {
    this.#tables++;
    const { buffer, base } = this.#scanner;
    const tree = new SpanTree(buffer.subarray(span.start, span.end));
    for (const { rows, byColumn, list } of tables) {
      for (const [i, row] of rows.entries()) {
        const [start, end] = tree.at(byColumn ? [...list, 0, i] : [...list, i]) ?? [0, span.end - span.start];
        const offset = this.#origin.offset(base + span.start + start);
        const place = { ...whole, offset, length: this.#origin.offset(base + span.start + end) - offset };
        this.#handler.record({ value: row, place, text: JSON.stringify(row) });
      }
    }
    const about = JSON.stringify({ ...value, columns: [], values: [], rows: [], tables: [], Tables: [] });
    const gaps: ResponseGap[] = responseGaps(about, 0);
    if (tables.some(({ hasMore }) => hasMore)) gaps.push({ kind: "paged" });
    for (const data of gaps) {
      const location = { offset: whole.offset, line: whole.line };
      this.#handler.problem({ code: "incomplete-response", severity: "warning", data, ...location });
    }
  }

  #skip(span: Span): void {
    if ((span.flags & FLAG.nonAscii) !== 0) this.#checkUtf8(span, null);
    const skipped = this.#skipped;
    skipped.buffer = this.#scanner.buffer;
    skipped.start = span.start;
    skipped.end = span.end;
    skipped.timestampStart = span.timestampStart;
    skipped.timestampEnd = span.timestampEnd;
    this.#handler.skipped(skipped);
  }

  #checkUtf8(span: Span, known: RecordLocation | null): void {
    if ((span.flags & FLAG.nonAscii) === 0) return;
    if (isValidUtf8(this.#scanner.buffer, span.start, span.end)) return;
    const location = known ?? this.#locationOf(span);
    this.#handler.problem({
      code: "invalid-utf8",
      severity: "warning",
      data: { unit: "record" },
      offset: location.offset,
      line: location.line,
    });
  }

  #locationOf(span: Span): RecordLocation {
    const offset = this.#origin.offset(this.#scanner.base + span.start);
    const length = this.#origin.offset(this.#scanner.base + span.end) - offset;
    return { offset, length, line: this.#origin.line(span.line) };
  }

  damaged(damage: JsonDamage, offset: number, line: number): void {
    this.#isEmpty = false;
    const location = { offset: this.#origin.offset(offset), line: this.#origin.line(line) };
    this.#handler.problem({ ...damage, severity: "error", ...location });
  }

  envelopeBegins(offset: number): void {
    this.#envelopeOffset = this.#origin.offset(offset);
  }

  envelope(text: string, hits: number, _offset: number, line: number): void {
    const location = { offset: this.#envelopeOffset, line: this.#origin.line(line) };
    if (isEventToo(text)) {
      this.#handler.problem({
        code: "bad-json",
        severity: "error",
        data: { kind: "event-with-lists" },
        ...location,
      });
      return;
    }
    if (isBatch(text)) return;
    this.#responses++;
    for (const data of responseGaps(text, hits)) {
      this.#handler.problem({ code: "incomplete-response", severity: "warning", data, ...location });
    }
  }
}
