import { SYSTEM_FIELDS } from "../event-schema.ts";
import type { WindowsEvent, XmlElement } from "../windows-event.ts";
import type { XmlSink } from "./xml-sink.ts";
import { XmlText } from "./xml-text.ts";

/** XML of an event of which only parts could be read: its number, time, data, and what else of `<System>` there is. */
export function remainsXml(event: WindowsEvent): string {
  const { eventData = [], userData } = event;
  const text = new XmlText();
  text.open("Event");
  text.open("System");
  for (const [name, fields] of SYSTEM_FIELDS) {
    const known = [...fields].filter(([, field]) => event[field] !== undefined);
    if (known.length === 0) continue;
    text.open(name);
    for (const [key, field] of known) if (key !== "") text.attribute(key, event[field]!);
    const own = fields.get("");
    if (own !== undefined && event[own] !== undefined) text.text(event[own]);
    text.close(own === undefined);
  }
  text.close(false);
  if (eventData.length > 0) {
    text.open("EventData");
    for (const { name, value } of eventData) {
      write(text, { name: "Data", attributes: name === "" ? [] : [["Name", name]], children: [value] });
    }
    text.close(false);
  }
  if (userData !== undefined) write(text, userData);
  text.close(false);
  return text.xml;
}

function write(sink: XmlSink, { name, attributes, children }: XmlElement): void {
  sink.open(name);
  for (const [key, value] of attributes) sink.attribute(key, value);
  for (const child of children) {
    if (typeof child === "string") sink.text(child);
    else write(sink, child);
  }
  sink.close(false);
}
