/**
 * Words of other query languages, and what EQL has instead. They only select an error message: none of them is
 * accepted.
 */
import { isKeyword } from "./lexer.ts";

const CONTAINS = 'write stringContains(field, "text") or field : "*text*"';
const MATCHES = 'write field regex "pattern"';

/** Words that other languages use in a condition. The keys are in lower case. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["is", "write == null for a missing value, != null for any value"],
  ["exists", "write field != null"],
  ["between", "write field >= 1 and field <= 5"],
  ["contains", CONTAINS],
  ["has", CONTAINS],
  ["startswith", 'write startsWith(field, "text") or field : "text*"'],
  ["endswith", 'write endsWith(field, "text") or field : "*text"'],
  ["matches", MATCHES],
  ["match", MATCHES],
  ["regexp", MATCHES],
  ["rlike", MATCHES],
  ["re", MATCHES],
  ["ilike", "write like~"],
  ["equals", "write =="],
  ["eq", "write =="],
  ["ne", "write !="],
  ["gt", "write >"],
  ["gte", "write >="],
  ["lt", "write <"],
  ["lte", "write <="],
  ["if", "write the condition by itself, without if"],
  ["then", "write the events of a sequence one after the other, with nothing between them"],
]);

/** Returns the error message for a word that EQL does not have; null if there is nothing to suggest. */
export function foreignWord(word: string): string | null {
  const lower = word.toLowerCase();
  if (lower !== word && isKeyword(lower)) return `The words of EQL are in lower case: write ${lower}.`;
  const hint = WORDS.get(lower);
  return hint === undefined ? null : `EQL has no word ${word}: ${hint}.`;
}

const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ["true", "true"],
  ["false", "false"],
  ["null", "null"],
  ["none", "null"],
  ["nil", "null"],
  ["yes", "true"],
  ["no", "false"],
]);

/** Returns the EQL constant for a word that is a constant in some other language, else null. */
export function foreignConstant(word: string): string | null {
  return CONSTANTS.get(word.toLowerCase()) ?? null;
}

/** Pipes of other languages that correspond to head or tail. */
const PIPES: ReadonlyMap<string, string> = new Map([
  ["limit", "head"],
  ["take", "head"],
  ["top", "head"],
  ["first", "head"],
  ["last", "tail"],
]);

export function foreignPipe(name: string): string | null {
  return PIPES.get(name.toLowerCase()) ?? null;
}
