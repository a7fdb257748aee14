import type { EventDatum, Rendering, XmlElement } from "../../formats/index.ts";
import { parseWrittenTime } from "../../time/index.ts";
import { finished, type RawReader } from "./raw-event.ts";
import { braced, isObject, own, scalarText } from "./text.ts";

/**
 * Event XML turned into JSON, `{"Event": {"System": …, "EventData": …}}`: evtx_dump with attributes below `#attributes`
 * or beside the element as `X_attributes`, and EvtxECmd --fj, with attributes as `@Name`.
 */
export const fromEventTree: RawReader = (document, zone) => {
  const event = own(document, "Event");
  const system = isObject(event) ? own(event, "System") : undefined;
  if (!isObject(event) || !isObject(system)) return null;
  const eventId = textOf(own(system, "EventID"));
  if (eventId === undefined) return null;
  const time = attribute(system, "TimeCreated", "SystemTime");
  const read = time === undefined ? null : parseWrittenTime(time, zone);
  const eventData = own(event, "EventData");
  return {
    shape: "event XML as JSON",
    assumedZone: read?.assumed ?? false,
    // A converter with a depth limit writes the name of a type instead of the element.
    ...([eventData, own(event, "UserData")].some(
      (data) => typeof data === "string" && data.trim() !== "",
    ) && {
      unread: "payload",
      lacks:
        "The event's values are not in this export, only a text in their place: the event has a header only.",
    }),
    nameInRecord: (xmlPath) => `Event.${xmlPath.replace("/", ".").replace("@", ".")}`,
    event: finished({
      provider: attribute(system, "Provider", "Name"),
      providerGuid: guid(attribute(system, "Provider", "Guid")),
      eventSourceName: attribute(system, "Provider", "EventSourceName"),
      eventId,
      qualifiers: attribute(system, "EventID", "Qualifiers"),
      version: textOf(own(system, "Version")),
      level: textOf(own(system, "Level")),
      task: textOf(own(system, "Task")),
      opcode: textOf(own(system, "Opcode")),
      keywords: textOf(own(system, "Keywords")),
      systemTime: read?.iso ?? time,
      recordId: textOf(own(system, "EventRecordID")),
      activityId: guid(attribute(system, "Correlation", "ActivityID")),
      relatedActivityId: guid(attribute(system, "Correlation", "RelatedActivityID")),
      processId: attribute(system, "Execution", "ProcessID"),
      threadId: attribute(system, "Execution", "ThreadID"),
      channel: textOf(own(system, "Channel")),
      computer: textOf(own(system, "Computer")),
      userSid: attribute(system, "Security", "UserID"),
      eventData: isObject(eventData) ? dataIn(eventData) : undefined,
      binary: isObject(eventData) ? textOf(own(eventData, "Binary")) : undefined,
      userData: element("UserData", own(event, "UserData")),
      rendering: renderingIn(own(event, "RenderingInfo")),
    }),
  };
};

function guid(text: string | undefined): string | undefined {
  return text === undefined ? undefined : braced(text);
}

/** The text of an element: a scalar, or `#text` beside its attributes. */
function textOf(node: unknown): string | undefined {
  return isObject(node) ? scalarText(own(node, "#text")) : scalarText(node);
}

function attribute(parent: object, name: string, key: string): string | undefined {
  const node = own(parent, name);
  const beside = own(parent, `${name}_attributes`);
  if (isObject(beside)) return scalarText(own(beside, key));
  if (!isObject(node)) return undefined;
  const inside = own(node, "#attributes");
  return scalarText(isObject(inside) ? own(inside, key) : own(node, `@${key}`));
}

/**
 * The values of EventData: by name as evtx_dump has them, or as a list of `Data` with `@Name`. A name that stands for a list has
 * several values.
 *
 * @param data also EvtxECmd's Payload, which has the second form
 */
