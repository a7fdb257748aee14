import { EVENT_KEY, EVENT_MEMBERS, hasEventMarkup } from "../formats/index.ts";

/** Values that are looked at: what a search left out may be most of a large record. */
const MAX_VALUES = 100_000;
/** What an event has beside its ID or time, so that an application's own list of objects is none. */
const SECOND_NAME =
  /channel|log_?name|provider|source_?name|event_?data|event_type|winlog|action_?type|registry/i;

/** Whether a value has names of an event, at any depth or in its texts. There is no recursion: it may be deep. */
export function mentionsEvent(value: unknown): boolean {
  let hasFirst = false;
  let hasSecond = false;
  const pending: unknown[] = [value];
  for (let left = MAX_VALUES; pending.length > 0 && left > 0; left--) {
    const next = pending.pop();
    if (typeof next === "string") {
      if (hasEventMarkup(next) || (EVENT_KEY.test(next.replaceAll("\\", "")) && SECOND_NAME.test(next)))
        return true;
    } else if (Array.isArray(next)) {
      for (const item of next) pending.push(item);
    } else if (typeof next === "object" && next !== null) {
      for (const [name, item] of Object.entries(next)) {
        hasFirst ||= EVENT_MEMBERS.has(name.toLowerCase());
        hasSecond ||= SECOND_NAME.test(name);
        if (typeof item === "object" || typeof item === "string") pending.push(item);
      }
      if (hasFirst && hasSecond) return true;
    }
  }
  return false;
}
