import type { FieldValue } from "../../ecs/index.ts";
import type { WindowsEvent } from "../../formats/index.ts";
import { address } from "./addresses.ts";
import { argumentsOf } from "./command-line.ts";
import { baseName, fileParts, nameOf } from "./paths.ts";
import {
  both,
  append,
  convert,
  copy,
  type ValueStep,
  drop,
  type FinalStep,
  forCodes,
  type Module,
  rename,
  textOf,
  isDashOrNoGuid,
} from "./step.ts";
import { dnsStatus, queryResults } from "./sysmon-dns.ts";
import { hashes } from "./sysmon-hashes.ts";
import { SYSMON_KINDS } from "./sysmon-kinds.ts";
import { registryDetails, targetObject } from "./sysmon-registry.ts";
import { signatureStatus, signed, signer } from "./sysmon-signature.ts";
import { integer } from "./text.ts";

const IMAGE_LOADED = new Set(["7"]);
const DNS = new Set(["22"]);
const TAMPERING = new Set(["25"]);
const ERROR = new Set(["255"]);

const number = (field: string): ValueStep => convert(field, "as a number", integer);
const ip = (field: string): ValueStep => convert(field, "moved, if it is an address", address);
const flag = (field: string): ValueStep =>
  convert(field, "as true or false", (value) =>
    value === "true" ? true : value === "false" ? false : undefined,
  );
/** The version resource of the file: of the image that was loaded, or of the process. */
const versionInfo = (name: string): ValueStep =>
  forCodes(IMAGE_LOADED, copy(`file.pe.${name}`), copy(`process.pe.${name}`));

/**
 * `UtcTime`, `yyyy-MM-dd HH:mm:ss.SSS`, takes the place of the header's time, which is when the service wrote the
 * record. Any other form leaves the header's time, as in Elastic.
 */
const utcTime: ValueStep = {
  how: "takes the place of the time of writing",
  apply: (value, { out }) => {
    if (isUtcTime(value)) {
      const written = out["@timestamp"];
      if (written !== undefined) out["event.created"] = written;
      out["@timestamp"] = `${value.slice(0, 10)}T${value.slice(11)}Z`;
    }
    return true;
  },
};

const FORM = "0000-00-00 00:00:00.000";

/** The text of an event's `UtcTime` if it has a form that is not understood: it is dropped, as in Elastic. */
export function unreadUtcTime({ eventData }: WindowsEvent): string | undefined {
  if (eventData === undefined) return undefined;
  for (let i = 0; i < eventData.length; i++) {
    const { name, value } = eventData[i]!;
    if (name === "UtcTime") return value === "" || value === "-" || isUtcTime(value) ? undefined : value;
  }
  return undefined;
}

function isUtcTime(text: string): boolean {
  if (text.length !== FORM.length) return false;
  for (let i = 0; i < FORM.length; i++) {
    const expected = FORM.charCodeAt(i);
    const code = text.charCodeAt(i);
    if (expected === 48 ? code < 48 || code > 57 : code !== expected) return false;
  }
  const [month, day] = [text.slice(5, 7), text.slice(8, 10)];
  return (
    month >= "01" &&
    month <= "12" &&
    day >= "01" &&
    day <= "31" &&
    text.slice(11, 13) < "24" &&
    text.slice(14, 16) < "60" &&
    text.slice(17, 19) < "60"
  );
}

/** `DOMAIN\name`, of exactly two parts: the account that acted. The event does not contain its SID. */
const user: ValueStep = {
  how: "split at the backslash",
  apply: (value, { out }) => {
    const slash = value.indexOf("\\");
    if (slash < 0 || value.includes("\\", slash + 1)) return true;
    if (slash > 0) out["user.domain"] = value.slice(0, slash);
    if (slash + 1 < value.length) out["user.name"] = value.slice(slash + 1);
    return true;
  },
};

const GUID = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/i;

/**
 * The id of a process, in braces and in lower case as Windows writes it: evtx_dump has capitals, and Windows 7 too, and
 * the events of one process in two forms would not join.
 */
function entity(field: string): ValueStep {
  const move = rename(field);
  return {
    how: "moved, in lower case",
    apply: (value, context) => {
      const guid = GUID.exec(value)?.[1];
      return move.apply(guid === undefined ? value : `{${guid.toLowerCase()}}`, context);
    },
  };
}

const direction = choice(
  "network.direction",
  "egress if this host began it, else ingress",
  "egress",
  "ingress",
);
const ipVersion = choice("network.type", "ipv6 or ipv4", "ipv6", "ipv4");

function choice(field: string, how: string, ifTrue: FieldValue, ifFalse: FieldValue): ValueStep {
  return convert(field, how, (value) =>
    value === "true" ? ifTrue : value === "false" ? ifFalse : undefined,
  );
}

/** Elastic checks the destination's port first; the source's counts only if that has no name. */
const destinationPortName: ValueStep = forCodes(DNS, drop, {
  how: "moved",
  apply: (value, { out }) => {
    out["network.protocol"] = value;
    return true;
  },
});
const sourcePortName: ValueStep = forCodes(DNS, drop, both(rename("network.protocol"), drop));

