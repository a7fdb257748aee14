import { emptyEvent, type MutableFlatEvent } from "../../ecs/index.ts";
import { windowsArguments } from "../windows/command-line.ts";
import type { Trace } from "../windows/map-event.ts";
import { append } from "../windows/step.ts";
import { own, scalarText } from "../windows/text.ts";
import { COLUMNS } from "./columns.ts";
import { mapNetwork, NETWORK_COLUMNS } from "./network.ts";
import type { M365Row } from "./read-m365.ts";
import { mapRegistry, REGISTRY_COLUMNS } from "./registry.ts";
import { type Roles, rolesOf } from "./roles.ts";

/** The fields that the stream wraps around a row. */
const ENVELOPE: readonly (readonly [string, string])[] = [
  ["category", "m365_defender.event.category"],
  ["operationName", "m365_defender.event.operation_name"],
  ["Tenant", "m365_defender.event.tenant.name"],
  ["tenantId", "m365_defender.event.tenant.id"],
  ["time", "m365_defender.event.time"],
];

/** Tables that only Windows fills, and the columns that only Windows has in the others. */
const WINDOWS_CATEGORIES = new Set(["registry", "library", "driver", "api"]);
const WINDOWS_COLUMNS = ["InitiatingProcessAccountSid", "AccountSid", "RequestAccountSid"];

const RELATED: readonly (readonly [from: string, to: string])[] = [
  ["host.id", "related.hosts"],
  ["host.name", "related.hosts"],
  ["user.domain", "related.hosts"],
  ["m365_defender.event.initiating_process.account_domain", "related.hosts"],
  ["user.name", "related.user"],
  ["m365_defender.event.initiating_process.account_name", "related.user"],
  ["source.ip", "related.ip"],
  ["destination.ip", "related.ip"],
  ["file.hash.md5", "related.hash"],
  ["file.hash.sha1", "related.hash"],
  ["file.hash.sha256", "related.hash"],
  ["process.hash.md5", "related.hash"],
  ["process.hash.sha1", "related.hash"],
  ["process.hash.sha256", "related.hash"],
];

/**
 * Maps a row of a device table as Elastic's integration does (elastic/integrations m365_defender, pipeline_device.yml
 * of 2.14; the registry as since 5.11). Elastic's other fields below `m365_defender.event` repeat ECS fields and are
 * left out.
 */
export function mapM365(m365: M365Row, trace?: Trace): MutableFlatEvent {
  const out = trace?.out ?? emptyEvent();
  const roles = rolesOf(m365);
  trace?.at("", "the same for every event of this source");
  out["event.kind"] = "event";
  out["event.module"] = "m365_defender";
  out["event.dataset"] = "m365_defender.event";
  out["data_stream.dataset"] = "m365_defender.event";
  trace?.at("Timestamp", "cut to milliseconds");
  if (m365.time !== undefined) out["@timestamp"] = m365.time;
  trace?.at("category, ActionType", "ECS's categories by table and action");
  if (roles.categories.length > 0) out["event.category"] = roles.categories;
  if (roles.types.length > 0) out["event.type"] = roles.types;
  if (roles.action !== undefined) out["event.action"] = roles.action;
  mapEnvelope(m365, out, trace);
  for (const step of COLUMNS) {
    const text = scalarText(own(m365.row, step.column));
    if (text === undefined || text === "") continue;
    trace?.at(step.column, step.how);
    step.apply(text, out, roles, m365.zone);
  }
  mapPaths(m365, roles, out, trace);
  if (roles.categories.includes("registry")) {
    trace?.at(REGISTRY_COLUMNS, "hive spelled short, key and value joined, new data before the previous");
    mapRegistry(m365, out);
  }
  trace?.at(NETWORK_COLUMNS, "source and destination by the direction");
  mapNetwork(m365, roles, out);
  mapOutcome(m365, roles, out, trace);
  mapOperatingSystem(m365, roles, out, trace);
  for (const prefix of ["process", "process.parent"]) {
    trace?.at(`${prefix}.command_line`, "split by the Windows rules for quotes and backslashes");
    const commandLine = out[`${prefix}.command_line`];
    if (typeof commandLine !== "string") continue;
    const args = windowsArguments(commandLine);
    if (args.length > 0) out[`${prefix}.args`] = args;
    out[`${prefix}.args_count`] = args.length;
  }
  for (const [from, to] of RELATED) {
    const value = out[from];
    trace?.at(from, "added");
    if (typeof value === "string") append(out, to, value);
  }
  return out;
}

