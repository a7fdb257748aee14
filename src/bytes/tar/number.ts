/** Why a number of a header cannot be used. */
export type BadNumber = "negative" | "huge" | "unreadable";

const SPACE = 0x20;
const ZERO = 0x30;
const SEVEN = 0x37;
const MINUS = 0x2d;

/**
 * Reads a number of a header: octal digits (POSIX.1-2017, pax, "ustar Interchange Format"), or in base 256 if the
 * highest bit is set, as GNU tar writes numbers that do not fit. A blank field is 0.
 */
export function numberIn(field: Uint8Array): number | BadNumber {
  const first = field[0] ?? 0;
  return (first & 0x80) !== 0 ? base256(field) : octal(field);
}

function octal(field: Uint8Array): number | BadNumber {
  let i = 0;
  while (i < field.length && (field[i] === SPACE || field[i] === 0)) i++;
  if (field[i] === MINUS) return "negative";
  let value = 0;
  for (; i < field.length && field[i]! >= ZERO && field[i]! <= SEVEN; i++)
    value = value * 8 + field[i]! - ZERO;
  for (; i < field.length; i++) if (field[i] !== SPACE && field[i] !== 0) return "unreadable";
  return value;
}

function base256(field: Uint8Array): number | BadNumber {
  const first = field[0]!;
  if ((first & 0x40) !== 0) return "negative";
  let value = first & 0x3f;
  for (const byte of field.subarray(1)) value = value * 256 + byte;
  return value > Number.MAX_SAFE_INTEGER ? "huge" : value;
}

/** Reads a number of an extended header: decimal digits. */
export function decimal(text: string): number | BadNumber {
  if (/^-\d+$/.test(text)) return "negative";
  if (!/^\d{1,400}$/.test(text)) return "unreadable";
  const value = Number(text);
  return value > Number.MAX_SAFE_INTEGER ? "huge" : value;
}
