import type { EcsEvent } from "../sources/index.ts";
import { epochMillis } from "../time/index.ts";
import { SECONDARY_TIMES, type SecondaryTime } from "./ambiguous-times.ts";

/** `2024-05-14T…Z`, as nearly every event has them. */
const isPlain = (text: string): boolean =>
  text.length >= 20 && text.charCodeAt(4) === 45 && text.charCodeAt(10) === 84 && text.endsWith("Z");

type Unread = readonly [field: SecondaryTime, text: string];
const NONE: readonly Unread[] = [];
/** What Loupe writes itself: another product's raw event has no others. */
const WRITTEN: readonly SecondaryTime[] = ["event.created"];

/** The times of an event beside its own that are not understood. */
export function unreadSecondaryTimes({ event, derived, unreadUtcTime }: EcsEvent): readonly Unread[] {
  let unread: Unread[] | null = unreadUtcTime === undefined ? null : [["UtcTime", unreadUtcTime]];
  for (const field of derived === undefined ? SECONDARY_TIMES : WRITTEN) {
    const value = event[field];
    if (value === undefined || (typeof value === "string" && isPlain(value) && derived !== undefined))
      continue;
    for (const text of typeof value === "object" ? value : [value]) {
      if (typeof text !== "string" || text === "" || !Number.isNaN(epochMillis(text))) continue;
      unread ??= [];
      unread.push([field, text]);
    }
  }
  return unread ?? NONE;
}
