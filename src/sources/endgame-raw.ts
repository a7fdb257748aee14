import { emptyEvent, type FieldValue, type MutableFlatEvent } from "../ecs/index.ts";
import { parseWrittenTime, wholeNumber } from "../time/index.ts";
import { windowsArguments } from "./windows/command-line.ts";
import { baseName, setFileParts } from "./windows/paths.ts";
import { own, scalarText } from "./windows/text.ts";
import type { Trace } from "./windows/map-event.ts";

export const ENDGAME_EXTENSION =
  "A raw event of Endgame's sensor: Elastic does not publish how it is mapped to ECS, so Loupe maps it by the field names of the published schema.";

const CATEGORIES = new Map([
  ["registry_event", "registry"],
  ["process_event", "process"],
  ["file_event", "file"],
  ["network_event", "network"],
  ["dns_event", "network"],
  ["image_load_event", "library"],
  ["security_event", "authentication"],
]);

/** Event types by the last words of `event_subtype_full`, such as `registry_modify_event`. */
const TYPES: readonly (readonly [word: string, type: string])[] = [
  ["_create_event", "creation"],
  ["creation_event", "start"],
  ["termination_event", "end"],
  ["already_running", "info"],
  ["_modify_event", "change"],
  ["_rename_event", "change"],
  ["_overwrite_event", "change"],
  ["_delete_event", "deletion"],
];

interface FieldStep {
  readonly from: string;
  readonly how: string;
  apply(document: object, out: MutableFlatEvent): void;
}

function copied(from: string, ...fields: readonly string[]): FieldStep {
  return {
    from,
    how: "copied",
    apply: (document, out) => {
      const value = own(document, from);
      if (typeof value !== "string" && typeof value !== "number") return;
      if (value !== "") for (const field of fields) out[field] = value;
    },
  };
}

/** 100 ns units since 1601, beyond 2^53: the readers give text, a plain JSON.parse gives a rounded number. */
function fileTime(value: unknown): string | undefined {
  const text = scalarText(value);
  if (text === undefined || !/^\d{17,19}$/.test(text)) return undefined;
  const millis = Number(wholeNumber(text)! / 10_000n) - 11_644_473_600_000;
  return new Date(millis).toISOString();
}

