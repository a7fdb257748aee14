import type { FieldValue, FlatEvent } from "../ecs/index.ts";
import { firstOf } from "../match/index.ts";
import { parseInstant } from "../time/index.ts";
import { eventOf, type Finding } from "./finding.ts";

/** Which matches of a hunt are wanted with their events; the others are only counted. */
export interface HuntLimit {
  /** `Infinity` for all. */
  readonly rows: number;
  /** Those that happened first, or last. */
  readonly from: "first" | "last";
  /** Fields whose values are wanted of every match. */
  readonly counted?: readonly string[];
}

/** A match of a hunt that is only counted. */
interface CountedFinding extends Finding {
  /** The values of the fields that are counted, in their order: see `countedValues`. */
  readonly values: readonly (readonly string[])[];
}

/** Whether a finding of a hunt is only counted. */
export function isOnlyCounted(finding: Finding): finding is CountedFinding {
  return "values" in finding;
}

/** Values of one field that count: a record may have a million. */
const MOST_VALUES = 100;
/** Longer values are cut where they are counted. */
const MOST_OF_VALUE = 1000;
const NO_VALUE: readonly string[] = [""];

/** The values of a field as they are counted, each once; one empty text if the event has none. */
export function countedValues(value: FieldValue | undefined): readonly string[] {
  if (value === undefined) return NO_VALUE;
  if (typeof value !== "object") return [String(value).slice(0, MOST_OF_VALUE)];
  return [...new Set(value.slice(0, MOST_VALUES).map((each) => String(each).slice(0, MOST_OF_VALUE)))];
}

/**
 * Makes the findings of a hunt small before they leave the worker: a hunt may match millions of events, of which the page
 * lists the first or the last few thousand. The text of the record is left out, as it can be read again. Each finding is
 * still there, so that they can be counted and a scan that begins again can skip those it has handed over.
 */
export class LeanFindings {
  readonly #limit: HuntLimit;
  /** Times of findings that are handed over with their events, negative where the last are wanted. */
  #times: number[] = [];
  /** Later ones cannot be among those that are listed: this worker alone has found enough. */
  #cutOff = Infinity;

  constructor(limit: HuntLimit) {
    this.#limit = limit;
  }

  /** The fields whose values are wanted of every match. */
  get fields(): readonly string[] {
    return this.#limit.counted ?? [];
  }

  /**
   * Whether a match at a time is only counted, so that its event need not be decoded.
   *
   * @param time in epoch milliseconds; NaN without one
   */
  onlyCounts(time: number): boolean {
    const { rows, from } = this.#limit;
    if (rows === 0) return true;
    return (from === "first" ? Math.floor(time) : -Math.floor(time)) > this.#cutOff;
  }

  /** A match that is only counted. @param event has at least the fields whose values are wanted */
  counted(
    { ruleId, place, source }: Pick<Finding, "ruleId" | "place" | "source">,
    event: FlatEvent,
  ): Finding {
    const { offset, length, line } = place;
    const counts: CountedFinding = {
      ...{ ruleId, place: { offset, length, line }, source, index: "", fields: "", raw: "" },
      values: this.fields.map((field) => countedValues(event[field])),
    };
    return counts;
  }

  lean(finding: Finding): Finding {
    if (isOnlyCounted(finding)) return finding;
    if (this.#limit.rows === Infinity) return withoutText(finding);
    const event = eventOf(finding);
    return this.#wants(firstOf(event["@timestamp"])) ? withoutText(finding) : this.counted(finding, event);
  }

  #wants(timestamp: Parameters<typeof parseInstant>[0] | undefined): boolean {
    const { rows, from } = this.#limit;
    if (rows === 0) return false;
    // As in Elasticsearch's order, events without a time come first.
    const ms = parseInstant(timestamp)?.ms ?? -Infinity;
    const time = from === "first" ? ms : -ms;
    if (time > this.#cutOff) return false;
    this.#times.push(time);
    // The first cut comes as early as it can: in a log, all that follows is later.
    if (this.#times.length >= (this.#cutOff === Infinity ? rows : 1.25 * rows)) {
      this.#times.sort((a, b) => a - b);
      this.#times.length = rows;
      this.#cutOff = this.#times.at(-1)!;
    }
    return true;
  }
}

function withoutText(finding: Finding): Finding {
  return { ...finding, raw: "", header: "" };
}