export function dataIn(data: object): EventDatum[] {
  const values: EventDatum[] = [];
  for (const [key, node] of Object.entries(data)) {
    if (key === "#attributes" || key.endsWith("_attributes") || key.startsWith("@") || key === "Binary")
      continue;
    for (const item of Array.isArray(node) ? (node as unknown[]) : [node]) addDatum(values, key, item);
  }
  return values;
}

function addDatum(values: EventDatum[], key: string, node: unknown): void {
  // evtxtoelk keeps all values in one `Data`, as names and values.
  if (key === "Data" && isObject(node) && !ELEMENT_KEYS.some((known) => Object.hasOwn(node, known))) {
    for (const [given, value] of Object.entries(node) as [string, unknown][]) addValue(values, given, value);
    return;
  }
  const name = isObject(node) ? (scalarText(own(node, "@Name")) ?? nameInAttributes(node)) : undefined;
  const text = isObject(node) ? own(node, "#text") : node;
  const names = isObject(node) ? own(node, "@Name") : undefined;
  // An index keeps a list of elements as a list of names and one of texts: what belongs together shows if none is missing.
  if (Array.isArray(names) && Array.isArray(text) && names.length === text.length) {
    names.forEach((elementName: unknown, i) =>
      addDatum(values, key, { "@Name": elementName, "#text": text[i] as unknown }),
    );
    return;
  }
  addValue(values, name ?? (key === "Data" ? "" : key), text);
}

/** Keys of an element that has a text or attributes of its own. */
const ELEMENT_KEYS = ["#text", "@Name", "#attributes"];

function addValue(values: EventDatum[], name: string, text: unknown): void {
  for (const item of Array.isArray(text) ? (text as unknown[]) : [text]) {
    const value = scalarText(item) ?? "";
    values.push({ name, value: name.toLowerCase().endsWith("guid") ? braced(value) : value });
  }
}

function nameInAttributes(node: object): string | undefined {
  const attributes = own(node, "#attributes");
  return isObject(attributes) ? scalarText(own(attributes, "Name")) : undefined;
}

/** Deeper elements are left out; no provider goes so deep. */
const MAX_DEPTH = 32;

/** JSON of an element, in any of the forms above, as the element it was. */
export function element(name: string, node: unknown, beside?: unknown, depth = 0): XmlElement | undefined {
  if (node === undefined || node === null || depth > MAX_DEPTH) return undefined;
  const attributes: [string, string][] = [];
  const children: (XmlElement | string)[] = [];
  const add = (from: unknown): void => {
    if (!isObject(from)) return;
    for (const [key, value] of Object.entries(from)) attributes.push([key, scalarText(value) ?? ""]);
  };
  add(beside);
  if (!isObject(node)) children.push(scalarText(node) ?? "");
  else {
    for (const [key, value] of Object.entries(node)) {
      if (key === "#attributes") add(value);
      else if (key === "#text") children.push(scalarText(value) ?? "");
      else if (key.startsWith("@")) attributes.push([key.slice(1), scalarText(value) ?? ""]);
      else if (!key.endsWith("_attributes")) {
        for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
          const child = element(key, item, own(node, `${key}_attributes`), depth + 1);
          if (child !== undefined) children.push(child);
        }
      }
    }
  }
  return { name, attributes, children };
}

function renderingIn(node: unknown): Rendering | undefined {
  if (!isObject(node)) return undefined;
  const keywords = own(node, "Keywords");
  const list = isObject(keywords) ? own(keywords, "Keyword") : keywords;
  const rendering = {
    culture: scalarText(own(node, "@Culture")),
    message: textOf(own(node, "Message")),
    level: textOf(own(node, "Level")),
    task: textOf(own(node, "Task")),
    opcode: textOf(own(node, "Opcode")),
    channel: textOf(own(node, "Channel")),
    provider: textOf(own(node, "Provider")),
    keywords: (Array.isArray(list) ? (list as unknown[]) : [list]).flatMap(
      (keyword) => textOf(keyword) ?? [],
    ),
  };
  return Object.fromEntries(Object.entries(rendering).filter(([, value]) => value !== undefined));
}
