/** Characters of a text that a library is given at once: the whole file would be longer than a text may be. */
const PIECE = 1 << 20;

/** The content as texts that end with a line: a bare parse is measured without the decoding. */
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
