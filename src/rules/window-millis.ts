import { firstOf } from "../match/index.ts";
import type { FlatEvent } from "../ecs/index.ts";
import { epochMillis, type Instant, parseInstant } from "../time/index.ts";
import type { Rule } from "./rule.ts";

/** What decides by which time a rule's runs choose events. */
export type WindowFields = Pick<Rule, "timestamp_override" | "timestamp_override_fallback_disabled">;

/**
 * The time by which Elastic's runs choose an event, milliseconds since 1970: the rule's `timestamp_override` if the
 * event has it, else `@timestamp` unless the rule forbids it; NaN for none. Source: Kibana's build_events_query.ts.
 */
export function windowMillis(event: FlatEvent, rule: WindowFields): number {
  return windowIn((field) => parseInstant(firstOf(event[field])), rule);
}

/** As `windowMillis`, for an event whose times the caller reads. */
export function windowIn(instantIn: (field: string) => Instant | null, rule: WindowFields): number {
  const { timestamp_override: override, timestamp_override_fallback_disabled: noFallback } = rule;
  const overriding = override === undefined ? null : instantIn(override);
  const fallsBack = override === undefined || noFallback !== true;
  const instant = overriding ?? (fallsBack ? instantIn("@timestamp") : null);
  // The number may be out of range for a date: runs that reach it would never end.
  return epochMillis(instant?.ms ?? NaN);
}
