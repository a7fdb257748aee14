import { longestText, type RequiredTextClause, safeSegments } from "../match/index.ts";

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

/** Names of hives: each source has its own, and rules name Elastic's. */
const HIVES: ReadonlySet<string> = new Set([
  "hkcc",
  "hkcr",
  "hkcu",
  "hkdd",
  "hklm",
  "hkpd",
  "hkey_classes_root",
  "hkey_current_config",
  "hkey_current_user",
  "hkey_dyn_data",
  "hkey_local_machine",
  "hkey_performance_data",
  "hkey_users",
  "registry",
  "machine",
  "user",
]);

/** Shorter texts are found in too many records to be worth the search. */
const MIN_LENGTH = 4;
/** More texts than this cost more to look for, one by one, than decoding saves. */
const MAX_TEXTS = 8;

/** Texts of which a matching record has all, in lower case. The first is the one that is least likely by chance. */
export type TextsTogether = readonly [first: string, ...others: string[]];

/**
 * What a record must contain to match one rule, ignoring case: for each clause, at least one of its lists. The texts of
 * the first clause are the ones to look for.
 */
export type RequiredTexts = readonly [first: AnyOf, ...others: AnyOf[]];
type AnyOf = readonly TextsTogether[];

/**
 * What a record must contain to match any of the rules.
 *
 * @param rules each rule's clauses: in a matching event every clause has one of its texts in its field
 * @returns null if some rule can match without such a text, so that every record must be decoded
 */
export function requiredTexts(
  rules: readonly { readonly requiredTexts: readonly RequiredTextClause[] }[],
): RequiredTexts[] | null {
  const required: RequiredTexts[] = [];
  for (const rule of rules) {
    const [first, ...others] = rule.requiredTexts
      .map(textsOf)
      .filter((clause) => clause !== null)
      .sort((a, b) => shortest(b) - shortest(a));
    if (first === undefined) return null;
    required.push([first, ...others]);
  }
  return firstTexts(required).size <= MAX_TEXTS ? required : null;
}

/** The texts to look for: a record without all of them matches no rule. */
export function firstTexts(required: readonly RequiredTexts[]): Set<string> {
  return new Set(required.flatMap(([clause]) => clause.map(([text]) => text)));
}

/** Null where an event may satisfy the clause without a text that is worth the search. */
function textsOf({ field, anyOf }: RequiredTextClause): AnyOf | null {
  if (!VERBATIM.has(field)) return null;
  const lists: TextsTogether[] = [];
  for (const { text } of anyOf) {
    const segments = safeSegments(text)
      .map((segment) => segment.toLowerCase())
      .filter(
        (segment) => segment.length >= MIN_LENGTH && !(field === "registry.path" && HIVES.has(segment)),
      );
    if (segments.length === 0) return null;
    const first = longestText(segments);
    lists.push([first, ...new Set(segments.filter((segment) => !first.includes(segment)))]);
  }
  return lists;
}

function shortest(clause: AnyOf): number {
  return clause.reduce((least, [text]) => Math.min(least, text.length), Infinity);
}
