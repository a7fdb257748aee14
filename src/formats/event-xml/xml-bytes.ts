/** What a byte can be in XML 1.0 (Fifth Edition). Bytes beyond ASCII count as letters of names. */
export const BYTE = { space: 1, nameStart: 2, name: 4, textStop: 8, valueStop: 16 } as const;

/** The kinds of every byte, as bits. */
export const KIND = new Uint8Array(256);

for (const c of " \t\r\n") mark(c, BYTE.space);
for (let c = 0; c < 256; c++) {
  const letter = /[A-Za-z_:]/.test(String.fromCharCode(c)) || c > 0x7f;
  if (letter) KIND[c]! |= BYTE.nameStart | BYTE.name;
  else if (/[-.0-9]/.test(String.fromCharCode(c))) KIND[c]! |= BYTE.name;
}
// A zero byte is accepted but reported: overwritten and unwritten sectors contain them.
for (const c of "<&\r\0") mark(c, BYTE.textStop);
// White space in an attribute's value becomes a blank (section 3.3.3), so it must be noticed.
for (const c of "<&\r\n\t\"'\0") mark(c, BYTE.valueStop);

function mark(c: string, kind: number): void {
  KIND[c.charCodeAt(0)]! |= kind;
}

export const LT = 0x3c;
export const GT = 0x3e;
export const AMP = 0x26;
export const SLASH = 0x2f;
export const EQUALS = 0x3d;
export const QUOTE = 0x22;
export const APOSTROPHE = 0x27;
export const BANG = 0x21;
export const QUESTION = 0x3f;
export const COLON = 0x3a;
export const HASH = 0x23;

/** The bytes of an ASCII text. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/** Whether the bytes at `at` are `text`; null if the bytes end before that is known. */
export function matchesAt(buffer: Uint8Array, at: number, end: number, text: Uint8Array): boolean | null {
  for (let i = 0; i < text.length; i++) {
    if (at + i >= end) return null;
    if (buffer[at + i] !== text[i]) return false;
  }
  return true;
}

/** Returns the end of a name that begins at `from`. */
export function nameEnd(buffer: Uint8Array, from: number): number {
  let i = from;
  while ((KIND[buffer[i]!]! & BYTE.name) !== 0) i++;
  return i;
}

/** Returns the end of white space that begins at `from`. */
export function spaceEnd(buffer: Uint8Array, from: number): number {
  let i = from;
  while ((KIND[buffer[i]!]! & BYTE.space) !== 0) i++;
  return i;
}

/** Whether a name is `local`, with or without a namespace prefix. */
export function isNamed(buffer: Uint8Array, start: number, end: number, local: Uint8Array): boolean {
  const from = end - local.length;
  if (from < start || (from > start && buffer[from - 1] !== COLON)) return false;
  for (let i = 0; i < local.length; i++) if (buffer[from + i] !== local[i]) return false;
  return true;
}
