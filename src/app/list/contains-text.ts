/**
 * A test for a text that contains a word, whatever the case of the letters: as `text.toLowerCase().includes(word)`, but
 * without making a copy of each of a million texts.
 *
 * @param word in lower case
 */
export function containsWord(word: string): (text: string) => boolean {
  if (!ASCII.test(word)) return (text) => text.toLowerCase().includes(word);
  // Without the flag `u`, an ASCII letter matches itself in either case and nothing else.
  const pattern = new RegExp(
    word
      .replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")
      // In lower case, the Kelvin sign is a k, and a capital i with a dot is an i and a mark for the dot.
      .replaceAll("k", "[k\u212a]")
      .replace(/i$/, "[i\u0130]"),
    "i",
  );
  return (text) => pattern.test(text);
}

/** All of its characters are in ASCII. */
const ASCII = /^[\0-\x7f]*$/;
