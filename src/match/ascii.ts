/**
 * Folds the case of ASCII letters only, as Elasticsearch does when it compares a field with a constant
 * (AutomatonQueries: `É` does not match `é`). So the Kelvin sign is not a K, and `ı` does not become an I.
 */
const NON_ASCII = /[^\0-\x7f]/;

/** Returns the text with A to Z in lower case and everything else unchanged. */
export function asciiLower(text: string): string {
  if (!NON_ASCII.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function lowerCode(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** Whether `text`, when folded, has `part` at `offset`. `part` must already be folded. */
export function foldedAt(text: string, part: string, offset: number): boolean {
  for (let i = 0; i < part.length; i++) {
    if (lowerCode(text.charCodeAt(offset + i)) !== part.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether `text`, when folded, equals `folded`. */
export function equalsFolded(text: string, folded: string): boolean {
  return text.length === folded.length && foldedAt(text, folded, 0);
}

/** Compares as Java's String.equalsIgnoreCase: unit by unit, folding all of Unicode to upper and then lower case. */
export function equalsUnicodeFolded(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && javaFold(a[i]!) !== javaFold(b[i]!)) return false;
  }
  return true;
}

/** Unlike JavaScript's case conversion, Java's conversion of a single char never turns one unit into two. */
function javaFold(unit: string): string {
  const upper = unit.toUpperCase();
  const kept = upper.length === 1 ? upper : unit;
  const lower = kept.toLowerCase();
  return lower.length === 1 ? lower : kept;
}
