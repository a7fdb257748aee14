import { emptyEvent, type MutableFlatEvent } from "../../ecs/index.ts";
import { windowsArguments } from "../windows/command-line.ts";
import type { Trace } from "../windows/map-event.ts";
import { append, textOf } from "../windows/step.ts";
import { own, scalarText } from "../windows/text.ts";
import { mapAlert } from "./alert-tables.ts";
import { API_COLUMNS, mapApiCall } from "./api-calls.ts";
import { COLUMNS } from "./columns.ts";
import { mapEmail } from "./email-tables.ts";
import { mapIdentity } from "./identity-tables.ts";
import { mapNetwork, NETWORK_COLUMNS } from "./network.ts";
import { mapOperatingSystem } from "./operating-system.ts";
import { TableMapping } from "./other-tables.ts";
import { joined } from "./paths.ts";
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

/** Maps a row of any table that `readM365` reads. */
export function mapM365(m365: M365Row, trace?: Trace): MutableFlatEvent {
  const map = otherTable(m365.table);
  if (map === null) return mapDevice(m365, trace);
  const out = begun(m365, trace);
  mapEnvelope(m365, out, trace);
  map(new TableMapping(m365, out, trace));
  return out;
}

/** How Elastic maps a table that is not a device's; null for one that is. */
function otherTable(table: string): ((row: TableMapping) => void) | null {
  if (table.startsWith("alert")) return mapAlert;
  if (table.startsWith("email") || table === "urlclickevents") return mapEmail;
  return table.startsWith("identity") || table === "cloudappevents" ? mapIdentity : null;
}

/** The event with what every event of this source has. */
function begun(m365: M365Row, trace: Trace | undefined): MutableFlatEvent {
  const out = trace?.out ?? emptyEvent();
  trace?.at("", "the same for every event of this source");
  out["event.kind"] = "event";
  out["event.module"] = "m365_defender";
  out["event.dataset"] = "m365_defender.event";
  out["data_stream.dataset"] = "m365_defender.event";
  trace?.at("Timestamp", "cut to milliseconds");
  if (m365.time !== undefined) out["@timestamp"] = m365.time;
  return out;
}

/**
 * Maps a row of a device table as Elastic's integration does (elastic/integrations m365_defender, default.yml and
 * pipeline_device.yml of 5.11; where 2.14 differed in more than a fault, the event has what both give, see
 * docs/decisions/041-two-generations.md). Elastic's other fields below `m365_defender.event` repeat ECS fields and are
 * left out, as are the parts of a URL and the fields of containers.
 */
function mapDevice(m365: M365Row, trace: Trace | undefined): MutableFlatEvent {
  const out = begun(m365, trace);
  const roles = rolesOf(m365);
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
  trace?.at(REGISTRY_COLUMNS, "hive spelled short, key and value joined, new data before the previous");
  mapRegistry(m365, out);
  if (roles.isApi) {
    trace?.at(API_COLUMNS, "the call without ApiCall, its parameters and its target");
    mapApiCall(m365, out);
  }
  trace?.at(NETWORK_COLUMNS, "source and destination by the direction");
  mapNetwork(m365, roles, out);
  mapOutcome(m365, roles, out, trace);
  trace?.at("OSPlatform, or the table", "registry, libraries, drivers and SIDs are Windows'");
  mapOperatingSystem(m365, roles, out);
  mapProcessName(out, trace);
  for (const prefix of ["process", "process.parent"]) {
    trace?.at(`${prefix}.command_line`, "split by the Windows rules for quotes and backslashes");
    const commandLine = out[`${prefix}.command_line`];
    if (typeof commandLine !== "string") continue;
    // Elastic drops empty arguments, and no longer counts them.
    const args = windowsArguments(commandLine).filter((arg) => arg !== "");
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
    if (roles.isDriver) out["dll.path"] = joined(path, text("FileName"));
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
  out[`${roles.actor}.executable`] =
    roles.isApi || roles.isDriver ? joined(actorPath, text("InitiatingProcessFileName")) : actorPath;
}

/**
 * Since 4.0.1 a process without a name has one from its path or its command line. Elastic takes the whole path, or what
 * is before the first blank; here it is the name in it, as every rule expects it.
 */
function mapProcessName(out: MutableFlatEvent, trace: Trace | undefined): void {
  if (out["process.name"] !== undefined) return;
  for (const field of ["process.executable", "process.command_line"]) {
    const text = textOf(out, field);
    if (text === undefined || text === "") continue;
    const path = field === "process.executable" ? text : windowsArguments(text)[0];
    const name = path?.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
    // A name whose quotes were inside it is not in the record, where the prefilter looks for it.
    if (name === undefined || name === "" || !text.includes(name)) continue;
    trace?.at(field, "the name, as no column has it");
    out["process.name"] = name;
    return;
  }
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
