/**
 * The encodings that a file's row offers: those of the languages of Windows, by their names in the WHATWG Encoding
 * Standard. UTF-16 is not among them, because its bytes show it. `TextDecoder` has no code page 437 or 850.
 */
export const ENCODING_NAMES: readonly (readonly [encoding: string, words: string])[] = [
  ["windows-1252", "Windows-1252 (Western European)"],
  ["windows-1250", "Windows-1250 (Central European)"],
  ["windows-1251", "Windows-1251 (Cyrillic)"],
  ["windows-1253", "Windows-1253 (Greek)"],
  ["windows-1254", "Windows-1254 (Turkish)"],
  ["windows-1255", "Windows-1255 (Hebrew)"],
  ["windows-1256", "Windows-1256 (Arabic)"],
  ["windows-1257", "Windows-1257 (Baltic)"],
  ["windows-1258", "Windows-1258 (Vietnamese)"],
  ["windows-874", "Windows-874 (Thai)"],
  ["shift_jis", "Shift_JIS (Japanese)"],
  ["gbk", "GBK (Simplified Chinese)"],
  ["big5", "Big5 (Traditional Chinese)"],
  ["euc-kr", "EUC-KR (Korean)"],
];
