import { emptyEvent, type MutableFlatEvent } from "../../ecs/index.ts";
import type { WindowsEvent } from "../../formats/index.ts";
import { parseWrittenTime } from "../../time/index.ts";
import { auditOutcome, outcomeOf, readKeywords } from "./keywords.ts";
import { integer, withoutWindowsLineEnds } from "./text.ts";

/** How one property of `<System>` and `<RenderingInfo>` is mapped. */
export interface HeaderStep {
  /** The element and attribute in event XML. */
  readonly from: string;
  readonly how: string;
  apply(event: WindowsEvent, out: MutableFlatEvent): void;
}

/**
 * Creates an event with the fields that every raw Windows event has. Elastic learns the operating system from the
 * agent that reads the log; here the log itself shows it.
 *
 * Nearly every event has the header's first fields as well. The literal contains them, empty, and `HEADER` writes them
 * all: engines copy a literal at once with room for its fields, while an event that grows field by field is laid out
 * again and again.
 */
export function newEvent(event: WindowsEvent): MutableFlatEvent {
  const { systemTime, eventId, provider, providerGuid, channel, computer, recordId } = event;
  const isUsual = systemTime && eventId && provider && providerGuid && channel && computer && recordId;
  if (!isUsual) return addConstants(emptyEvent());
  return {
    // @ts-expect-error: no field but the prototype, which is none
    __proto__: null,
    "event.kind": "event",
    "host.os.type": "windows",
    "host.os.family": "windows",
    "@timestamp": "",
    "event.code": "",
    "winlog.event_id": "",
    "event.provider": "",
    "winlog.provider_name": "",
    "winlog.provider_guid": "",
    "winlog.channel": "",
    "host.name": "",
    "winlog.computer_name": "",
    "winlog.record_id": "",
  };
}

export function addConstants(out: MutableFlatEvent): MutableFlatEvent {
  out["event.kind"] = "event";
  out["host.os.type"] = "windows";
  out["host.os.family"] = "windows";
  return out;
}

/** Names in other languages say nothing here. */
function outcomeOfNames(names: readonly string[] | undefined): "failure" | "success" | undefined {
  if (names === undefined) return undefined;
  for (const name of names) {
    const outcome = auditOutcome(name);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

/** The properties of a Windows event that are plain text. */
export type TextProperty = {
  [K in keyof WindowsEvent]-?: string extends WindowsEvent[K] ? K : never;
}[keyof WindowsEvent];

const LEVELS = new Map([
  ["0", "information"], // "log always", which Event Viewer shows as information
  ["1", "critical"],
  ["2", "error"],
  ["3", "warning"],
  ["4", "information"],
  ["5", "verbose"],
]);

const OPCODES = new Map([
  ["0", "Info"],
  ["1", "Start"],
  ["2", "Stop"],
  ["3", "DCStart"],
  ["4", "DCStop"],
  ["5", "Extension"],
  ["6", "Reply"],
  ["7", "Resume"],
  ["8", "Suspend"],
  ["9", "Send"],
]);

function text(property: TextProperty, from: string, ...fields: readonly string[]): HeaderStep {
  return {
    from,
    how: "copied",
    apply: (event, out) => {
      const value = event[property];
      if (value === undefined || value === "") return;
      for (const field of fields) out[field] = value;
    },
  };
}

/** Zero is left out, as Winlogbeat leaves it out. */
function number(property: TextProperty, from: string, field: string): HeaderStep {
  return {
    from,
    how: "copied as a number, zero left out",
    apply: (event, out) => {
      const value = event[property];
      if (value === undefined || value === "0") return;
      const parsed = integer(value);
      if (parsed !== undefined) out[field] = parsed;
    },
  };
}

function named(
  from: string,
  how: string,
  field: string,
  name: (event: WindowsEvent) => string | undefined,
): HeaderStep {
  return {
    from,
    how,
    apply: (event, out) => {
      const value = name(event);
      if (value !== undefined && value !== "") out[field] = value;
    },
  };
}

/**
 * `<System>` as Winlogbeat writes it (elastic/beats winlogbeat/sys/winevent/event.go and eventlog.go). Winlogbeat
 * asks the machine for the name of a SID and a provider's texts; here they are present only if the export contains
 * them.
 */
export const HEADER: readonly HeaderStep[] = [
  {
    from: "System/TimeCreated@SystemTime",
    how: "copied",
    apply: ({ systemTime }, out) => {
      if (systemTime === undefined || systemTime === "") return;
      // Times in event XML's form are kept; all others are converted to it.
      out["@timestamp"] = systemTime.endsWith("Z")
        ? systemTime
        : (parseWrittenTime(systemTime)?.iso ?? systemTime);
    },
  },
  text("eventId", "System/EventID", "event.code", "winlog.event_id"),
  text("provider", "System/Provider@Name", "event.provider", "winlog.provider_name"),
  text("providerGuid", "System/Provider@Guid", "winlog.provider_guid"),
  text("channel", "System/Channel", "winlog.channel"),
  text("computer", "System/Computer", "host.name", "winlog.computer_name"),
  text("recordId", "System/EventRecordID", "winlog.record_id"),
  text("userSid", "System/Security@UserID", "winlog.user.identifier"),
  number("processId", "System/Execution@ProcessID", "winlog.process.pid"),
  number("threadId", "System/Execution@ThreadID", "winlog.process.thread.id"),
  number("version", "System/Version", "winlog.version"),
  text("activityId", "System/Correlation@ActivityID", "winlog.activity_id"),
  text("relatedActivityId", "System/Correlation@RelatedActivityID", "winlog.related_activity_id"),
  named("System/Level", "named, in lower case", "log.level", ({ level, rendering }) =>
    rendering?.level ? rendering.level.toLowerCase() : level === undefined ? undefined : LEVELS.get(level),
  ),
  named("System/Opcode", "named", "winlog.opcode", ({ opcode, rendering }) =>
    rendering?.opcode ? rendering.opcode : opcode === undefined ? undefined : OPCODES.get(opcode),
  ),
  {
    from: "System/Keywords",
    how: "the audit bits as an outcome, the bits named",
    apply: ({ keywords, rendering }, out) => {
      const read = keywords === undefined ? undefined : readKeywords(keywords);
      const outcome = outcomeOf(read, outcomeOfNames(rendering?.keywords));
      if (outcome !== undefined) out["event.outcome"] = outcome;
      const names = rendering?.keywords?.length ? rendering.keywords : read?.names;
      if (names !== undefined && names.length > 0) out["winlog.keywords"] = names;
    },
  },
  {
    from: "RenderingInfo/Task",
    how: "copied",
    apply: ({ rendering }, out) => {
      if (!rendering?.task) return;
      out["winlog.task"] = rendering.task;
      out["event.action"] = rendering.task;
    },
  },
  named("RenderingInfo/Message", "line ends as line feeds", "message", ({ rendering }) =>
    rendering?.message === undefined ? undefined : withoutWindowsLineEnds(rendering.message),
  ),
];
