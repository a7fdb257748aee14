import type { EventDatum } from "../../formats/index.ts";
import { looseHeader } from "./loose-header.ts";
import { byPlainName } from "./plain-names.ts";
import { channelOfProvider } from "./channels.ts";
import { finished, type RawReader } from "./raw-event.ts";
import { isObject, own, scalarText } from "./text.ts";

/** A line of the Event Data cell: `TargetObject: HKLM\…`. A value may go on in the next lines. */
const DATUM = /^(\w[\w.-]{0,99}): ?(.*)$/;

/**
 * A row of `sigma.csv` as chainsaw's `hunt --csv` writes it: a header, and the event's values as lines in one cell.
 * Source: WithSecureLabs/chainsaw, the Sigma mapping for event logs.
 */
export const fromChainsawTable: RawReader = (document, zone) => {
  const cell = scalarText(own(document, "Event Data"));
  if (cell === undefined || !Object.hasOwn(document, "detections")) return null;
  const { draft, assumedZone } = looseHeader(byPlainName(document), zone);
  const { eventId } = draft;
  if (eventId === undefined || !/^\d{1,5}$/.test(eventId)) return null;
  draft.provider ??= providerIn(document);
  draft.channel ??= channelOfProvider(draft.provider ?? "", eventId);
  draft.eventData = dataOf(cell);
  return {
    shape: "chainsaw CSV",
    assumedZone,
    nameInRecord: (xmlPath) => xmlPath,
    event: finished(draft),
  };
};

/** The column `Event.System.Provider`, whose dots have become objects. */
function providerIn(document: object): string | undefined {
  const event = own(document, "Event");
  const system = isObject(event) ? own(event, "System") : undefined;
  const provider = isObject(system) ? own(system, "Provider") : own(document, "Event.System.Provider");
  return scalarText(provider);
}

function dataOf(cell: string): EventDatum[] {
  const data: { name: string; value: string }[] = [];
  for (const line of cell.split(/\r?\n/)) {
    const [, name, value] = DATUM.exec(line) ?? [];
    if (name !== undefined && value !== undefined) data.push({ name, value: unquoted(value) });
    else if (data.length > 0) data.at(-1)!.value += `\n${line}`;
  }
  return data;
}

/** YAML quotes a text that could be read as something else. */
function unquoted(value: string): string {
  return /^'.*'$/s.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value;
}
