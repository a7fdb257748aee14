import { looseData } from "./loose-data.ts";
import { channelOfProvider } from "./channels.ts";
import { finished, type RawEvent } from "./raw-event.ts";

/**
 * The message of an event log record as plaso's psort writes it into tables:
 * `[13 / 0x000d] Source Name: … Strings: ['-', 'SetValue'] Computer Name: WS01 Record Number: 515 Event Level: 4`.
 * Source: log2timeline/plaso, the formatter of windows:evtx:record.
 */
const MESSAGE = /^\[(\d{1,5}) \/ 0x[0-9a-f]{1,8}\] /i;
const PARTS = [
  ["provider", /Source Name: (.{1,200}?)(?= (?:Message string|Strings|Computer Name):|$)/],
  ["computer", /Computer Name: (\S{1,260})/],
  ["recordId", /Record Number: (\d{1,20})/],
  ["level", /Event Level: (\d{1,3})/],
  ["providerGuid", /Provider identifier: (\{[0-9a-f-]{36}\})/i],
] as const;
const STRINGS = "Strings: [";

export function looksLikePlaso(text: string): boolean {
  return MESSAGE.test(text) && text.includes("Source Name: ");
}

/** @returns null for any other text; the time of the event is in another column */
export function fromPlasoText(text: string): RawEvent | null {
  const eventId = MESSAGE.exec(text)?.[1];
  if (eventId === undefined) return null;
  const at = text.indexOf(STRINGS);
  const listed = at < 0 ? null : pythonList(text, at + STRINGS.length);
  // Values may contain anything, so the parts of the header are looked for around them.
  const header = listed === null ? text : text.slice(0, at) + text.slice(listed.end);
  const draft: Record<string, string | undefined> = {};
  for (const [property, form] of PARTS) draft[property] = form.exec(header)?.[1]?.trim();
  const { provider } = draft;
  if (provider === undefined) return null;
  const data = listed === null ? undefined : looseData(listed.values, provider, eventId);
  const hasNames = data?.eventData?.some(({ name }) => name !== "") ?? false;
  return {
    shape: "plaso",
    assumedZone: false,
    ...(!hasNames && { unread: data === undefined ? "message" : "unnamed" }),
    nameInRecord: (xmlPath) => xmlPath,
    event: finished({ ...draft, eventId, channel: channelOfProvider(provider, eventId), ...data }),
  };
}

/** Reads a list of texts as Python prints it, from after its bracket; null if it is cut. */
function pythonList(text: string, from: number): { values: string[]; end: number } | null {
  const values: string[] = [];
  let at = from;
  const escapes = !UNKNOWN_ESCAPE.test(text.slice(from));
  for (;;) {
    while (text[at] === " " || text[at] === ",") at++;
    if (text[at] === "]") return { values, end: at + 1 };
    const quote = text[at];
    if (quote !== "'" && quote !== '"') return null;
    let value = "";
    for (at++; at < text.length && text[at] !== quote; at++) {
      if (escapes && text[at] === "\\" && at + 1 < text.length)
        value += ESCAPES.get(text[++at]!) ?? text[at]!;
      else value += text[at]!;
    }
    if (at >= text.length) return null;
    values.push(value);
    at++;
  }
}

/** Python writes no such escape: the backslashes are those of the values. */
const UNKNOWN_ESCAPE = /(?<!\\)(?:\\\\)*\\[^\\'"nrtxuU\d]/;
const ESCAPES = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
