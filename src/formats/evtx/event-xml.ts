import type { WindowsEvent, XmlElement } from "../windows-event.ts";
import type { XmlSink } from "./emitter.ts";
import { XmlText } from "./xml-text.ts";

/** XML of an event of which only parts could be read: its number, time, and data. */
export function remainsXml({ recordId, systemTime, eventData = [], userData }: WindowsEvent): string {
  const text = new XmlText();
  text.open("Event");
  text.open("System");
  if (systemTime !== undefined) {
    text.open("TimeCreated");
    text.attribute("SystemTime", systemTime);
    text.close(true);
  }
  write(text, { name: "EventRecordID", attributes: [], children: [recordId ?? ""] });
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
