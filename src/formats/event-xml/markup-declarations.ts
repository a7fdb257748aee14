import { APOSTROPHE, ascii, GT, isNamed, LT, nameEnd, QUESTION, QUOTE, standsAt } from "./xml-bytes.ts";

/** Where an aside ends, or one of these. */
export const UNFINISHED = -1;
export const DAMAGED = -2;

const COMMENT = ascii("<!--");
const CDATA = ascii("<![CDATA[");
const DOCTYPE = ascii("<!DOCTYPE");
const CDATA_END = ascii("]]>");
const SYSTEM = ascii("System");

export type AsideKind = "comment" | "CDATA section" | "document type declaration" | "declaration";

/** What begins with `<!` at `at`; null where more bytes are needed to know. */
export function asideAt(buffer: Uint8Array, at: number, end: number): AsideKind | null {
  let open = false;
  for (const [text, kind] of KINDS) {
    const found = standsAt(buffer, at, end, text);
    if (found === true) return kind;
    if (found === null) open = true;
  }
  return open ? null : "declaration";
}

const KINDS: readonly (readonly [Uint8Array, AsideKind])[] = [
  [COMMENT, "comment"],
  [CDATA, "CDATA section"],
  [DOCTYPE, "document type declaration"],
];

/**
 * Where a comment that begins at `at` ends. `--` inside is refused, as XML does: so a comment whose end is damaged
 * does not reach beyond the beginning of the next.
 */
export function commentEnd(buffer: Uint8Array, at: number, end: number): number {
  for (let i = at + COMMENT.length; ; i++) {
    i = buffer.indexOf(0x2d, i);
    if (i < 0 || i + 1 >= end) return UNFINISHED;
    if (buffer[i + 1] !== 0x2d) continue;
    if (i + 2 >= end) return UNFINISHED;
    return buffer[i + 2] === GT ? i + 3 : DAMAGED;
  }
}

/** The first byte of a CDATA section's text. */
export function cdataStart(at: number): number {
  return at + CDATA.length;
}

/**
 * Where a CDATA section that begins at `at` ends: behind `]]>`. Another beginning inside is refused, although XML allows
 * it: no exporter writes one, and a section whose end is damaged must not swallow events up to the end of the next.
 */
export function cdataEnd(buffer: Uint8Array, at: number, end: number): number {
  for (let i = at + CDATA.length; i < end; i++) {
    const c = buffer[i]!;
    if (c !== LT && c !== CDATA_END[0]) continue;
    const found = standsAt(buffer, i, end, c === LT ? CDATA : CDATA_END);
    if (found === null) return UNFINISHED;
    if (found) return c === LT ? DAMAGED : i + CDATA_END.length;
  }
  return UNFINISHED;
}

/** Where a processing instruction ends. None of an exporter holds `<`: there the end is missing. */
export function instructionEnd(buffer: Uint8Array, at: number, end: number): number {
  for (let i = at + 2; i < end; i++) {
    const c = buffer[i]!;
    if (c === LT) return DAMAGED;
    if (c !== QUESTION) continue;
    if (i + 1 >= end) return UNFINISHED;
    if (buffer[i + 1] === GT) return i + 2;
  }
  return UNFINISHED;
}

/** A document type declaration beyond this is not searched for its end. */
const MAX_DOCTYPE_BYTES = 1024 * 1024;

/**
 * Where a document type declaration ends, its internal subset passed over: nothing in it is looked at.
 *
 * One whose own end is damaged must not reach into the events behind it, so none is taken that holds another, markup
 * outside of its internal subset, or `<System>`, which only an event has. That also keeps content that begins many and
 * ends none from being gone through again for each.
 */
export function doctypeEnd(buffer: Uint8Array, at: number, end: number): number {
  const last = Math.min(end, at + MAX_DOCTYPE_BYTES);
  let brackets = 0;
  let quote = 0;
  for (let i = at + DOCTYPE.length; i < last; i++) {
    const c = buffer[i]!;
    if (c === LT) {
      if (quote === 0) {
        const isComment = standsAt(buffer, i, last, COMMENT);
        if (isComment === null) break;
        if (isComment) {
          const close = commentEnd(buffer, i, last);
          if (close === DAMAGED) return DAMAGED;
          if (close === UNFINISHED) break;
          i = close - 1;
          continue;
        }
        if (brackets <= 0) return DAMAGED;
      }
      const isAnother = standsAt(buffer, i, last, DOCTYPE);
      const stop = nameEnd(buffer, i + 1);
      if (isAnother === null || stop >= last) break;
      if (isAnother || isNamed(buffer, i + 1, stop, SYSTEM)) return DAMAGED;
    } else if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === QUOTE || c === APOSTROPHE) quote = c;
    else if (c === 0x5b) brackets++;
    else if (c === 0x5d) brackets--;
    else if (c === GT && brackets <= 0) return i + 1;
  }
  return end - at > MAX_DOCTYPE_BYTES ? DAMAGED : UNFINISHED;
}
