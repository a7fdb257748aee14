import { emptyEvent, type FlatEvent } from "../../ecs/index.ts";
import { type EventRow, MAX_TEXT } from "../../scan/index.ts";

const SERVICE_CODES: ReadonlySet<string> = new Set(["4697", "7045"]);
const TASK_CODES: ReadonlySet<string> = new Set(["106", "4698", "4699", "4700", "4701", "4702"]);
const START_CODES: ReadonlySet<string> = new Set(["1", "4688"]);
const DELETION_CODES: ReadonlySet<string> = new Set(["23", "26"]);

/**
 * What the event index has of an event, as an event: for when its file is not at hand. The index does not say which field
 * a text is of, so that follows from the kind of event.
 */
export function rowEvent(row: EventRow): FlatEvent {
  const event = emptyEvent();
  const put = (field: string, value: string | readonly string[]): void => {
    if (value.length > 0) event[field] = value;
  };
  event["@timestamp"] = row.time;
  put("host.name", row.host);
  put("host.os.type", "windows");
  put("user.name", row.user);
  put("winlog.channel", row.channel);
  put("event.code", row.code);
  put("event.category", row.category === "configuration" ? ["configuration", "registry"] : row.category);
  put("event.action", row.action);
  put("process.name", row.process);
  put("process.pid", row.pid);
  put("process.entity_id", row.entity);
  put("process.parent.entity_id", row.parentEntity);
  put(objectField(row), row.object);
  put("registry.data.strings", row.value);
  if (isStart(row)) {
    put("event.type", "start");
    // A cut command line may lack arguments, and quotes may join some: the record has them as they are.
    if (row.object.length <= MAX_TEXT && !row.object.includes('"'))
      put(
        "process.args",
        row.object.split(/\s+/).filter((word) => word !== ""),
      );
  } else if (/sysmon/i.test(row.channel) && DELETION_CODES.has(row.code)) put("event.type", "deletion");
  return event;
}

function objectField(row: EventRow): string {
  const { category, code } = row;
  if (category === "registry" || /^(?:HK|\\REGISTRY)/i.test(row.object)) return "registry.path";
  if (category === "file") return "file.path";
  if (SERVICE_CODES.has(code)) return "winlog.event_data.ServiceName";
  if (TASK_CODES.has(code)) return "winlog.event_data.TaskName";
  if (category === "process" && code === "10") return "winlog.event_data.TargetImage";
  if (category === "process" || isStart(row)) return "process.command_line";
  return "file.path";
}

function isStart({ category, code, channel, action }: EventRow): boolean {
  if (START_CODES.has(code)) return /sysmon|security/i.test(channel) || category === "process";
  return category === "process" && action === "start";
}
