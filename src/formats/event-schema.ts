/** Maps elements to properties of a Windows event, for the readers of event XML and EVTX. */
import type { Rendering, WindowsEvent } from "./windows-event.ts";

/** What `<System>` can contain: element, attribute ("" for the element's text), property of the event. */
const FIELDS = [
  ["Provider", "Name", "provider"],
  ["Provider", "Guid", "providerGuid"],
  ["Provider", "EventSourceName", "eventSourceName"],
  ["EventID", "", "eventId"],
  ["EventID", "Qualifiers", "qualifiers"],
  ["Version", "", "version"],
  ["Level", "", "level"],
  ["Task", "", "task"],
  ["Opcode", "", "opcode"],
  ["Keywords", "", "keywords"],
  ["TimeCreated", "SystemTime", "systemTime"],
  ["EventRecordID", "", "recordId"],
  ["Correlation", "ActivityID", "activityId"],
  ["Correlation", "RelatedActivityID", "relatedActivityId"],
  ["Execution", "ProcessID", "processId"],
  ["Execution", "ThreadID", "threadId"],
  ["Channel", "", "channel"],
  ["Computer", "", "computer"],
  ["Security", "UserID", "userSid"],
] as const;

export type SystemField = (typeof FIELDS)[number][2];
export type MutableEvent = { -readonly [K in keyof WindowsEvent]: WindowsEvent[K] };

const byElement = new Map<string, Map<string, SystemField>>();
for (const [element, attribute, field] of FIELDS) {
  const attributes = byElement.get(element) ?? new Map<string, SystemField>();
  byElement.set(element, attributes.set(attribute, field));
}

/** Properties by element, then by attribute ("" for the element's text). */
export const SYSTEM_FIELDS: ReadonlyMap<string, ReadonlyMap<string, SystemField>> = byElement;

/** @param attribute "" for the element's text */
export function systemFieldOf(element: string, attribute: string): SystemField | undefined {
  return byElement.get(element)?.get(attribute);
}

export function systemFieldOrder(field: SystemField): number {
  return FIELDS.findIndex((entry) => entry[2] === field);
}

export type MutableRendering = { -readonly [K in keyof Rendering]: Rendering[K] };

/** The texts of `<RenderingInfo>`, by element. */
export const RENDERED: ReadonlyMap<string, Exclude<keyof Rendering, "culture" | "keywords">> = new Map([
  ["Message", "message"],
  ["Level", "level"],
  ["Task", "task"],
  ["Opcode", "opcode"],
  ["Channel", "channel"],
  ["Provider", "provider"],
]);