const DATA: readonly (readonly [string, ValueStep])[] = [
  ["RuleName", rename("rule.name")],
  ["UtcTime", utcTime],
  ["ID", forCodes(ERROR, rename("error.code"))],
  ["Type", forCodes(TAMPERING, rename("message"))],
  ["Hashes", hashes],
  ["Hash", hashes],
  ["ProcessGuid", entity("process.entity_id")],
  ["ProcessId", number("process.pid")],
  ["Image", rename("process.executable")],
  ["SourceProcessGuid", entity("process.entity_id")],
  ["SourceProcessGUID", entity("process.entity_id")],
  ["SourceProcessId", number("process.pid")],
  ["SourceThreadId", number("process.thread.id")],
  ["SourceImage", rename("process.executable")],
  ["Destination", rename("process.executable")],
  ["CommandLine", rename("process.command_line")],
  ["CurrentDirectory", rename("process.working_directory")],
  ["ParentProcessGuid", entity("process.parent.entity_id")],
  ["ParentProcessId", number("process.parent.pid")],
  ["ParentImage", rename("process.parent.executable")],
  ["ParentCommandLine", rename("process.parent.command_line")],
  [
    "OriginalFileName",
    forCodes(
      IMAGE_LOADED,
      both(rename("file.pe.original_file_name"), rename("dll.pe.original_file_name")),
      rename("process.pe.original_file_name"),
    ),
  ],
  ["Company", versionInfo("company")],
  ["Description", versionInfo("description")],
  ["FileVersion", versionInfo("file_version")],
  ["Product", versionInfo("product")],
  ["TargetFilename", rename("file.path")],
  ["Device", rename("file.path")],
  ["ImageLoaded", forCodes(IMAGE_LOADED, both(rename("file.path"), rename("dll.path")), rename("file.path"))],
  ["PipeName", rename("file.name")],
  ["Signed", signed],
  ["Signature", signer],
  ["SignatureStatus", signatureStatus],
  ["Protocol", rename("network.transport")],
  ["DestinationPortName", destinationPortName],
  ["SourcePortName", sourcePortName],
  ["SourceIp", ip("source.ip")],
  ["SourceHostname", rename("source.domain")],
  ["SourcePort", number("source.port")],
  ["DestinationIp", ip("destination.ip")],
  ["DestinationHostname", rename("destination.domain")],
  ["DestinationPort", number("destination.port")],
  ["QueryName", rename("dns.question.name")],
  ["Initiated", direction],
  ["SourceIsIpv6", ipVersion],
  ["DestinationIsIpv6", drop],
  ["QueryResults", queryResults],
  ["QueryStatus", convert("sysmon.dns.status", "in words", dnsStatus)],
  ["Archived", flag("sysmon.file.archived")],
  ["IsExecutable", flag("sysmon.file.is_executable")],
  ["User", user],
  ["TargetObject", targetObject],
  ["Details", registryDetails],
  ["TargetProcessGuid", rename("winlog.event_data.TargetProcessGUID")],
];

/** The header's SID is the account Sysmon's service runs as, S-1-5-18 in practice, and the only source of user.id. */
const userId: FinalStep = {
  from: "System/Security@UserID",
  how: "the account that wrote the record, not the one that acted",
  apply: ({ event: { userSid }, out }) => {
    if (userSid !== undefined && userSid !== "") out["user.id"] = userSid;
  },
};

const libraryName: FinalStep = {
  from: "dll.path",
  how: "what follows the last backslash",
  ids: IMAGE_LOADED,
  apply: ({ out }) => {
    const path = textOf(out, "dll.path");
    const name = path === undefined ? undefined : baseName(path);
    if (name !== undefined) out["dll.name"] = name;
  },
};

const dnsProtocol: FinalStep = {
  from: "System/EventID",
  how: "DNS by the kind of event",
  ids: DNS,
  apply: ({ out }) => {
    out["network.protocol"] = "dns";
  },
};

const RELATED: readonly (readonly [from: string, to: string])[] = [
  ["dns.question.name", "related.hosts"],
  ["source.ip", "related.ip"],
  ["destination.ip", "related.ip"],
  ["user.name", "related.user"],
];

const related: readonly FinalStep[] = [
  {
    from: "dns.resolved_ip",
    how: "copied",
    apply: ({ out }) => {
      const addresses = out["dns.resolved_ip"];
      if (typeof addresses === "object") for (const ip of addresses) append(out, "related.ip", String(ip));
    },
  },
  ...RELATED.map(([from, to]) => ({
    from,
    how: "added",
    apply: ({ out }: { readonly out: Parameters<typeof append>[0] }) => {
      const value = textOf(out, from);
      if (value !== undefined && value !== "") append(out, to, value);
    },
  })),
];

/**
 * Maps Sysmon as Winlogbeat from 8.3 on and the Windows integration up to 2026 do: where they differ, the event has what
 * both give, see docs/decisions/041-two-generations.md. Left out, as they need more than the event:
 * the registered domain of a DNS name (the public suffix list), `network.community_id`, the Windows name of a SID.
 */
export const sysmon: Module = {
  isIgnored: isDashOrNoGuid,
  fixed: [
    ["event.module", "sysmon"],
    ["event.dataset", "windows.sysmon_operational"],
    ["data_stream.dataset", "windows.sysmon_operational"],
  ],
  kinds: SYSMON_KINDS,
  data: new Map(DATA),
  final: [
    dnsProtocol,
    argumentsOf("process"),
    argumentsOf("process.parent"),
    nameOf("process"),
    nameOf("process.parent"),
    fileParts,
    libraryName,
    userId,
    ...related,
  ],
  extension: ({ userSid }: WindowsEvent) =>
    userSid === undefined || userSid === ""
      ? "The record names no account in its header, so user.id is empty: exclusions by user.id cannot apply."
      : null,
};