const STEPS: readonly FieldStep[] = [
  {
    from: "timestamp, timestamp_utc",
    how: "100 ns since 1601 to ISO",
    apply: (document, out) => {
      const written = scalarText(own(document, "timestamp_utc"));
      const time =
        fileTime(own(document, "timestamp")) ??
        (written === undefined ? undefined : parseWrittenTime(written)?.iso);
      if (time !== undefined) out["@timestamp"] = time;
    },
  },
  {
    from: "event_type_full, event_subtype_full",
    how: "categories by the event's type, its subtype as the action",
    apply: (document, out) => {
      const type = scalarText(own(document, "event_type_full")) ?? "";
      const subtype = scalarText(own(document, "event_subtype_full")) ?? "";
      const category = CATEGORIES.get(type) ?? CATEGORIES.get(`${subtype.split("_", 1)[0]!}_event`);
      if (category !== undefined) out["event.category"] = [category];
      const kind = TYPES.find(([word]) => subtype.endsWith(word))?.[1];
      if (kind !== undefined)
        out["event.type"] = [category === "process" && kind === "creation" ? "start" : kind];
      if (subtype !== "") {
        out["event.action"] = subtype;
        out["endgame.event_subtype_full"] = subtype;
      }
      if (type !== "") out["endgame.event_type_full"] = type;
    },
  },
  copied("hostname", "host.name"),
  copied("pid", "process.pid"),
  copied("process_name", "process.name"),
  copied("process_path", "process.executable"),
  copied("unique_pid", "process.entity_id"),
  copied("ppid", "process.parent.pid"),
  copied("unique_ppid", "process.parent.entity_id"),
  copied("parent_process_name", "process.parent.name"),
  copied("parent_process_path", "process.parent.executable"),
  {
    from: "command_line",
    how: "copied, and split by the Windows rules for quotes and backslashes",
    apply: (document, out) => {
      const text = scalarText(own(document, "command_line"));
      if (text === undefined || text === "") return;
      const args = windowsArguments(text);
      out["process.command_line"] = text;
      if (args.length > 0) out["process.args"] = args;
      out["process.args_count"] = args.length;
    },
  },
  copied("user_name", "user.name"),
  copied("user_domain", "user.domain"),
  copied("user_sid", "user.id"),
  {
    from: "file_path",
    how: "copied, and split at the last backslash and the last dot",
    apply: (document, out) => {
      const path = scalarText(own(document, "file_path"));
      if (path === undefined || path === "") return;
      setFileParts(out, path);
      out["file.path"] = path;
    },
  },
  copied("source_address", "source.ip"),
  copied("source_port", "source.port"),
  copied("destination_address", "destination.ip"),
  copied("destination_port", "destination.port"),
  copied("query_name", "dns.question.name"),
  copied("serial_event_id", "event.sequence"),
  {
    from: "key_path",
    how: "the kernel's path unchanged; the value is what follows the last backslash, the key what precedes it",
    apply: (document, out) => {
      const path = scalarText(own(document, "key_path"));
      if (path === undefined || path === "") return;
      out["registry.path"] = path;
      const value = baseName(path);
      if (value === undefined) return;
      out["registry.value"] = value;
      out["registry.key"] = path.slice(0, -value.length - 1);
    },
  },
  {
    from: "bytes_written_u32, bytes_written_u64, bytes_written_string, bytes_written_string_list, bytes_written",
    how: "numbers in decimal, else the text, else the bytes read as UTF-16",
    apply: (document, out) => {
      const data = registryData(document);
      if (data !== undefined) out["registry.data.strings"] = data;
    },
  },
  copied("key_type", "registry.data.type"),
  copied("bytes_written", "registry.data.bytes"),
];

/** The data of a registry event. How the pipeline writes a DWORD is not published: decimal, as ECS asks. */
function registryData(document: object): FieldValue | undefined {
  const number =
    scalarText(own(document, "bytes_written_u32")) ?? scalarText(own(document, "bytes_written_u64"));
  if (number !== undefined) return [number];
  const list = own(document, "bytes_written_string_list");
  if (Array.isArray(list)) {
    const texts = list.flatMap((item) => scalarText(item) ?? []);
    if (texts.length > 0) return texts;
  }
  const text = scalarText(own(document, "bytes_written_string"));
  if (text !== undefined && text !== "") return [text];
  const decoded = utf16(scalarText(own(document, "bytes_written")), scalarText(own(document, "key_type")));
  return decoded === undefined ? undefined : [decoded];
}

const TEXT_TYPES = new Set(["sz", "expandsz"]);

function utf16(base64: string | undefined, type: string | undefined): string | undefined {
  if (base64 === undefined || base64 === "" || type === undefined) return undefined;
  const kind = type.toLowerCase();
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
  if (kind === "dword" && bytes.length === 4) return String(new DataView(bytes.buffer).getUint32(0, true));
  if (kind === "qword" && bytes.length === 8) return String(new DataView(bytes.buffer).getBigUint64(0, true));
  if (!TEXT_TYPES.has(kind)) return undefined;
  return new TextDecoder("utf-16le").decode(bytes).replace(/\0+$/, "");
}

const TYPE_FIELDS = ["event_type_full", "event_subtype_full"];

/** Whether a document is a raw event of Endgame's sensor: no other source uses its names for the type. */
export function isEndgameRaw(document: object): boolean {
  return TYPE_FIELDS.some((field) => typeof own(document, field) === "string");
}

export function mapEndgame(document: object, trace?: Trace): MutableFlatEvent {
  const out = trace?.out ?? emptyEvent();
  trace?.at("", "the same for every event of Endgame's sensor");
  out["event.kind"] = "event";
  out["event.module"] = "endgame";
  out["host.os.type"] = "windows";
  for (const step of STEPS) {
    trace?.at(step.from, step.how);
    step.apply(document, out);
  }
  return out;
}
