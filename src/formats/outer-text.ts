import { joined } from "../bytes/index.ts";
import type { DiagnosticSeverity } from "../diagnostic/index.ts";
import type { FormatFault } from "./diagnostic.ts";
import { unreadKind } from "./unread-kind.ts";

/** A banner is no longer than this; longer text may be evidence in a form that is not read. */
const MAX_HARMLESS_BYTES = 2048;
const MAX_HARMLESS_LINES = 20;
/** The beginning of a run by which its kind is guessed. */
const SAMPLE_BYTES = 4096;

const LINE_FEED = 0x0a;

const OF_EVENTS =
  /Event(?:ID|Code|Data|RecordID|Log)\b|&lt;|TargetObject|Registry(?:Key|Value)|ScriptBlock|CommandLine/i;

/** Whether a text has a name or markup of events, so that it may be an event in a form that is not read. */
export function mentionsEvents(text: string): boolean {
  return OF_EVENTS.test(text);
}

type Report = (
  fault: FormatFault,
  severity: DiagnosticSeverity,
  where: { readonly at: number; readonly line: number },
) => void;

/** Collects text outside the records, so that none is skipped without a word. */
export class OuterText {
  readonly #report: Report;
  #sample: Uint8Array[] = [];
  #sampled = 0;
  #at = -1;
  #line = 0;
  #lastLine = -1;
  #bytes = 0;
  #lines = 0;
  #controls = 0;
  /** Short runs, which are reported together: the first of them, their bytes and number. */
  #first: { readonly at: number; readonly line: number } | null = null;
  #harmlessBytes = 0;
  #places = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Adds a line, or a part of one, at an offset of the content. The line break is not counted. */
  add(bytes: Uint8Array, at: number, line: number): void {
    if (this.#at < 0) {
      this.#at = at;
      this.#line = line;
    }
    // A line may come in several parts, depending on how the content arrives.
    const isNewLine = line !== this.#lastLine;
    this.#lastLine = line;
    this.#bytes += bytes.length;
    if (isNewLine) this.#lines++;
    for (const c of bytes) if (c < 0x20 && c !== 0x09 && c !== 0x0d) this.#controls++;
    if (this.#sampled < SAMPLE_BYTES) {
      if (isNewLine && this.#sampled > 0) this.#keep(Uint8Array.of(LINE_FEED));
      this.#keep(bytes);
    }
  }

  /** Whether there is nothing to report. */
  get isEmpty(): boolean {
    return this.#at < 0 && this.#first === null;
  }

  #keep(bytes: Uint8Array): void {
    const kept = bytes.slice(0, SAMPLE_BYTES - this.#sampled);
    this.#sample.push(kept);
    this.#sampled += kept.length;
  }

  /** A record follows, or the content ends. */
  close(): void {
    if (this.#at < 0) return;
    const where = { at: this.#at, line: this.#line };
    // A damaged byte does not turn a line of text into something else.
    const isText = 8 * this.#controls <= this.#bytes;
    const sample = joined(this.#sample);
    const seems = unreadKind(isText ? sample.filter((c) => c !== 0) : sample);
    const isHarmless =
      isText &&
      this.#bytes <= MAX_HARMLESS_BYTES &&
      this.#lines <= MAX_HARMLESS_LINES &&
      (seems === "text" || seems === "csv") &&
      !mentionsEvents(new TextDecoder().decode(sample));
    if (isHarmless) {
      this.#first ??= where;
      this.#harmlessBytes += this.#bytes;
      this.#places++;
    } else {
      this.#report(
        { code: "other-content", data: { kind: "unread", bytes: this.#bytes, seems } },
        "error",
        where,
      );
    }
    this.#at = this.#lastLine = -1;
    this.#bytes = this.#lines = this.#sampled = 0;
    this.#sample = [];
    this.#controls = 0;
  }

  /** Reports the short runs. */
  end(): void {
    this.close();
    if (this.#first === null) return;
    const data = { kind: "harmless", bytes: this.#harmlessBytes, places: this.#places } as const;
    this.#report({ code: "other-content", data }, "info", this.#first);
    this.#first = null;
  }
}
