/** A text file's characters; `damaged` if there were bytes that belong to none, and U+FFFD stands for them. */
export interface DecodedText {
  readonly text: string;
  readonly damaged: boolean;
}

/**
 * UTF-8, or UTF-16 with a byte order mark, as PowerShell 5 writes it with `>`. The mark is left out.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), damaged: false };
  } catch {
    return { text: new TextDecoder(encoding).decode(bytes), damaged: true };
  }
}

/** The beginning of a text file, whose last character may be cut off; null for what is no text. */
export function decodeHead(bytes: Uint8Array): string | null {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.includes("\0") ? null : text;
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}
