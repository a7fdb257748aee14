/**
 * The patterns of `:` and like on anything but a field. Elasticsearch decides these in a script. A pattern with
 * wildcards becomes a Java regular expression, whose dot does not match a line terminator. A pattern without wildcards
 * is compared with compareToIgnoreCase, which folds all of Unicode. Source: LikePattern.asJavaRegex and
 * ReplaceRegexMatch of Elasticsearch's x-pack/plugin/ql.
 */
import { equalsUnicodeFolded, type TextTest } from "../../match/index.ts";
import { compileRegex } from "../regex/automaton.ts";

export function compileScriptPatterns(patterns: readonly string[], ignoreCase: boolean): TextTest {
  // A pattern that matches everything becomes a check that a value exists.
  if (patterns.some((pattern) => /^\*+$/.test(pattern))) return () => true;
  const plain = patterns.filter((pattern) => !/[*?]/.test(pattern));
  const isPlain: TextTest = ignoreCase
    ? (text) => plain.some((pattern) => equalsUnicodeFolded(text, pattern))
    : (text) => plain.includes(text);
  const wild = patterns.filter((pattern) => /[*?]/.test(pattern)).map(javaRegex);
  if (wild.length === 0) return isPlain;
  const isWild = compileRegex(wild, { ignoreCase, dialect: "java" });
  return (text) => isPlain(text) || isWild(text);
}

function javaRegex(pattern: string): string {
  return pattern
    .replace(/[\\^$.+|()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
}
