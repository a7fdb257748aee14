import type { Stage } from "../bytes/index.ts";

/** `Record 17` on a line of its own, which evtx_dump prints before each document. */
const LABEL = /^Record \d{1,20}\r?$/;
/** The beginning of a possible label, whose line continues in the next piece. */
const BEGINNING = /^(?:R|Re|Rec|Reco|Recor|Record|Record \d{0,20}\r?)$/;
const LONGEST = "Record ".length + 20 + 1;
/** The first line must be as short as a label, but may be damaged; intact labels before JSON may be anywhere. */
const SHORT_LINE = /^[^\n]{0,64}\n/;
const LABELLED = /^Record \d{1,20}\r?\n\s*[[{]/m;
const LINE_FEED = 0x0a;
const BLANK = 0x20;
const LETTER_R = 0x52;

/** Whether a text is JSON with such labels between its documents. The first label may be damaged. */
export function hasRecordLabels(head: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(head);
  return SHORT_LINE.test(text) && LABELLED.test(text);
}

/**
 * Passes a text on with its labels replaced by blanks, so that offsets and lines stay those of the file. A line within
 * a JSON document cannot be mistaken for a label, because JSON strings contain no line breaks.
 */
export class RecordLabels implements Stage {
  readonly #next: Stage;
  #isFirst = true;
  #atLineStart = true;
  /** The beginning of a line that may be a label, not passed on yet. */
  #heldBack: Uint8Array = new Uint8Array(0);

  constructor(next: Stage) {
    this.#next = next;
  }

  append(chunk: Uint8Array): void {
    const bytes = new Uint8Array(this.#heldBack.length + chunk.length);
    bytes.set(this.#heldBack);
    bytes.set(chunk, this.#heldBack.length);
    if (bytes.length === 0) return;
    let at = this.#atLineStart ? this.#markIn(bytes) : lineAfter(bytes, 0);
    let end = bytes.length;
    while (at < bytes.length) {
      const next = lineAfter(bytes, at);
      if (bytes[at] === LETTER_R && next - at <= LONGEST + 1) {
        const isWhole = bytes[next - 1] === LINE_FEED;
        const line = latin(bytes.subarray(at, isWhole ? next - 1 : next));
        if (isWhole && LABEL.test(line)) bytes.fill(BLANK, at, next - 1);
        if (!isWhole && BEGINNING.test(line)) end = at;
      }
      at = next;
    }
    this.#atLineStart = end < bytes.length || bytes[end - 1] === LINE_FEED;
    this.#heldBack = bytes.slice(end);
    if (end > 0) this.#next.append(bytes.subarray(0, end));
  }

  /** What has not been passed on yet. */
  get heldBack(): Uint8Array {
    return this.#heldBack;
  }

  /** Length of the byte order mark, if the content begins with one. */
  #markIn(bytes: Uint8Array): number {
    if (!this.#isFirst) return 0;
    this.#isFirst = false;
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  work(): boolean {
    return this.#next.work();
  }

  end(complete: boolean): void {
    if (this.#heldBack.length > 0) {
      if (LABEL.test(latin(this.#heldBack))) this.#heldBack.fill(BLANK);
      this.#next.append(this.#heldBack);
      this.#heldBack = new Uint8Array(0);
      while (this.#next.work());
    }
    this.#next.end(complete);
  }
}

/** Where the next line after `from` begins. */
function lineAfter(bytes: Uint8Array, from: number): number {
  const found = bytes.indexOf(LINE_FEED, from);
  return found < 0 ? bytes.length : found + 1;
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
