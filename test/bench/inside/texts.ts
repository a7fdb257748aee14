/**
 * The number of characters that a library is given at once, because the whole file would exceed the length limit of a
 * string.
 */
const PIECE = 1 << 20;

/** The content as texts that end with a line, so that a bare parse is measured without decoding. */
export function texts(bytes: Uint8Array): string[] {
  const whole: string[] = [];
  const decoder = new TextDecoder();
  let rest = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    const text = rest + decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    whole.push(text.slice(0, end));
    rest = text.slice(end);
  }
  return rest === "" ? whole : [...whole, rest];
}
