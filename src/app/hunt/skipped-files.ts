import { type Evidence, isEventLog, wasRead } from "../../case/index.ts";
import type { Runnable } from "../../rules/index.ts";
import type { FileAnswer } from "../../scan/index.ts";

/** Those that a query is about; null if it may match an event of any category. */
export function categoriesOf(runs: Extract<Runnable, { state: "runs" }>): readonly string[] | null {
  const named = runs.kind === "event" ? [runs.category] : runs.terms.map(({ category }) => category);
  return named.some((category) => category === null) ? null : (named as readonly string[]);
}

/**
 * Whether it is known without reading a file again that it has no event of these categories. All of its events were counted
 * by category when it was read, in every spelling that they have.
 */
export function lacksAll(evidence: Evidence, categories: readonly string[] | null): boolean {
  const { inventory, carved = 0, locked = 0 } = evidence;
  if (categories === null || !wasRead(evidence) || inventory === null || inventory.sampled) return false;
  // What was carved is not counted, nor what is locked; a thousand categories are all that are counted.
  if (carved > 0 || locked > 0 || evidence.readAs === null || inventory.categories.length >= 1000)
    return false;
  const wanted = new Set(categories.map((category) => category.toLowerCase()));
  return !inventory.categories.some(([category]) => wanted.has(category.toLowerCase()));
}

/** Whether the event index knows that no event of a file matches. */
export function isRuledOut(answer: FileAnswer | undefined): boolean {
  return answer !== undefined && answer.certain + answer.possible === 0;
}

/** With more than one event in this many, reading them all with several workers takes no longer. */
const FEW = 20;

/**
 * Where the only records of a file are that may match, by the event index; undefined where it does not know, or where its
 * offsets are not those of the file's reader.
 */
export function onlyPlaces(evidence: Evidence, answer: FileAnswer | undefined): Float64Array | undefined {
  if (answer?.offsets == null || answer.offsets.length * FEW > answer.events) return undefined;
  return evidence.seekable === true || isEventLog(evidence) ? answer.offsets : undefined;
}
