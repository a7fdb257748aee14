import type { RowNumbers } from "../../columns/index.ts";

/**
 * The values of a field for many rows. A row has a set of values, by its number in `sets`, and all rows with the same
 * values, such as the tactics of one rule, share a set. So a condition looks at each different value once, and a filter
 * or a count takes one look into an array for each row.
 */
export interface FieldValues {
  /** The different values, by code. A row without a value has the empty text. */
  readonly texts: readonly string[];
  /** The set of each row, by the row's number. */
  readonly sets: Uint32Array;
  /** The codes of the values of each set, at least one; null where each set is the one value with its number. */
  readonly members: readonly (readonly number[])[] | null;
}

/** The number of sets that rows may have. */
export function setCount({ texts, members }: FieldValues): number {
  return members?.length ?? texts.length;
}

/** The values of a set, as texts. */
export function textsOfSet({ texts, members }: FieldValues, set: number): readonly string[] {
  return members === null ? [texts[set]!] : members[set]!.map((code) => texts[code]!);
}

/** Values that follow from another number that each row has: `valuesOf[n]` are those of a row with the number n. */
export function derivedValues(sets: Uint32Array, valuesOf: readonly (readonly string[])[]): FieldValues {
  const codes = new Map<string, number>();
  const members = valuesOf.map((values) =>
    [...new Set(values.length === 0 ? [""] : values)].map((text) => {
      const code = codes.get(text) ?? codes.size;
      codes.set(text, code);
      return code;
    }),
  );
  return { texts: [...codes.keys()], sets, members };
}

/** The texts of a field without the case of their letters: `WS-1` and `ws-1` are one value to whoever looks for it. */
export interface FoldedTexts {
  /** Each text in lower case, by code. */
  readonly lower: readonly string[];
  /** For each code, the code of the first text that differs only in case: itself, for most. */
  readonly first: Uint32Array;
  /** The code of the first text, by the text in lower case. */
  readonly byLower: ReadonlyMap<string, number>;
}

const FOLDED = new WeakMap<FieldValues, FoldedTexts>();

/** Folds the texts of a field, once. */
export function foldedTexts(values: FieldValues): FoldedTexts {
  const known = FOLDED.get(values);
  // More texts may have come since, of rows that the list does not have yet.
  if (known?.lower.length === values.texts.length) return known;
  const lower = values.texts.map((text) => text.toLowerCase());
  const byLower = new Map<string, number>();
  const first = new Uint32Array(lower.length);
  lower.forEach((text, code) => {
    const found = byLower.get(text);
    if (found === undefined) byLower.set(text, code);
    first[code] = found ?? code;
  });
  const folded = { lower, first, byLower };
  FOLDED.set(values, folded);
  return folded;
}

/** Which sets have a value, in lower case, that passes a test, by number: 1 for each that does. */
export function setsWith(values: FieldValues, test: (lowerCaseText: string) => boolean): Uint8Array {
  const isMatch = Uint8Array.from(foldedTexts(values).lower, (text) => (test(text) ? 1 : 0));
  const { members } = values;
  if (members === null) return isMatch;
  return Uint8Array.from(members, (codes) => (codes.some((code) => isMatch[code] === 1) ? 1 : 0));
}

/** How many different values rows have, those without one left out. */
export function differentValues(rows: RowNumbers, values: FieldValues): number {
  const { lower, first } = foldedTexts(values);
  const isSeen = new Uint8Array(setCount(values));
  const codes = new Set<number>();
  for (const row of rows) {
    const set = values.sets[row]!;
    if (isSeen[set] === 1) continue;
    isSeen[set] = 1;
    for (const code of values.members?.[set] ?? [set]) if (lower[code] !== "") codes.add(first[code]!);
  }
  return codes.size;
}