function mapEnvelope({ envelope, row }: M365Row, out: MutableFlatEvent, trace: Trace | undefined): void {
  if (envelope === row) return;
  for (const [key, field] of ENVELOPE) {
    const text = scalarText(own(envelope, key));
    if (text === undefined || text === "") continue;
    trace?.at(key, "copied");
    out[field] = text;
  }
}

/** `FolderPath` is a whole path in most tables; in the events of drivers and API calls it is the folder alone. */
function mapPaths({ row }: M365Row, roles: Roles, out: MutableFlatEvent, trace: Trace | undefined): void {
  const text = (column: string): string => scalarText(own(row, column)) ?? "";
  const path = text("FolderPath");
  if (path !== "") {
    trace?.at("FolderPath", "the path of what the row is about");
    if (roles.subject === "process") out["process.executable"] = path;
    if (roles.isLibrary) out["dll.path"] = path;
    if (roles.isDriver) out["dll.path"] = `${path}\\${text("FileName")}`;
    if (roles.subject === "file") {
      out["file.path"] = path;
      const end = Math.max(path.lastIndexOf("\\"), path.includes("\\") ? -1 : path.lastIndexOf("/"));
      if (end >= 0) {
        out["file.name"] ??= path.slice(end + 1);
        out["file.directory"] = path.slice(0, end);
        const dot = path.lastIndexOf(".");
        if (dot >= 0) out["file.extension"] = path.slice(dot + 1);
      }
    }
  }
  const actorPath = text("InitiatingProcessFolderPath");
  if (actorPath === "") return;
  trace?.at("InitiatingProcessFolderPath", "copied; for drivers and API calls with the file's name after it");
  const isFolder = roles.isApi || roles.isDriver;
  out[`${roles.actor}.executable`] = isFolder
    ? `${actorPath}\\${text("InitiatingProcessFileName")}`
    : actorPath;
}

function mapOutcome(
  { table, row }: M365Row,
  { actor }: Roles,
  out: MutableFlatEvent,
  trace: Trace | undefined,
): void {
  if (table === "devicelogonevents") {
    trace?.at("FailureReason", "a failure if there is one");
    out["event.outcome"] = scalarText(own(row, "FailureReason")) ? "failure" : "success";
  }
  const status = out["process.parent.code_signature.status"];
  if (actor !== "process.parent" || (status !== "Valid" && status !== "Unsigned")) return;
  trace?.at("InitiatingProcessSignatureStatus", "whether there is a signature, and whether it is trusted");
  const valid = status === "Valid";
  out["process.parent.code_signature.exists"] = valid;
  out["process.parent.code_signature.trusted"] = valid;
  if (valid) out["process.parent.code_signature.status"] = "trusted";
}

function mapOperatingSystem(
  { row }: M365Row,
  { categories }: Roles,
  out: MutableFlatEvent,
  trace: Trace | undefined,
): void {
  const platform = scalarText(own(row, "OSPlatform"))?.toLowerCase();
  const named = ["windows", "linux", "macos"].find((os) => platform?.includes(os));
  const isWindows =
    categories.some((category) => WINDOWS_CATEGORIES.has(category)) ||
    WINDOWS_COLUMNS.some((column) => scalarText(own(row, column)));
  trace?.at("OSPlatform, or the table", "registry, libraries, drivers and SIDs are Windows'");
  if (isWindows) out["host.os.type"] = "windows";
  else if (named !== undefined) out["host.os.type"] = named;
}
