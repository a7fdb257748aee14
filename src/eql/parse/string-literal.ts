/** Reads string literals: `"..."` with escapes, `"""..."""` without. */
import { EqlError, type SourceRange } from "../error.ts";

interface StringLiteral {
  readonly value: string;
  /** The offset after the closing quotes. */
  readonly end: number;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["f", "\f"],
  ["r", "\r"],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
]);

/** Reads the string literal that starts at `start`. Throws EqlError if it is malformed. */
export function readString(text: string, start: SourceRange): StringLiteral {
  return text.startsWith('"""', start.start) ? readRaw(text, start) : readEscaped(text, start);
}

function fail(text: string, start: SourceRange, from: number, to: number, message: string): never {
  throw new EqlError(
    message,
    start.line,
    start.column + from - start.start,
    text.slice(from, Math.min(to, text.length)),
  );
}

/** Up to two extra quotes before the closing three belong to the text: `"""say "hi""""` ends in a quote. */
function readRaw(text: string, start: SourceRange): StringLiteral {
  const from = start.start + 3;
  const close = text.indexOf('"""', from);
  const lineEnd = text.slice(from, close < 0 ? undefined : close).search(/[\r\n]/);
  if (close < 0 || lineEnd >= 0) {
    fail(text, start, start.start, from, 'This string is not closed on its line: end it with """.');
  }
  let end = close + 3;
  while (end < close + 5 && text[end] === '"') end++;
  return { value: text.slice(from, end - 3), end };
}

function readEscaped(text: string, start: SourceRange): StringLiteral {
  let value = "";
  let i = start.start + 1;
  let plain = i; // start of the run that is copied unchanged
  for (;;) {
    const c = text[i];
    if (c === '"') return { value: value + text.slice(plain, i), end: i + 1 };
    if (c === undefined || c === "\n" || c === "\r") {
      fail(
        text,
        start,
        start.start,
        i,
        text[i - 1] === '"' && i - 1 > start.start
          ? 'This string is not closed on its line: a backslash before " makes the quote part of the text, so double the backslash.'
          : 'This string is not closed on its line: end it with ".',
      );
    }
    if (c !== "\\") {
      i++;
      continue;
    }
    value += text.slice(plain, i);
    if (text[i + 1] === "u") {
      const escape = readUnicode(text, start, i);
      value += escape.value;
      i = escape.end;
    } else {
      const escaped = ESCAPES.get(text[i + 1] ?? "");
      if (escaped === undefined) {
        fail(
          text,
          start,
          i,
          i + 2,
          'A backslash in "..." must be doubled, or the string written between """.',
        );
      }
      value += escaped;
      i += 2;
    }
    plain = i;
  }
}

/**
 * Reads `\u{...}` with 2 to 8 hexadecimal digits. The form without braces is not an escape: Elasticsearch removed it
 * (pull request 70514).
 */
function readUnicode(text: string, start: SourceRange, from: number): StringLiteral {
  const first = from + 3;
  let last = first;
  while (/^[0-9A-Fa-f]$/.test(text[last] ?? "")) last++;
  const digits = text.slice(first, last);
  if (text[from + 2] !== "{" || text[last] !== "}" || digits.length < 2 || digits.length > 8) {
    fail(
      text,
      start,
      from,
      last + 1,
      "A Unicode escape is \\u{...} with 2 to 8 hexadecimal digits; a backslash that is meant itself is doubled.",
    );
  }
  const end = last + 1;
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    fail(
      text,
      start,
      from,
      end,
      "This is not a Unicode character: code points end at 10FFFF and exclude D800 to DFFF.",
    );
  }
  return { value: String.fromCodePoint(code), end };
}
