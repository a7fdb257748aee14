import { firstOf } from "../match/index.ts";
import { parseInstant } from "../time/index.ts";
import { eventOf, type Finding } from "./finding.ts";

/** Which matches of a hunt are wanted with their events; the others are only counted. */
export interface HuntLimit {
  readonly rows: number;
  /** Those that happened first, or last. */
  readonly from: "first" | "last";
}

/** In the place of the event of a match that is only counted. */
const ONLY_COUNTED = "";

/** Whether a finding of a hunt is only counted. */
export function isOnlyCounted({ fields }: Pick<Finding, "fields">): boolean {
  return fields === ONLY_COUNTED;
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

  lean(finding: Finding): Finding {
    if (this.#wants(finding)) return { ...finding, raw: "", header: "" };
    const { ruleId, place, source } = finding;
    const { offset, length, line } = place;
    return { ruleId, place: { offset, length, line }, source, index: "", fields: ONLY_COUNTED, raw: "" };
  }

  #wants(finding: Finding): boolean {
    // As in Elasticsearch's order, events without a time come first.
    const ms = parseInstant(firstOf(eventOf(finding)["@timestamp"]))?.ms ?? -Infinity;
    const time = this.#limit.from === "first" ? ms : -ms;
    if (time > this.#cutOff) return false;
    this.#times.push(time);
    if (this.#times.length >= 2 * this.#limit.rows) {
      this.#times.sort((a, b) => a - b);
      this.#times.length = this.#limit.rows;
      this.#cutOff = this.#times.at(-1)!;
    }
    return true;
  }
}
