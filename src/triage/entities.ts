/** The named character references that occur in prose. Any other stays as written, which is still readable. */
const NAMED = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", "\u00A0"],
  ["ndash", "–"],
  ["mdash", "—"],
  ["hellip", "…"],
  ["copy", "©"],
  ["reg", "®"],
]);

/** Decodes character references once: `&amp;lt;` becomes `&lt;`. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (raw, decimal, hex, name) => {
    if (name !== undefined) return NAMED.get(name as string) ?? raw;
    const code = decimal === undefined ? parseInt(hex as string, 16) : Number(decimal);
    // CommonMark replaces zero, surrogates and numbers beyond Unicode with U+FFFD.
    const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return valid ? String.fromCodePoint(code) : "\uFFFD";
  });
}
