/**
 * Patterns of Lucene's WildcardQuery: `*`, `?`, and a backslash that makes the next character literal. At the end it
 * is itself. So `C:\Windows` is the text `C:Windows`: a path needs its backslashes doubled.
 */
import type { PatternPiece } from "./pattern.ts";

/** What stands between a pattern's stars, its characters folded as the texts will be. */
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
 * The pattern that Elasticsearch makes of `endsWith(field, "text")` and `stringContains(field, "text")`: it puts
 * stars around the text and escapes nothing, so the text is a pattern itself. Elastic's rules count on it:
 * `stringContains(f, "principal=\\*")` looks for a star. Null where the text means itself.
 *
 * Source: QueryTranslator.CaseInsensitiveScalarFunctions of Elasticsearch's x-pack/plugin/eql. On the result of a
 * function it runs a script instead, to which the text is plain.
 */
export function patternOfCall(name: string, text: string): string | null {
  if (!/[*?\\]/.test(text)) return null;
  if (name === "endsWith") return `*${text}`;
  return name === "stringContains" ? `*${text}*` : null;
}
