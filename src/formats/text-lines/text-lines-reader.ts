import { ByteWindow } from "../byte-window.ts";
import type { ContentReader } from "../format.ts";
import type { ContentKind } from "../format-kind.ts";
import type { RecordHandler } from "../handler.ts";
import { isValidUtf8 } from "../json/valid-utf8.ts";
import { MAX_RECORD_BYTES } from "../limits.ts";
import type { Origin } from "../origin.ts";
import type { OtherForm } from "../other-form.ts";
import { mentionsEvents, OuterText } from "../outer-text.ts";
import { WindowedReader } from "../windowed-reader.ts";
import { EVENT_MARKUP } from "../event-signs.ts";
import { endsEscaped, type LineRole, quotedText, roleOf, SPLUNK_FIRST, SPLUNK_TIME } from "./event-line.ts";

const LINE_FEED = 0x0a;
const MIB = 1024 * 1024;

/**
 * Cuts text into records where its lines contain events: JSON after the header of a syslog message, event XML that was
 * escaped inside other XML or HTML, and events as Splunk's forwarder renders them. The value of a record is its text;
 * the mapping finds the event in it. All other text is reported.
 */
export class TextLinesReader extends WindowedReader implements ContentReader {
  readonly kind: ContentKind = { kind: "text-lines" };
  isEmpty = true;
  readonly #handler: RecordHandler;
  readonly #origin: Origin;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #outer: OuterText;
  #stopped: OtherForm | null = null;
  /** The rest of a line is skipped, because it is longer than a record may be. */
  #isSkipping = false;

  constructor(handler: RecordHandler, origin: Origin) {
    super(new ByteWindow(LINE_FEED));
    this.#handler = handler;
    this.#origin = origin;
    this.#outer = new OuterText((fault, severity, { at, line }) =>
      handler.problem({ ...fault, severity, offset: origin.offset(at), line: origin.line(line) }),
    );
  }

  get stopped(): OtherForm | null {
    return this.#stopped;
  }

  unread(): Uint8Array {
    return this.window.buffer.slice(this.window.position, this.window.end);
  }

  override end(complete: boolean): void {
    super.end(complete);
    this.#outer.end();
  }

  protected step(): boolean {
    if (this.#stopped !== null) return false;
    const { window } = this;
    const start = window.position;
    if (start >= window.end) return false;
    const lineEnd = this.#lineEnd(start);
    if (lineEnd < 0) return this.#isTooLong(start) ? this.#skip(start) : this.wait();
    if (this.#isSkipping) {
      this.#isSkipping = false;
      return this.#continueAt(lineEnd);
    }
    const line = this.#text(start, lineEnd);
    const role = roleOf(line);
    if (role !== "none") {
      const end = this.#recordEnd(role, lineEnd);
      if (end < 0) return this.#isTooLong(start) ? this.#skip(start) : this.wait();
      this.#record(start, end);
      return this.#continueAt(end);
    }
    // Its end is on a later line.
    if (EVENT_MARKUP.test(line)) {
      this.#stopped = { form: "event-xml", at: window.base + start, line: window.lineAt(start) };
      return false;
    }
    // As in event XML, the markup between events is passed over.
    const isMarkup = /^\s*<[/!?A-Za-z]/.test(line) && !mentionsEvents(line);
    if (!isMarkup && line.trim() !== "") {
      const bytes = window.buffer.subarray(start, lineEnd);
      this.#outer.add(bytes, window.base + start, window.lineAt(start));
    }
    return this.#continueAt(lineEnd);
  }

  /** The end of the line at `from`, without its line break; -1 if it has not arrived yet. */
  #lineEnd(from: number): number {
    const { buffer, end } = this.window;
    const found = buffer.indexOf(LINE_FEED, from);
    if (found >= 0 && found < end) return found;
    return this.ended ? end : -1;
  }

  /** The end of a record whose first line ends at `lineEnd`; -1 if it has not arrived yet. */
  #recordEnd(role: Exclude<LineRole, "none">, lineEnd: number): number {
    if (role === "event") return lineEnd;
    const { end } = this.window;
    for (let at = lineEnd, lines = 0; ; lines++) {
      if (at >= end) return this.ended ? end : -1;
      const next = this.#lineEnd(at + 1);
      if (next < 0) return -1;
      const line = this.#text(at + 1, next);
      if (role === "escaped-begins") {
        if (endsEscaped(line)) return next;
      } else if (lines === 0) {
        // A time on a line of its own may be anything.
        if (!SPLUNK_FIRST.test(line)) return lineEnd;
      } else if (SPLUNK_TIME.test(line)) return at;
      at = next;
    }
  }

  #record(start: number, end: number): void {
    this.isEmpty = false;
    this.#outer.close();
    const { base } = this.window;
    const offset = this.#origin.offset(base + start);
    const length = this.#origin.offset(base + end) - offset;
    const place = { offset, length, line: this.#origin.line(this.window.lineAt(start)) };
    const text = this.#text(start, end);
    if (text.includes("\uFFFD") && !isValidUtf8(this.window.buffer, start, end)) {
      const { line } = place;
      this.#handler.problem({
        code: "invalid-utf8",
        severity: "warning",
        data: { unit: "event" },
        offset,
        line,
      });
    }
    this.#handler.record({ value: { text: quotedText(text) ?? text }, place, text });
  }

  #text(start: number, end: number): string {
    return this.#decoder.decode(this.window.buffer.subarray(start, end));
  }

  #continueAt(lineEnd: number): boolean {
    this.window.position = Math.min(lineEnd + 1, this.window.end);
    return true;
  }

  #isTooLong(start: number): boolean {
    return this.window.end - start >= MAX_RECORD_BYTES;
  }

  #skip(start: number): boolean {
    const { window } = this;
    if (!this.#isSkipping) {
      this.#handler.problem({
        code: "too-long",
        severity: "error",
        data: { kind: "event", limit: MAX_RECORD_BYTES / MIB },
        offset: this.#origin.offset(window.base + start),
        line: this.#origin.line(window.lineAt(start)),
      });
    }
    this.#isSkipping = true;
    window.position = window.end;
    return false;
  }
}
