import type { WindowsEvent } from "../windows-event.ts";

/** The properties of a Windows event that `<System>` says, each a text. */
export type SystemKey = Exclude<
  keyof WindowsEvent,
  "eventData" | "eventDataName" | "binary" | "userData" | "rendering"
>;

/** What an element of `<System>` says: with its text, and with its attributes. */
export interface SystemNames {
  readonly text?: SystemKey;
  readonly attributes: ReadonlyMap<string, SystemKey>;
}

const NONE: ReadonlyMap<string, SystemKey> = new Map();

/** The elements of `<System>` by name. Source: SystemPropertiesType of the event schema. */
export const SYSTEM_NAMES: ReadonlyMap<string, SystemNames> = new Map<string, SystemNames>([
  [
    "Provider",
    {
      attributes: new Map([
        ["Name", "provider"],
        ["Guid", "providerGuid"],
        ["EventSourceName", "eventSourceName"],
      ]),
    },
  ],
  ["EventID", { text: "eventId", attributes: new Map([["Qualifiers", "qualifiers"]]) }],
  ["Version", { text: "version", attributes: NONE }],
  ["Level", { text: "level", attributes: NONE }],
  ["Task", { text: "task", attributes: NONE }],
  ["Opcode", { text: "opcode", attributes: NONE }],
  ["Keywords", { text: "keywords", attributes: NONE }],
  ["TimeCreated", { attributes: new Map([["SystemTime", "systemTime"]]) }],
  ["EventRecordID", { text: "recordId", attributes: NONE }],
  [
    "Correlation",
    {
      attributes: new Map([
        ["ActivityID", "activityId"],
        ["RelatedActivityID", "relatedActivityId"],
      ]),
    },
  ],
  [
    "Execution",
    {
      attributes: new Map([
        ["ProcessID", "processId"],
        ["ThreadID", "threadId"],
      ]),
    },
  ],
  ["Channel", { text: "channel", attributes: NONE }],
  ["Computer", { text: "computer", attributes: NONE }],
  ["Security", { attributes: new Map([["UserID", "userSid"]]) }],
]);
