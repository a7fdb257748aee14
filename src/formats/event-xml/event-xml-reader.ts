import type { DiagnosticSeverity } from "../../diagnostic/index.ts";
import type { FormatFault } from "../diagnostic.ts";
import type { Prescan, RecordHandler } from "../handler.ts";
import type { ContentReader } from "../format.ts";
import type { ContentKind } from "../format-kind.ts";
import type { Origin } from "../origin.ts";
import { MAX_DEPTH, MAX_RECORD_BYTES } from "../limits.ts";
import { WindowedReader } from "../windowed-reader.ts";
import { WindowsEventRecord } from "../windows-event.ts";
import {
  CDATA_END,
  markupDeclarationAt,
  cdataEnd,
  cdataStart,
  commentEnd,
  doctypeEnd,
  instructionEnd,
  UNFINISHED,
} from "./markup-declarations.ts";
import { ByteWindow } from "../byte-window.ts";
import { isByteOrderMark } from "../json/json-bytes.ts";
import { LINE_BYTES, lineEnd, lineKind, type OtherForm } from "../other-form.ts";
import { hasEventMarkup } from "../event-signs.ts";
import { mentionsEvents, OuterText } from "../outer-text.ts";
import { EventBuilder } from "./event-builder.ts";
import { EventScanner, MAX_PARTS, type Outcome } from "./event-scanner.ts";
import { EventText } from "./event-text.ts";
import { tagAt } from "./outer-tag.ts";
import { BANG, BYTE, GT, KIND, LT, matchesAt, nameEnd, QUESTION, SLASH, spaceEnd } from "./xml-bytes.ts";

const LINE_FEED = 0x0a;
const BRACE = 0x7b;
/** Bytes by which the opening of a JSON object after an event is judged. */
const OPENING_BYTES = 256;
const MIB = 1024 * 1024;

/**
 * Turns event XML in UTF-8 into records: `<Event>` elements anywhere, in sequence or inside other elements.
 *
 * Between events, markup and declarations are passed over. Text there is reported, unless tools write such lines.
 */
export class EventXmlReader extends WindowedReader implements ContentReader {
  readonly kind: ContentKind = { kind: "event-xml" };
  readonly #handler: RecordHandler;
  readonly #origin: Origin;
  readonly #scanner = new EventScanner();
  readonly #text = new EventText();
  readonly #builder = new EventBuilder(this.#scanner.tape, this.#text);
  /** Number of open `<Events>` elements, and of those that ended without having begun. */
  #openLists = 0;
  #closedLists = 0;
  /** Damage has been reported, and no event has begun or ended since. */
  #damageReported = false;
  #doctypeReported = false;
  readonly #stops: boolean;
  #stopped: OtherForm | null = null;
  /** The text that was read last goes on: what follows is more of it, whatever it begins with. */
  #isWithinText = false;
  /** It is a line that collectors write between events. */
  #isGlue = false;
  readonly #outer = new OuterText((fault, severity, where) => this.#problem(fault, severity, where));
  /** Nothing but white space has come since the last line break. */
  #isLineStart = true;
  /** It begins inside the file. */
  #isPart = false;
  /** What has begun after the last tag: a document of which nothing has come yet, or a tag that the file ends in. */
  #opening: { readonly inside: "declaration" | "event"; readonly at: number; readonly line: number } | null =
    null;
  /** An event, or a part of one, has been met. */
  isEmpty = true;

  /**
   * @param stops whether it stops where something of another form begins, instead of reporting it as text
   * @param prescan says which events to decode: the others are only counted
   */
  constructor(handler: RecordHandler, origin: Origin, stops = false, prescan: Prescan | null = null) {
    super(new ByteWindow(LT), prescan);
    this.#stops = stops;
    this.#handler = handler;
    this.#origin = origin;
  }

