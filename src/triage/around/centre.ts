import { type FlatEvent, hostKey } from "../../ecs/index.ts";
import { firstOf } from "../../match/index.ts";
import type { EventField, EventFilter, EventQuery } from "../../scan/index.ts";

/** What the events around one have in common with it. */
export type AroundScope = "host" | "user" | "process";

/** The event in the middle. */
export interface AroundCentre {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly host: string;
  readonly user: string;
  /** `process.entity_id`; empty if the event has none. */
  readonly entity: string;
}

/** @param time of the event, in epoch milliseconds */
export function centreOf(time: number, event: FlatEvent): AroundCentre {
  const text = (field: string): string => String(firstOf(event[field]) ?? "");
  return {
    time,
    host: text("host.name"),
    user: text("user.name") || text("user.id"),
    entity: text("process.entity_id"),
  };
}

const MINUTE = 60_000;

/** The ranges that can be looked at, on either side, in milliseconds. */
export const AROUND_SPANS: readonly (readonly [millis: number, words: string])[] = [
  [5 * MINUTE, "5 minutes"],
  [15 * MINUTE, "15 minutes"],
  [60 * MINUTE, "1 hour"],
  [6 * 60 * MINUTE, "6 hours"],
  [24 * 60 * MINUTE, "24 hours"],
];

/** The scopes in which anything can be said about an event. */
export function scopesOf({ host, user, entity }: AroundCentre): AroundScope[] {
  return [
    ...(host === "" ? [] : (["host"] as const)),
    ...(user === "" ? [] : (["user"] as const)),
    ...(host === "" || entity === "" ? [] : (["process"] as const)),
  ];
}

/** What is asked of the event index to narrow it to a scope: see `EventIndex`. */
export interface ScopedIndex {
  top(query: EventQuery, field: EventField, limit: number): Promise<(readonly [string, number])[]>;
  descendants(host: string, entity: string): Promise<EventQuery>;
}

/** The filters that all events around a centre pass, whatever their time. */
export async function scopeFilters(
  index: ScopedIndex,
  { host, user, entity }: AroundCentre,
  scope: AroundScope,
): Promise<readonly EventFilter[]> {
  if (scope === "process") return (await index.descendants(host, entity)).filters ?? [];
  const field = scope === "host" ? "host.name" : "user.name";
  const wanted = scope === "host" ? host : user;
  // Windows ignores case in both, and sources spell the same name differently.
  const spelled = (await index.top({}, field, Infinity)).map(([value]) => value);
  return [{ field, values: spelled.filter((value) => hostKey(value) === hostKey(wanted)) }];
}
