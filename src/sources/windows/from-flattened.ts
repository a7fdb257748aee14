import { fromLoose } from "./from-loose.ts";
import type { RawReader } from "./raw-event.ts";

/** Longer names are left out: no product's prefix is that long. */
const LONGEST_NAME = 300;
const DATA_WORDS = ["event_data", "eventdata"];
/** Signs with which products join the names of nested objects. */
const JOINTS = "._:-/";

/**
 * Reads an event whose nested names were joined: `winlogbeat_winlog_event_data_Image` (Graylog),
 * `data.win.eventdata.image` (Wazuh in a table), `Event.EventData.Image`. What precedes the word for the payload in the
 * first such name precedes the header's names too.
 */
export const fromFlattened: RawReader = (document, zone) => {
  const names = Object.keys(document);
  const prefix = names.map(prefixOf).find((found) => found !== undefined);
  if (prefix === undefined) return null;
  const data = Object.create(null) as Record<string, unknown>;
  const header = Object.create(null) as Record<string, unknown>;
  const others = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(document) as [string, unknown][]) {
    // Tables write a dash for a missing value.
    if (value === "-" || value === "" || value === null) continue;
    const rest = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
    const datum = rest === undefined ? undefined : datumOf(rest);
    if (datum !== undefined) data[datum] ??= value;
    else if (rest !== undefined) header[headerName(rest)] ??= value;
    else others[name] = value;
  }
  return fromLoose({ ...header, ...withoutHeader(others, header), EventData: data }, zone);
};

function prefixOf(name: string): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const lower = name.toLowerCase();
  for (const word of DATA_WORDS) {
    const at = lower.indexOf(word);
    if (at >= 0 && (at === 0 || JOINTS.includes(name[at - 1]!)) && datumOf(name.slice(at)) !== undefined)
      return name.slice(0, at);
  }
  return undefined;
}

/** The value's name after the word for the payload. */
function datumOf(rest: string): string | undefined {
  const lower = rest.toLowerCase();
  const word = DATA_WORDS.find((known) => lower.startsWith(known));
  if (word === undefined || !JOINTS.includes(rest[word.length] ?? " ")) return undefined;
  // Some products write the sign twice, as names have it as well.
  return rest.slice(word.length + (rest[word.length] === rest[word.length + 1] ? 2 : 1)) || undefined;
}

/** `System.Provider.#attributes.Name` as `Provider.Name`. */
function headerName(rest: string): string {
  const inner = /^system[._:/-]/i.test(rest) ? rest.slice("system.".length) : rest;
  return inner.replace(/[._]?#?attributes(?=[._])/i, "").replace(/[._](?:#text|value)$/i, "");
}

function withoutHeader(
  others: Record<string, unknown>,
  header: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(others).filter(([name]) => !Object.hasOwn(header, name)));
}
