import { type RequiredTextClause, longestSafeSegment } from "../match/index.ts";

/**
 * Fields whose text is the same in the evidence and in the event, except for the spelling of separators: every source
 * copies it, at most with another hive before it. Values that pipelines rewrite (registry data, categories) cannot be
 * searched for in bytes.
 */
const VERBATIM: ReadonlySet<string> = new Set([
  "registry.path",
  "registry.value",
  "process.executable",
  "process.name",
  "process.command_line",
  "process.parent.executable",
  "process.parent.name",
  "file.path",
  "file.name",
  "dll.path",
  "dll.name",
]);

/** Shorter texts are found in too many records to be worth the search. */
const MIN_LENGTH = 4;
/** More texts than this cost more to look for, one by one, than decoding saves. */
const MAX_TEXTS = 8;

/**
 * Returns texts of which a record must contain at least one to match any of the rules, ignoring case.
 *
 * @param rules each rule's clauses: in a matching event every clause has one of its texts in its field
 * @returns null if some rule can match without such a text, so that every record must be decoded
 */
export function requiredTexts(
  rules: readonly { readonly requiredTexts: readonly RequiredTextClause[] }[],
): string[] | null {
  const texts = new Set<string>();
  for (const { requiredTexts } of rules) {
    const best = bestClause(requiredTexts);
    if (best === null) return null;
    for (const text of best) texts.add(text.toLowerCase());
  }
  return texts.size <= MAX_TEXTS ? [...texts] : null;
}

/** The clause whose shortest text is longest: the least likely to occur by chance. */
function bestClause(clauses: readonly RequiredTextClause[]): readonly string[] | null {
  let best: readonly string[] | null = null;
  let bestLength = MIN_LENGTH - 1;
  for (const clause of clauses) {
    if (!VERBATIM.has(clause.field)) continue;
    const texts = clause.anyOf.map(({ text }) => longestSafeSegment(text));
    const shortest = texts.reduce((least, text) => Math.min(least, text.length), Infinity);
    if (shortest > bestLength) {
      best = texts;
      bestLength = shortest;
    }
  }
  return best;
}
