import type { WindowsEvent } from "../../formats/index.ts";
import type { HeaderOnly } from "./raw-event.ts";
import { namesFor } from "./templates.ts";

/**
 * Why only the header of an event can be used, if its provider always writes values and none of them is there under its
 * name. Only events whose values are known can be judged: see `namesFor`.
 *
 * @returns undefined if there is such a value, or nothing is known about the event
 */
export function missingValues(event: WindowsEvent): HeaderOnly | undefined {
  const { provider, eventId, eventData, userData } = event;
  const names = eventId === undefined ? undefined : namesFor(provider, eventId);
  if (names === undefined || userData !== undefined) return undefined;
  if (eventData === undefined || eventData.length === 0) return "payload";
  return eventData.some(({ name }) => names.includes(name)) ? undefined : "unnamed";
}
