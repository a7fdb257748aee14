import { MAX_DEPTH } from "../limits.ts";
import {
  markupDeclarationAt,
  cdataEnd,
  cdataStart,
  commentEnd,
  DAMAGED,
  instructionEnd,
  UNFINISHED,
} from "./markup-declarations.ts";
import { referenceEnd } from "./references.ts";
import { OP, REFERENCES, Tape, WHITE_SPACE } from "./tape.ts";
import type { XmlFault } from "./xml-fault.ts";
import {
  AMP,
  APOSTROPHE,
  ascii,
  BANG,
  BYTE,
  EQUALS,
  GT,
  HASH,
  isNamed,
  KIND,
  LT,
  nameEnd,
  QUESTION,
  QUOTE,
  SLASH,
  spaceEnd,
} from "./xml-bytes.ts";

/** The outcome for one event. */
export type Outcome = "whole" | "unfinished" | "damaged" | "too-deep" | "too-many-parts";

/**
 * Most parts in one event. Once `<a/>` is an object, it takes a hundred times its four bytes. A Windows event is below
 * 64 KiB in the log and has a few hundred parts.
 */
export const MAX_PARTS = 1_000_000;

const EVENT = ascii("Event");
const SYSTEM = ascii("System");
const USER_DATA = ascii("UserData");
const PAYLOADS = [ascii("EventData"), USER_DATA];
const RENDERING = ascii("RenderingInfo");
/** The one part of the rendering whose values are elements in it. */
const KEYWORDS = ascii("Keywords");
/** Elements around one with a value, such as `<Data>` or `<EventID>`. */
const VALUE_DEPTH = 2;

/**
 * Scans the bytes of one event, checks that it is well-formed and writes its parts to the tape.
 *
 * Nothing is kept between calls. If the bytes end too early, the caller tries again with more of them: the same bytes
 * give the same outcome however they arrived.
 */
export class EventScanner {
  readonly tape = new Tape();
  /** End of the event; if it is not whole, where to look for the next one. */
  next = 0;
  /** What is wrong with a damaged event. */
  fault: XmlFault = "tag";
  /** References that stand for no character and were left unchanged. */
  badReferences = 0;
  /** Number of zero bytes in texts and values. */
  zeroBytes = 0;
  /**
   * Whether a value may have other ASCII letters and blanks than the bytes, or be in several pieces: after a character
   * reference, a line break in an attribute, a comment, an instruction, a CDATA section, or an element among text.
   */
  mayRespell = false;

  #buffer: Uint8Array = new Uint8Array(0);
  #end = 0;
  #depth = 0;
  /** `<System>` or a payload has begun. Once the scan is back at their level, they were whole. */
  #hasSystem = false;
  #hasPayload = false;
  /** The latest child of the event is `<UserData>`, whose values are elements at any depth. */
  #isUserData = false;
  /** The tape's length before the open `<RenderingInfo>`; -1 outside it. */
  #rendering = -1;
  /** For each open element, where its name begins and ends. */
  readonly #names = new Int32Array(2 * (MAX_DEPTH + 1));

