import { APOSTROPHE, ascii, GT, isNamed, LT, nameEnd, QUESTION, QUOTE, matchesAt } from "./xml-bytes.ts";

/** Returned instead of the position where a markup declaration ends. */
export const UNFINISHED = -1;
export const DAMAGED = -2;

const COMMENT = ascii("<!--");
const CDATA = ascii("<![CDATA[");
const DOCTYPE = ascii("<!DOCTYPE");
export const CDATA_END = ascii("]]>");
const SYSTEM = ascii("System");

export type MarkupDeclaration = "comment" | "CDATA section" | "document type declaration" | "declaration";

/** Classifies what begins with `<!` at `at`; null if more bytes are needed to know. */
export function markupDeclarationAt(buffer: Uint8Array, at: number, end: number): MarkupDeclaration | null {
  let open = false;
  for (const [text, kind] of KINDS) {
    const found = matchesAt(buffer, at, end, text);
    if (found === true) return kind;
    if (found === null) open = true;
  }
  return open ? null : "declaration";
}

const KINDS: readonly (readonly [Uint8Array, MarkupDeclaration])[] = [
  [COMMENT, "comment"],
  [CDATA, "CDATA section"],
  [DOCTYPE, "document type declaration"],
];

/**
 * Returns the end of a comment that begins at `at`. `--` inside is refused, as in XML. So a comment with a damaged end
 * does not extend past the beginning of the next one.
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
 * Returns the end of a CDATA section that begins at `at`, after its `]]>`. Another opening inside is refused, although
 * XML allows it: no exporter writes one, and a section with a damaged end must not swallow events up to the end of the
 * next section.
 */
export function cdataEnd(buffer: Uint8Array, at: number, end: number): number {
  for (let i = at + CDATA.length; i < end; i++) {
    const c = buffer[i]!;
    if (c !== LT && c !== CDATA_END[0]) continue;
    const found = matchesAt(buffer, i, end, c === LT ? CDATA : CDATA_END);
    if (found === null) return UNFINISHED;
    if (found) return c === LT ? DAMAGED : i + CDATA_END.length;
  }
  return UNFINISHED;
}

/**
 * Returns the end of a processing instruction. Exporters write none with `<` inside: a `<` means that the end is
 * missing.
 */
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

/** The end of a document type declaration is not searched for beyond this. */
const MAX_DOCTYPE_BYTES = 1024 * 1024;

/**
 * Returns the end of a document type declaration. Its internal subset is skipped without being interpreted.
 *
 * A declaration with a damaged end must not extend into the events after it. So it is refused if it contains another
 * one, markup outside its internal subset, or `<System>`, which only an event has. This also bounds the work on content
 * that opens many declarations and closes none.
 */
export function doctypeEnd(buffer: Uint8Array, at: number, end: number): number {
  const last = Math.min(end, at + MAX_DOCTYPE_BYTES);
  let brackets = 0;
  let quote = 0;
  for (let i = at + DOCTYPE.length; i < last; i++) {
    const c = buffer[i]!;
    if (c === LT) {
      if (quote === 0) {
        const isComment = matchesAt(buffer, i, last, COMMENT);
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
      const isAnother = matchesAt(buffer, i, last, DOCTYPE);
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
