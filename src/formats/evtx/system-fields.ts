import type { WindowsEvent } from "../windows-event.ts";

/** What `<System>` can say: element, attribute ("" for the element's text), property of the event. */
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

const BY_ELEMENT = new Map<string, Map<string, SystemField>>();
for (const [element, attribute, field] of FIELDS) {
  const attributes = BY_ELEMENT.get(element) ?? new Map<string, SystemField>();
  BY_ELEMENT.set(element, attributes.set(attribute, field));
}

/** @param attribute "" for the element's text */
export function systemFieldOf(element: string, attribute: string): SystemField | undefined {
  return BY_ELEMENT.get(element)?.get(attribute);
}

export function systemFieldOrder(field: SystemField): number {
  return FIELDS.findIndex((entry) => entry[2] === field);
}
