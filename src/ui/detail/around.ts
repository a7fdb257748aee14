import { type FlatEvent, hostKey } from "../../ecs/index.ts";
import { firstOf } from "../../match/index.ts";
import type { CaseEventIndex } from "../../app/index.ts";
import type { EventAround, EventFilter, EventQuery } from "../../scan/index.ts";

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

/** The most events that are shown on either side. */
export const AROUND_LIMIT = 50;

/** The ranges that can be looked at, on either side, in milliseconds. */
export const AROUND_SPANS: readonly (readonly [millis: number, words: string])[] = [
  [5 * 60_000, "5 minutes"],
  [15 * 60_000, "15 minutes"],
  [60 * 60_000, "1 hour"],
  [24 * 60 * 60_000, "24 hours"],
];

/** The scopes in which anything can be said about an event. */
export function scopesOf({ host, user, entity }: AroundCentre): AroundScope[] {
  return [
    ...(host === "" ? [] : (["host"] as const)),
    ...(user === "" ? [] : (["user"] as const)),
    ...(host === "" || entity === "" ? [] : (["process"] as const)),
  ];
}

/**
 * The events around one, nearest first on either side.
 *
 * @param span milliseconds before and after it
 */
export async function eventsAround(
  index: Pick<CaseEventIndex, "top" | "around" | "descendants">,
  centre: AroundCentre,
  scope: AroundScope,
  span: number,
): Promise<EventAround> {
  const { filters = [] } = await queryOf(index, centre, scope);
  const range = { from: centre.time - span, to: centre.time + span };
  return index.around({ ...range, filters }, centre.time, AROUND_LIMIT);
}

async function queryOf(
  index: Pick<CaseEventIndex, "top" | "descendants">,
  { host, user, entity }: AroundCentre,
  scope: AroundScope,
): Promise<EventQuery> {
  if (scope === "process") return index.descendants(host, entity);
  const field = scope === "host" ? "host.name" : "user.name";
  const wanted = scope === "host" ? host : user;
  // Windows ignores case in both, and sources spell the same name differently.
  const spelled = (await index.top({}, field, Infinity)).map(([value]) => value);
  const values = spelled.filter((value) => hostKey(value) === hostKey(wanted));
  return { filters: [{ field, values } satisfies EventFilter] };
}
