/**
 * Patterns of Lucene's WildcardQuery: `*`, `?`, and a backslash that makes the next character literal. At the end of
 * the pattern a backslash is literal itself. So `C:\Windows` means the text `C:Windows`: a path needs its backslashes
 * doubled.
 */
import type { PatternPiece } from "./pattern.ts";

/** Splits a pattern at its stars. `fold` is applied to its characters and must also be applied to the texts. */
export function luceneWildcard(pattern: string, fold: (text: string) => string): PatternPiece[] {
  const pieces: { text: string; any: boolean[] }[] = [{ text: "", any: [] }];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === "*") pieces.push({ text: "", any: [] });
    else {
      const escaped = char === "\\" && i + 1 < pattern.length;
      const piece = pieces[pieces.length - 1]!;
      const written = fold(escaped ? pattern[++i]! : char);
      piece.text += written;
      for (let unit = 0; unit < written.length; unit++) piece.any.push(char === "?");
    }
  }
  return pieces.map(({ text, any }) => ({ text, any: any.includes(true) ? any : null }));
}

/**
 * Returns the pattern that Elasticsearch creates for `endsWith(field, "text")` and `stringContains(field, "text")`. It
 * adds stars around the text without escaping it, so the text itself is a pattern. Elastic's rules rely on that:
 * `stringContains(f, "principal=\\*")` searches for a star. Returns null if the text is taken literally.
 *
 * Source: QueryTranslator.CaseInsensitiveScalarFunctions of Elasticsearch's x-pack/plugin/eql. If the first argument is
 * the result of a function, Elasticsearch runs a script instead, which takes the text literally.
 */
export function patternOfCall(name: string, text: string): string | null {
  if (!/[*?\\]/.test(text)) return null;
  if (name === "endsWith") return `*${text}`;
  return name === "stringContains" ? `*${text}*` : null;
}
