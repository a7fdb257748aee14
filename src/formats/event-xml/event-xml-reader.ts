import type { DiagnosticSeverity } from "../../diagnostic/index.ts";
import type { FormatFault } from "../diagnostic.ts";
import type { RecordHandler } from "../handler.ts";
import type { ContentReader } from "../format.ts";
import type { ContentKind } from "../format-kind.ts";
import type { Origin } from "../origin.ts";
import { MAX_DEPTH, MAX_RECORD_BYTES } from "../limits.ts";
import { WindowedReader } from "../windowed-reader.ts";
import { WindowsEventRecord } from "../windows-event.ts";
import {
  markupDeclarationAt,
  cdataEnd,
  commentEnd,
  doctypeEnd,
  instructionEnd,
  UNFINISHED,
} from "./markup-declarations.ts";
import { ByteWindow } from "../byte-window.ts";
import { EventBuilder } from "./event-builder.ts";
import { EventScanner, MAX_PARTS, type Outcome } from "./event-scanner.ts";
import { EventText } from "./event-text.ts";
import { tagAt } from "./outer-tag.ts";
import { BANG, GT, LT, nameEnd, QUESTION, spaceEnd } from "./xml-bytes.ts";

const MIB = 1024 * 1024;

/**
 * Turns event XML in UTF-8 into records: `<Event>` elements anywhere, in sequence or inside other elements.
 *
 * Between events only markup (`<`) is examined, so lines of text and declarations may appear there.
 */
export class EventXmlReader extends WindowedReader implements ContentReader {
  readonly kind: ContentKind = { kind: "event-xml" };
  readonly #handler: RecordHandler;
  readonly #origin: Origin;
  readonly #scanner = new EventScanner();
  readonly #text = new EventText();
  readonly #builder = new EventBuilder(this.#scanner.tape, this.#text);
  /** Number of open `<Events>` elements. */
  #openLists = 0;
  /** Damage has been reported, and no event has begun or ended since. */
  #damageReported = false;
  #doctypeReported = false;

  constructor(handler: RecordHandler, origin: Origin) {
    super(new ByteWindow(LT));
    this.#handler = handler;
    this.#origin = origin;
  }

  override end(complete: boolean): void {
    super.end(complete);
    if (complete && this.#openLists > 0 && !this.#damageReported) {
      const { base, end } = this.window;
      this.#problem({ code: "cut-short", data: { inside: "events" } }, "error", {
        at: base + end,
        line: this.window.lineAt(end),
      });
    }
  }

  /** Advances to the next `<`, or past the markup that begins there. Returns false if it needs more bytes. */
  protected step(): boolean {
    const window = this.window;
    const { buffer } = window;
    const at = buffer.indexOf(LT, window.position);
    if (at < 0 || at >= window.end) {
      window.position = window.end;
      return false;
    }
    const end = this.#limit(at);
    window.position = at;
    if (at + 1 >= end) return this.#waitOrPass(at + 1);
    const c = buffer[at + 1]!;
    if (c === BANG) return this.#markupDeclaration(at);
    // A broken processing instruction is between events: nothing is lost.
    if (c === QUESTION) return this.#pass(at, instructionEnd(buffer, at, end));
    const tag = tagAt(buffer, at, end);
    if (tag === null) return this.#waitOrPass(at + 1);
    switch (tag) {
      case "event":
        return this.#event(at);
      case "list":
        this.#openLists++;
        break;
      case "list-end":
        this.#openLists = Math.max(0, this.#openLists - 1);
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
    window.position = at + 1;
    return true;
  }

  #markupDeclaration(at: number): boolean {
    const { buffer } = this.window;
    const end = this.#limit(at);
    const kind = markupDeclarationAt(buffer, at, end);
    if (kind === null) return this.#waitOrPass(at + 2);
    if (kind === "comment") return this.#pass(at, commentEnd(buffer, at, end));
    if (kind === "CDATA section") return this.#pass(at, cdataEnd(buffer, at, end));
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
      this.#record(at, scanner.next);
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

  /** @param remark a warning about the event */
  #record(start: number, end: number, remark: FormatFault | null = null): void {
    const window = this.window;
    this.#text.begin(window.buffer, start, end);
    const offset = this.#origin.offset(window.base + start);
    const length = this.#origin.offset(window.base + end) - offset;
    const location = { offset, length, line: this.#origin.line(window.lineAt(start)) };
    const warn = (fault: FormatFault): void =>
      this.#handler.problem({ ...fault, severity: "warning", offset, line: location.line });
    if (remark !== null) warn(remark);
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