  override end(complete: boolean): void {
    super.end(complete);
    this.#outer.end();
    if (complete && this.#openLists > 0 && !this.#damageReported) {
      const { base, end } = this.window;
      this.#problem({ code: "cut-short", data: { inside: "events" } }, "error", {
        at: base + end,
        line: this.window.lineAt(end),
      });
    } else if (complete && this.#opening !== null && this.#stopped === null && this.#followsEvents) {
      const { inside, ...where } = this.#opening;
      this.#problem({ code: "cut-short", data: { inside } }, "error", where);
    }
  }

  /** A declaration alone is no export that was cut. A part begins after events. */
  get #followsEvents(): boolean {
    return this.#isPart || !this.isEmpty;
  }

  override endPart(): boolean {
    const isRead = super.endPart();
    // Text between events may go on, and what is harmless in it is reported once, as is a DOCTYPE.
    const isReported = this.#outer.isEmpty && !(this.#isPart && this.#doctypeReported);
    return isRead && isReported && !this.#isWithinText;
  }

  override startAt(offset: number): void {
    super.startAt(offset);
    this.#isPart = true;
  }

  get openLists(): number {
    return this.#openLists;
  }

  /** After damage at the end, lists without an end are not reported: none counts as open. */
  get closedLists(): number {
    return this.ended && this.#damageReported ? Infinity : this.#closedLists;
  }

  /** Advances to the next `<`, or past the markup that begins there. Returns false if it needs more bytes. */
  protected step(): boolean {
    if (this.#stopped !== null) return false;
    const window = this.window;
    const { buffer } = window;
    if (this.#isWithinText) {
      if (window.position >= window.end) return false;
      const c = buffer[window.position];
      if (c !== LT && c !== LINE_FEED) return this.#textBetween(window.position);
      this.#isWithinText = false;
    }
    const at = this.#visible(window.position);
    if (at >= window.end) {
      window.position = window.end;
      return false;
    }
    if (buffer[at] !== LT) return this.#between(at);
    this.#isLineStart = false;
    const end = this.#limit(at);
    window.position = at;
    if (at + 1 >= end) return this.#openTag(at);
    const c = buffer[at + 1]!;
    if (c === BANG) return this.#markupDeclaration(at);
    // A broken processing instruction is between events: nothing is lost.
    if (c === QUESTION) {
      const to = instructionEnd(buffer, at, end);
      if (to <= 0 || isXmlDeclaration(buffer, at, to)) {
        this.#opens("declaration", at);
      }
      return this.#pass(at, to);
    }
    const tag = tagAt(buffer, at, end);
    if (tag === null) return this.#openTag(at);
    const after = tag === "event" ? at : this.#tagEnd(at);
    if (after < 0) return this.wait();
    this.#opening = null;
    switch (tag) {
      case "event":
        this.isEmpty = false;
        this.#outer.close();
        return this.#event(at);
      case "list":
        this.#openLists++;
        break;
      case "list-end":
        if (this.#openLists > 0) this.#openLists--;
        else this.#closedLists++;
        break;
      case "inside":
        this.#orphan(at);
        break;
      case "event-end":
        this.#orphan(at);
        // The event ends here: if the next one is torn as well, that is a separate loss.
        this.#damageReported = false;
        break;
      case "other":
    }
    window.position = after;
    return true;
  }

  #opens(inside: "declaration" | "event", at: number): void {
    this.#opening = { inside, at: this.window.base + at, line: this.window.lineAt(at) };
  }

  /** Waits for the rest of a tag's name. Where the content ends in it, an event may have begun there. */
  #openTag(at: number): boolean {
    const { window } = this;
    if (!this.ended || this.#damageReported || this.#limit(at) < window.end) return this.#waitOrPass(at + 1);
    this.#opens("event", at);
    window.position = window.end;
    return false;
  }

  get stopped(): OtherForm | null {
    return this.#stopped;
  }

  unread(): Uint8Array {
    return this.window.buffer.slice(this.window.position, this.window.end);
  }

  /** The next byte that is neither white space nor part of a byte order mark. */
  #visible(from: number): number {
    const { buffer, end } = this.window;
    let at = from;
    for (; at < end; at++) {
      const c = buffer[at]!;
      if (c === LINE_FEED) this.#isLineStart = true;
      else if ((KIND[c]! & BYTE.space) === 0 && !isByteOrderMark(c)) break;
    }
    return at;
  }

  /** The position after a tag between events; -1 if it has not arrived yet. What is no tag is passed with its name. */
  #tagEnd(at: number): number {
    const { buffer, end } = this.window;
    const name = buffer[at + 1] === SLASH ? at + 2 : at + 1;
    const limit = Math.min(end, at + LINE_BYTES);
    let i = nameEnd(buffer, name);
    if (i === name) return Math.min(i, end);
    while (i < limit && buffer[i] !== GT && buffer[i] !== LT) i++;
    if (i < limit && buffer[i] === GT) return i + 1;
    if (i >= limit && limit === end && end - at < LINE_BYTES && !this.ended) return -1;
    return Math.min(nameEnd(buffer, name), end);
  }

  /** Handles text between events, up to the next markup or the end of the line. */
  #between(at: number): boolean {
    const window = this.window;
    const { buffer } = window;
    const isSectionEnd = matchesAt(buffer, at, window.end, CDATA_END);
    if (isSectionEnd === null && !this.ended) {
      window.position = at;
      return this.wait();
    }
    if (isSectionEnd === true) {
      window.position = at + CDATA_END.length;
      return true;
    }
    this.#isGlue = false;
    // Within a line, only JSON right after an event is looked for: what is left of a torn event may look like it.
    const isOpening = !this.#damageReported && buffer[at] === BRACE;
    if (this.#isLineStart || isOpening) {
      const to = lineEnd(buffer, at, window.end, this.ended, this.#isLineStart ? LINE_BYTES : OPENING_BYTES);
      if (to < 0) {
        window.position = at;
        return this.wait();
      }
      const kind = lineKind(buffer.subarray(at, to));
      if (this.#stops && (kind === "json" || (kind === "csv" && this.#isLineStart))) {
        window.position = at;
        this.#stopped = { form: kind, at: window.base + at, line: window.lineAt(at) };
        return false;
      }
      this.#isGlue = kind === "glue" && this.#isLineStart;
    }
    return this.#textBetween(at);
  }

  /** Takes text between events, up to the next markup or the end of the line, as far as it has arrived. */
  #textBetween(at: number): boolean {
    const window = this.window;
    const { buffer, end } = window;
    let stop = at;
    while (stop < end && buffer[stop] !== LT && buffer[stop] !== LINE_FEED) stop++;
    if (!this.#isGlue && !this.#damageReported) {
      this.#outer.add(buffer.subarray(at, stop), window.base + at, window.lineAt(at));
    }
    this.#isLineStart = false;
    this.#isWithinText = stop === end;
    window.position = stop;
    return true;
  }

  #markupDeclaration(at: number): boolean {
    const { buffer } = this.window;
    const end = this.#limit(at);
    const kind = markupDeclarationAt(buffer, at, end);
    if (kind === null) return this.#waitOrPass(at + 2);
    if (kind === "comment") return this.#passHidden(at, commentEnd(buffer, at, end), hasEventMarkup);
    if (kind === "CDATA section") {
      const to = cdataEnd(buffer, at, end);
      // Answers of web services have whole events there.
      const isEvents = to > 0 && hasEventMarkup(this.#textOf(at, to));
      return isEvents ? this.#pass(at, cdataStart(at)) : this.#passHidden(at, to, mentionsEvents);
    }
    if (kind === "declaration") return this.#pass(at, at + 2);
    const to = doctypeEnd(buffer, at, end);
    if ((to !== UNFINISHED || this.ended) && !this.#doctypeReported) {
      this.#doctypeReported = true;
      this.#problem({ code: "bad-xml", data: { kind: "doctype" } }, "warning", {
        at: this.window.base + at,
        line: this.window.lineAt(at),
      });
    }
    return this.#pass(at, to);
  }

  /** Passes what is no part of the records, and reports it if it may be an event. */
  #passHidden(at: number, to: number, mayBeEvent: (text: string) => boolean): boolean {
    if (to > 0 && mayBeEvent(this.#textOf(at, to))) {
      this.#outer.close();
      this.#outer.add(this.window.buffer.subarray(at, to), this.window.base + at, this.window.lineAt(at));
      this.#outer.close();
    }
    return this.#pass(at, to);
  }

  #textOf(at: number, to: number): string {
    return new TextDecoder().decode(this.window.buffer.subarray(at, to));
  }

  /** Continues at `to`; if there is no end, just after the opening. */
  #pass(at: number, to: number): boolean {
    if (to === UNFINISHED && !this.#isTooLong(at)) return this.#waitOrPass(at + 2);
    this.window.position = to > 0 ? to : at + 2;
    return true;
  }

  /** Markup that begins at `at` is examined up to here, however much is in memory. */
  #limit(at: number): number {
    return Math.min(this.window.end, at + MAX_RECORD_BYTES);
  }

  #isTooLong(at: number): boolean {
    return this.window.end - at >= MAX_RECORD_BYTES;
  }

  /** Returns false until more bytes arrive; at the end of the content, continues at `next`. */
  #waitOrPass(next: number): boolean {
    const window = this.window;
    if (this.ended) {
      window.position = Math.min(next, window.end);
      return window.position < window.end;
    }
    return this.wait();
  }

  #event(at: number): boolean {
    const window = this.window;
    const scanner = this.#scanner;
    const outcome = scanner.scan(window.buffer, at, this.#limit(at));
    if (outcome === "whole") {
      this.#damageReported = false;
      if (this.prescan?.passes(at, scanner.next, scanner.mayRespell) !== true) this.#record(at, scanner.next);
      window.position = scanner.next;
      return true;
    }
    const next = Math.max(scanner.next, at + 1);
    const isCut = outcome === "unfinished" && !this.#isTooLong(at);
    if (isCut && !this.ended) return this.#waitOrPass(next);
    if (scanner.dropRendering()) {
      const end = this.#afterEventEnd(next);
      // The rest of the message belongs to this event, whose damage is reported here.
      this.#damageReported = end === next;
      const fault = isCut ? "cut" : outcome === "damaged" ? scanner.fault : "limit";
      this.#record(at, end, { code: "bad-xml", data: { kind: "rendering", fault } });
      if (isCut && this.complete) {
        this.#damageReported = false;
        this.#damage({ code: "cut-short", data: { inside: "rendering" } }, at);
      }
      window.position = end;
      return true;
    }
    if (isCut) {
      this.#damageReported = !this.complete;
      this.#damage({ code: "cut-short", data: { inside: "event" } }, at);
    } else {
      this.#damageReported = false;
      this.#damage(this.#faultOf(outcome), at);
    }
    window.position = next;
    return true;
  }

  /** The position after the end tag of an event that begins at `at`; `at` itself if none does. */
  #afterEventEnd(at: number): number {
    const { buffer } = this.window;
    const end = this.window.end;
    if (at >= end || buffer[at] !== LT || tagAt(buffer, at, end) !== "event-end") return at;
    const close = spaceEnd(buffer, nameEnd(buffer, at + 2));
    return close < end && buffer[close] === GT ? close + 1 : at;
  }

  #faultOf(outcome: Exclude<Outcome, "whole">): FormatFault {
    switch (outcome) {
      case "unfinished":
        return { code: "too-long", data: { kind: "event", limit: MAX_RECORD_BYTES / MIB } };
      case "too-deep":
        return { code: "too-deep", data: { kind: "xml", levels: MAX_DEPTH } };
      case "too-many-parts":
        return { code: "bad-xml", data: { kind: "too-many-parts", most: MAX_PARTS } };
      case "damaged":
        return { code: "bad-xml", data: { kind: "damaged", fault: this.#scanner.fault } };
    }
  }

  /** @param warning a warning about the event */
  #record(start: number, end: number, warning: FormatFault | null = null): void {
    const window = this.window;
    this.#text.begin(window.buffer, start, end);
    const offset = this.#origin.offset(window.base + start);
    const length = this.#origin.offset(window.base + end) - offset;
    const location = { offset, length, line: this.#origin.line(window.lineAt(start)) };
    const warn = (fault: FormatFault): void =>
      this.#handler.problem({ ...fault, severity: "warning", offset, line: location.line });
    if (warning !== null) warn(warning);
    const { badReferences, zeroBytes } = this.#scanner;
    if (badReferences > 0) {
      warn({ code: "bad-xml", data: { kind: "references", count: badReferences } });
    }
    if (zeroBytes > 0) {
      warn({ code: "bad-xml", data: { kind: "zero-bytes", count: zeroBytes } });
    }
    if (!this.#text.isUtf8) {
      warn({ code: "invalid-utf8", data: { unit: "event" } });
    }
    const value = new WindowsEventRecord(this.#builder.build());
    this.#handler.record({ value, place: location, text: this.#text.text });
  }

  #orphan(at: number): void {
    this.#damage({ code: "bad-xml", data: { kind: "no-beginning" } }, at);
  }

  /** Reports damage once: everything up to the next event belongs to it. */
  #damage(fault: FormatFault, at: number): void {
    if (this.#damageReported) return;
    this.#damageReported = true;
    this.#problem(fault, "error", { at: this.window.base + at, line: this.window.lineAt(at) });
  }

  #problem(
    fault: FormatFault,
    severity: DiagnosticSeverity,
    where: { readonly at: number; readonly line: number },
  ): void {
    this.#handler.problem({
      ...fault,
      severity,
      offset: this.#origin.offset(where.at),
      line: this.#origin.line(where.line),
    });
  }
}

const XML = [0x78, 0x6d, 0x6c];

/** Whether the instruction from `at` to `to` is `<?xml …?>`, which tools write before each event. */
function isXmlDeclaration(buffer: Uint8Array, at: number, to: number): boolean {
  return at + 5 < to && XML.every((c, i) => buffer[at + 2 + i] === c) && buffer[at + 5]! <= 0x20;
}