  /**
   * @param buffer has a `<` at `end`
   * @param start the `<` of the event's start tag
   */
  scan(buffer: Uint8Array, start: number, end: number): Outcome {
    this.#buffer = buffer;
    this.#end = end;
    this.#depth = 0;
    this.badReferences = 0;
    this.zeroBytes = 0;
    this.mayRespell = false;
    this.tape.clear();
    this.#hasSystem = this.#hasPayload = false;
    this.#rendering = -1;
    this.next = start;
    for (;;) {
      const at = this.next;
      if (at + 1 >= end) return "unfinished";
      const c = buffer[at + 1]!;
      let outcome: Outcome;
      if (c === SLASH) outcome = this.#endTag(at);
      else if (c === BANG || c === QUESTION) {
        this.mayRespell = true;
        outcome =
          c === BANG
            ? this.#markupDeclaration(at)
            : this.#skip(at, instructionEnd(buffer, at, end), "instruction");
      } else outcome = this.#startTag(at);
      if (outcome !== "whole" || this.#depth === 0) return outcome;
      if (this.tape.length > MAX_PARTS) return "too-many-parts";
      if (!this.#text(this.next)) return "unfinished";
    }
  }

  /**
   * After an event that is not whole: whether its values are whole, since the damage is in the rendered message that
   * follows them. The tape then has the event without that message.
   */
  dropRendering(): boolean {
    if (this.#rendering < 0 || !this.#hasSystem || !this.#hasPayload) return false;
    this.tape.cut(this.#rendering);
    this.tape.push(OP.close, this.next, this.next);
    return true;
  }

  /** Notes which child of the event begins. */
  #child(start: number, stop: number): void {
    const buffer = this.#buffer;
    this.#isUserData = isNamed(buffer, start, stop, USER_DATA);
    if (isNamed(buffer, start, stop, SYSTEM)) this.#hasSystem = true;
    else if (isNamed(buffer, start, stop, RENDERING)) this.#rendering = this.tape.length;
    else if (PAYLOADS.some((name) => isNamed(buffer, start, stop, name))) this.#hasPayload = true;
  }

  /** Whether an element that begins here is part of a value: that is all texts in its element, next to each other. */
  #isInValue(): boolean {
    if (this.#depth <= VALUE_DEPTH || this.#isUserData) return false;
    const names = this.#names;
    const isKeyword =
      this.#rendering >= 0 &&
      this.#depth === VALUE_DEPTH + 1 &&
      isNamed(this.#buffer, names[2 * VALUE_DEPTH]!, names[2 * VALUE_DEPTH + 1]!, KEYWORDS);
    return !isKeyword;
  }

  /** Scans text up to the next `<`. Returns false if the bytes end first. */
  #text(from: number): boolean {
    const buffer = this.#buffer;
    let i = from;
    let op: number = OP.text;
    for (;;) {
      while ((KIND[buffer[i]!]! & BYTE.textStop) === 0) i++;
      if (i >= this.#end) return false;
      const c = buffer[i]!;
      if (c === LT) break;
      if (c === AMP) {
        op |= REFERENCES;
        i = this.#reference(i);
        if (i < 0) return false;
      } else {
        if (c === 0) this.zeroBytes++;
        else op |= WHITE_SPACE;
        i++;
      }
    }
    if (i > from) this.tape.push(op, from, i);
    this.next = i;
    // Nested text belongs to the value around it. Indentation is no part of a text.
    if (buffer[i + 1] !== SLASH && spaceEnd(buffer, from) < i) this.mayRespell = true;
    return true;
  }

  /** Returns where to continue after `&`, or -1 if the bytes end too early. */
  #reference(at: number): number {
    if (this.#buffer[at + 1] === HASH) this.mayRespell = true;
    const to = referenceEnd(this.#buffer, at, this.#end);
    if (to !== -2) return to;
    this.badReferences++;
    return at + 1;
  }

  #startTag(at: number): Outcome {
    const buffer = this.#buffer;
    const end = this.#end;
    const nameStart = at + 1;
    if ((KIND[buffer[nameStart]!]! & BYTE.nameStart) === 0) return this.#damaged(nameStart, "stray-lt");
    const nameStop = nameEnd(buffer, nameStart);
    if (nameStop >= end) return "unfinished";
    let i = nameStop;
    const swallowed = this.#swallowed(at, i);
    if (swallowed >= 0) return this.#damaged(swallowed, "next-event");
    if (this.#depth === 1) this.#child(nameStart, nameStop);
    else if (this.#isInValue()) this.mayRespell = true;
    this.tape.push(OP.open, nameStart, i);
    for (;;) {
      const space = i;
      i = spaceEnd(buffer, i);
      if (i >= end) return "unfinished";
      const c = buffer[i]!;
      if (c === GT) return this.#open(nameStart, nameStop, i);
      if (c === SLASH) {
        if (i + 1 >= end) return "unfinished";
        if (buffer[i + 1] !== GT) return this.#damaged(i, "slash");
        this.tape.push(OP.close, i, i);
        if (this.#depth === 1) this.#rendering = -1;
        this.next = i + 2;
        return "whole";
      }
      if (i === space || (KIND[c]! & BYTE.nameStart) === 0) return this.#damaged(i, "tag");
      const attribute = i;
      i = nameEnd(buffer, i);
      if (i >= end) return "unfinished";
      this.tape.push(OP.attribute, attribute, i);
      i = spaceEnd(buffer, i);
      if (i >= end) return "unfinished";
      if (buffer[i] !== EQUALS) return this.#damaged(i, "attribute-value");
      i = spaceEnd(buffer, i + 1);
      if (i >= end) return "unfinished";
      const quote = buffer[i]!;
      if (quote !== QUOTE && quote !== APOSTROPHE) return this.#damaged(i, "attribute-quotes");
      const value = i + 1;
      i = this.#value(value, quote);
      if (i === UNFINISHED) return "unfinished";
      if (i === DAMAGED) return this.#damaged(this.next, "attribute-end");
      i++;
    }
  }

  /** Scans an attribute value and returns the position of its closing quote. */
  #value(from: number, quote: number): number {
    const buffer = this.#buffer;
    let i = from;
    let op: number = OP.value;
    for (;;) {
      while ((KIND[buffer[i]!]! & BYTE.valueStop) === 0) i++;
      if (i >= this.#end) return UNFINISHED;
      const c = buffer[i]!;
      if (c === quote) break;
      if (c === LT) {
        this.next = i;
        return DAMAGED;
      }
      if (c === AMP) {
        op |= REFERENCES;
        i = this.#reference(i);
        if (i < 0) return UNFINISHED;
      } else {
        if (c === 0) this.zeroBytes++;
        else if (c !== QUOTE && c !== APOSTROPHE) {
          op |= WHITE_SPACE;
          this.mayRespell = true;
        }
        i++;
      }
    }
    this.tape.push(op, from, i);
    return i;
  }

  #open(nameStart: number, nameStop: number, gt: number): Outcome {
    this.next = gt + 1;
    if (this.#depth >= MAX_DEPTH) return "too-deep";
    this.#names[2 * this.#depth] = nameStart;
    this.#names[2 * this.#depth + 1] = nameStop;
    this.#depth++;
    return "whole";
  }

  /**
   * Returns where a new event begins inside the open one, whose end is missing; -1 if none does. Payloads may contain
   * elements called `Event`, but only a real event contains `System`.
   */
  #swallowed(at: number, end: number): number {
    const depth = this.#depth;
    if (depth === 0) return -1;
    const buffer = this.#buffer;
    if (depth === 1) return isNamed(buffer, at + 1, end, EVENT) ? at : -1;
    if (!isNamed(buffer, at + 1, end, SYSTEM)) return -1;
    const parent = this.#names[2 * depth - 2]!;
    return isNamed(buffer, parent, this.#names[2 * depth - 1]!, EVENT) ? parent - 1 : -1;
  }

  #endTag(at: number): Outcome {
    const buffer = this.#buffer;
    const end = this.#end;
    const open = this.#names[2 * this.#depth - 2]!;
    const length = this.#names[2 * this.#depth - 1]! - open;
    let i = at + 2;
    for (let n = 0; n < length; n++, i++) {
      if (i >= end) return "unfinished";
      if (buffer[i] !== buffer[open + n]) return this.#mismatch(at);
    }
    i = spaceEnd(buffer, i);
    if (i >= end) return "unfinished";
    if (buffer[i] !== GT) return this.#mismatch(at);
    this.tape.push(OP.close, at, at);
    this.next = i + 1;
    if (--this.#depth === 1) this.#rendering = -1;
    return "whole";
  }

  #mismatch(at: number): Outcome {
    return this.#damaged(at, "end-tag");
  }

  #markupDeclaration(at: number): Outcome {
    const buffer = this.#buffer;
    const end = this.#end;
    const kind = markupDeclarationAt(buffer, at, end);
    if (kind === null) return "unfinished";
    if (kind === "comment") return this.#skip(at, commentEnd(buffer, at, end), "comment");
    if (kind !== "CDATA section") return this.#damaged(at + 2, "declaration");
    const to = cdataEnd(buffer, at, end);
    if (to > 0) {
      const from = cdataStart(at);
      const textEnd = to - 3;
      const text = buffer.subarray(from, textEnd);
      const op = text.includes(0x0d) ? OP.text | WHITE_SPACE : OP.text;
      if (text.includes(0)) this.zeroBytes += text.reduce((count, c) => (c === 0 ? count + 1 : count), 0);
      if (textEnd > from) this.tape.push(op, from, textEnd);
    }
    return this.#skip(at, to, "cdata");
  }

  #skip(at: number, to: number, fault: XmlFault): Outcome {
    if (to >= 0) {
      this.next = to;
      return "whole";
    }
    // Intact events may follow the opening.
    if (to === DAMAGED) return this.#damaged(at + 2, fault);
    this.next = at + 2;
    return "unfinished";
  }

  #damaged(next: number, fault: XmlFault): Outcome {
    this.next = next;
    this.fault = fault;
    return "damaged";
  }
}
