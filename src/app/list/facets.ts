import { compareText, type RowNumbers } from "../../columns/index.ts";
import { type Condition, condition } from "../filter/index.ts";
import { fieldNamed, type ListField } from "./field-names.ts";
import { type FieldValues, foldedTexts, setCount } from "./field-values.ts";
import { SEVERITIES } from "./list-fields.ts";
import { type RowTest, testOf } from "./row-tests.ts";

/** One value of a field with the number of its alerts. */
export interface FacetValue {
  /** The text as in the evidence; empty for the alerts without a value. */
  readonly text: string;
  /** Alerts with this value that pass the conditions for all other fields. */
  readonly count: number;
  /** Whether a condition that is on includes or excludes exactly this value. */
  readonly chosen: "included" | "excluded" | null;
}

/** The values of a field that are worth a click. */
export interface Facet {
  readonly field: string;
  /** The most frequent first; severities from the worst. Those that are chosen are always among them. */
  readonly values: readonly FacetValue[];
  /** How many more values have alerts. */
  readonly more: number;
  /** The largest count of all values. */
  readonly highest: number;
}

/** Values that a facet shows at first. */
export const FACET_VALUES = 10;

/**
 * Counts the values of a field, in one pass over the rows.
 *
 * @param rows all rows that the tests were tried on
 * @param failing the test that each fails: see `failingTests`
 * @param tests the tests, whose numbers begin at 1
 * @param conditions all conditions of the list
 * @param limit how many values at most, besides those that are chosen
 */
export function facetOf(
  field: ListField,
  values: FieldValues,
  rows: RowNumbers,
  failing: Uint16Array,
  tests: readonly RowTest[],
  conditions: readonly Condition[],
  limit = FACET_VALUES,
): Facet {
  const counts = countsByValue(values, rows, failing, testOf(field, tests));
  const chosen = chosenValues(field, conditions);
  const { byLower, lower } = foldedTexts(values);
  const codes = field === "severity" ? severitiesWith(counts) : largest(counts, values.texts, limit);
  const shown = codes.map((code) => ({
    text: values.texts[code]!,
    count: counts[code]!,
    chosen: chosen.get(lower[code]!)?.how ?? null,
  }));
  const isShown = new Set(codes.map((code) => lower[code]!));
  for (const [key, { text, how }] of chosen) {
    if (isShown.has(key)) continue;
    const code = byLower.get(key);
    const known =
      code === undefined ? { text, count: 0 } : { text: values.texts[code]!, count: counts[code]! };
    shown.push({ ...known, chosen: how });
  }
  let withAlerts = 0;
  let highest = 0;
  for (const count of counts) {
    if (count > 0) withAlerts++;
    if (count > highest) highest = count;
  }
  const more = withAlerts - shown.filter(({ count }) => count > 0).length;
  return { field, values: shown, more, highest };
}

/**
 * Counts by the code of the first text that differs only in case.
 *
 * @param own the number of the field's own test, which does not count; 0 for none
 */
function countsByValue(
  values: FieldValues,
  rows: RowNumbers,
  failing: Uint16Array,
  own: number,
): Uint32Array {
  const bySet = new Uint32Array(setCount(values));
  const { sets, members } = values;
  const isCounted = countedRows(rows, failing, own);
  for (let row = 0; row < isCounted.length; row++) if (isCounted[row] === 1) bySet[sets[row]!]!++;
  const { first } = foldedTexts(values);
  const counts = new Uint32Array(values.texts.length);
  for (let set = 0; set < bySet.length; set++) {
    const count = bySet[set]!;
    if (count === 0) continue;
    if (members === null) counts[first[set]!]! += count;
    // A row with both spellings has the value once.
    else for (const code of new Set(members[set]!.map((member) => first[member]!))) counts[code]! += count;
  }
  return counts;
}

const COUNTED = new WeakMap<Uint16Array, Map<number, Uint8Array>>();

/**
 * Which rows count, by their numbers. The list has a million of them in the order of time, and memory that is read in any
 * other order than its own is slow: most facets count the same rows, so that is done once for all of them.
 */
function countedRows(rows: RowNumbers, failing: Uint16Array, own: number): Uint8Array {
  const known = COUNTED.get(failing) ?? new Map<number, Uint8Array>();
  COUNTED.set(failing, known);
  let isCounted = known.get(own);
  if (isCounted !== undefined) return isCounted;
  let last = -1;
  for (let i = 0; i < rows.length; i++) if (rows[i]! > last) last = rows[i]!;
  isCounted = new Uint8Array(last + 1);
  for (let i = 0; i < rows.length; i++) {
    const test = failing[i]!;
    if (test === 0 || test === own) isCounted[rows[i]!] = 1;
  }
  known.set(own, isCounted);
  return isCounted;
}

function severitiesWith(counts: Uint32Array): number[] {
  return SEVERITIES.map((_, code) => code)
    .filter((code) => counts[code]! > 0)
    .reverse();
}

/** The codes with the largest counts, largest first, without sorting all: a field may have a million values. */
function largest(counts: Uint32Array, texts: readonly string[], limit: number): number[] {
  const isBefore = (a: number, b: number): boolean =>
    counts[a] === counts[b] ? compareText(texts[a]!, texts[b]!) < 0 : counts[a]! > counts[b]!;
  const found: number[] = [];
  for (let code = 0; code < counts.length; code++) {
    if (counts[code] === 0) continue;
    if (found.length === limit && !isBefore(code, found[limit - 1]!)) continue;
    let at = found.length;
    while (at > 0 && isBefore(code, found[at - 1]!)) at--;
    found.splice(at, 0, code);
    if (found.length > limit) found.pop();
  }
  return found;
}

interface Chosen {
  readonly text: string;
  readonly how: "included" | "excluded";
}

/** The values of a field that conditions name exactly, by their text in lower case. */
function chosenValues(field: string, conditions: readonly Condition[]): ReadonlyMap<string, Chosen> {
  const chosen = new Map<string, Chosen>();
  for (const { field: name, value: text, isNot, isPattern, isOff } of conditions) {
    if (isOff || isPattern || name === "" || fieldNamed(name) !== field) continue;
    chosen.set(text.toLowerCase(), { text, how: isNot ? "excluded" : "included" });
  }
  return chosen;
}

/**
 * The conditions after a click on a value: it is included, or excluded, or neither if it was so already.
 *
 * @param conditions all conditions of the list
 */
export function toggledValue(
  conditions: readonly Condition[],
  field: string,
  text: string,
  isNot = false,
): readonly Condition[] {
  const isThis = (each: Condition): boolean =>
    each.field !== "" &&
    !each.isPattern &&
    fieldNamed(each.field) === fieldNamed(field) &&
    each.value.toLowerCase() === text.toLowerCase();
  const others = conditions.filter((each) => !isThis(each));
  const wasSo = conditions.some((each) => isThis(each) && each.isNot === isNot && !each.isOff);
  return wasSo ? others : [...others, condition(field, text, { isNot })];
}
