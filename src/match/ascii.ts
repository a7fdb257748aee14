/**
 * Case folding of ASCII letters only: what Elasticsearch does for a field against a constant
 * (AutomatonQueries: `É` does not match `é`), so the Kelvin sign is no K and no `ı` becomes an I.
 */
const NON_ASCII = /[^\0-\x7f]/;

/** The text with A to Z in lower case and everything else as it is. */
export function asciiLower(text: string): string {
  if (!NON_ASCII.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function lowerCode(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** Whether `text`, folded, has the already folded `part` at `offset`. */
export function foldedAt(text: string, part: string, offset: number): boolean {
  for (let i = 0; i < part.length; i++) {
    if (lowerCode(text.charCodeAt(offset + i)) !== part.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether `text`, folded, equals the already folded `folded`. */
export function equalsFolded(text: string, folded: string): boolean {
  return text.length === folded.length && foldedAt(text, folded, 0);
}

/** Equality as Java's String.equalsIgnoreCase: unit by unit, through upper and lower case of all of Unicode. */
export function equalsUnicodeFolded(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && javaFold(a[i]!) !== javaFold(b[i]!)) return false;
  }
  return true;
}

/** Java's per-char case conversion never makes one unit two, unlike JavaScript's. */
function javaFold(unit: string): string {
  const upper = unit.toUpperCase();
  const kept = upper.length === 1 ? upper : unit;
  const lower = kept.toLowerCase();
  return lower.length === 1 ? lower : kept;
}
