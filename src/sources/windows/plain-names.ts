/** Longer names are no names of an event's header. */
const LONGEST_NAME = 200;
/** Further names of an object are not looked at. */
const MOST_NAMES = 5000;

/** A name without what only a tool's habits add: case, underscores, dots, dashes. `Event_ID` becomes `eventid`. */
export function plainName(name: string): string {
  return name.length > LONGEST_NAME ? "" : name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** The values of an object by plain name; of several the first that is not null. */
export function byPlainName(object: object): Map<string, unknown> {
  const values = new Map<string, unknown>();
  let left = MOST_NAMES;
  for (const [name, value] of Object.entries(object) as [string, unknown][]) {
    if (left-- <= 0) break;
    if (value === null || value === undefined || value === "") continue;
    const plain = plainName(name);
    if (plain !== "" && !values.has(plain)) values.set(plain, value);
  }
  return values;
}
