/** The characters of a text file; `damaged` if some bytes were invalid and replaced by U+FFFD. */
export interface DecodedText {
  readonly text: string;
  readonly damaged: boolean;
}

/** Decodes UTF-8, or UTF-16 with a byte order mark, as PowerShell 5 writes it with `>`. The mark is dropped. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), damaged: false };
  } catch {
    return { text: new TextDecoder(encoding).decode(bytes), damaged: true };
  }
}

/**
 * Decodes the beginning of a text file, whose last character may be cut off. If its first lines were overwritten with
 * zeros in them, what follows these lines.
 *
 * @returns null if it is not text
 */
export function decodeHead(bytes: Uint8Array): string | null {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  const lastZero = text.lastIndexOf("\0");
  if (lastZero < 0) return text;
  const next = text.indexOf("\n", lastZero);
  return next < 0 || next > text.length / 2 ? null : text.slice(next);
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}
