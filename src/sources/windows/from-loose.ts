import { payloadInText, type WindowsEvent } from "../../formats/index.ts";
import { channelOfProvider, providerOfChannel } from "./channels.ts";
import { element } from "./from-event-tree.ts";
import { providerNamed as fullProvider } from "./from-event-viewer.ts";
import { looseData } from "./loose-data.ts";
import { looseHeader } from "./loose-header.ts";
import { dataFromMessage } from "./message.ts";
import { byPlainName } from "./plain-names.ts";
import { finished, type RawReader } from "./raw-event.ts";
import { isObject, own, scalarText } from "./text.ts";

/** One of these names is in every event. Most objects have none, and need no closer look. */
const HAS_ID = /event[^a-z0-9]{0,3}(?:id|code)|^system$/i;
/** Lists of values without names. */
const POSITIONS = ["stringinserts", "replacementstrings", "insertionstrings", "properties", "strings"];

/**
 * Reads an event whose header and payload are there, but under names and in an order that no other reader knows:
 * `{System, EventData}` without `Event` around them (Velociraptor), lower-case names (Wazuh), underscores (Winlogbeat 5
 * and 6, OpenTelemetry, Loki), header and `EventData` side by side. Names are compared without case and signs.
 *
 * An event needs an ID, a channel or provider, and values or a message.
 */
export const fromLoose: RawReader = (document, zone) => {
  if (!Object.keys(document).some((name) => HAS_ID.test(name))) return null;
  const outer = byPlainName(document);
  const system = outer.get("system");
  const names = isObject(system) ? new Map([...outer, ...byPlainName(system)]) : outer;
  const { draft, assumedZone, message } = looseHeader(names, zone);
  const { eventId } = draft;
  if (eventId === undefined || !/^\d{1,5}$/.test(eventId)) return null;
  draft.provider = providerNamed(draft.provider) ?? sourceOf(outer, draft.channel, eventId);
  if (draft.channel === undefined && draft.provider === undefined) return null;
  draft.provider ??= providerOfChannel(draft.channel!, eventId);
  draft.channel ??= channelOfProvider(draft.provider ?? "", eventId);
  const { provider } = draft;
  const written = outer.get("eventdata") ?? names.get("eventdata");
  const payload =
    (written === undefined ? undefined : looseData(written, provider, eventId)) ??
    userDataOf(outer.get("userdata"));
  const listed = POSITIONS.map((name) => outer.get(name)).find((value) => Array.isArray(value));
  const values =
    payload ??
    (listed === undefined ? undefined : looseData(listed, provider, eventId)) ??
    (message === undefined ? undefined : fromMessage(provider, eventId, message));
  const hasPayload = values !== undefined || written !== undefined || outer.has("userdata");
  if (!hasPayload && message === undefined) return null;
  Object.assign(draft, values);
  return {
    shape: "Windows event under other names",
    assumedZone,
    ...(values === undefined && {
      unread: "message",
      lacks:
        "This export has the event's values in a form that could not be read: the event has a header only.",
    }),
    nameInRecord: (xmlPath) => xmlPath,
    event: finished(draft),
  };
};

/** Names that only a record of Get-EventLog has. */
const EVENT_LOG_ENTRY = ["entrytype", "replacementstrings", "instanceid"];

/** The provider in `Source`, which in other products' records is a host or a file. */
function sourceOf(
  names: ReadonlyMap<string, unknown>,
  channel: string | undefined,
  code: string,
): string | undefined {
  const source = providerNamed(scalarText(names.get("source")));
  if (source === undefined) return undefined;
  const isProvider =
    channel !== undefined ||
    channelOfProvider(source, code) !== undefined ||
    EVENT_LOG_ENTRY.some((name) => names.has(name));
  return isProvider ? source : undefined;
}

function providerNamed(text: string | undefined): string | undefined {
  return text === undefined ? undefined : fullProvider(text);
}

function fromMessage(
  provider: string | undefined,
  code: string,
  message: string,
): Pick<WindowsEvent, "eventData"> | undefined {
  const read = dataFromMessage(provider, code, message);
  return read === undefined ? undefined : { eventData: read.data };
}

function userDataOf(value: unknown): Pick<WindowsEvent, "userData"> | undefined {
  if (typeof value === "string") {
    const read = payloadInText(value)?.userData;
    return read === undefined ? undefined : { userData: read };
  }
  if (!isObject(value)) return undefined;
  const name = scalarText(own(value, "xml_name"));
  const values = Object.fromEntries(Object.entries(value).filter(([key]) => key !== "xml_name"));
  // Winlogbeat keeps the values without the element around them, whose name it writes beside them.
  const isFlat = name !== undefined || Object.values(values).every((inner) => !isObject(inner));
  const userData = element("UserData", isFlat ? { [name ?? ""]: values } : value);
  return userData === undefined ? undefined : { userData };
}
