import type { FieldValue, MutableFlatEvent } from "../../ecs/index.ts";
import { parseWrittenTime, truncateToMillis, utcFor, type Zone } from "../../time/index.ts";
import { address } from "../windows/addresses.ts";
import { integer } from "../windows/text.ts";
import type { Roles } from "./roles.ts";

/** What is done with one column of a row. */
export interface ColumnStep {
  readonly column: string;
  readonly how: string;
  /** @param zone the zone of times that name none */
  apply(text: string, out: MutableFlatEvent, roles: Roles, zone: Zone): void;
}

type Convert = (text: string, zone: Zone) => FieldValue | undefined;
const same: Convert = (text) => text;
const time: Convert = (text, zone) => {
  const read = parseWrittenTime(text, zone);
  return read === null ? undefined : truncateToMillis(read.iso);
};

/** As the streams, the API and the CSV of the portal write it. */
const flag: Convert = (text) => {
  const lower = text.toLowerCase();
  return lower === "true" || text === "1" ? true : lower === "false" || text === "0" ? false : undefined;
};

const timeInUtc: Convert = (text, zone) => time(text, utcFor(zone));

/** A column of times, also as Sentinel's CSV names it. */
function timeColumn(name: string, field: string | ((roles: Roles) => string | undefined)): ColumnStep[] {
  return [
    column(name, field, time, "cut to milliseconds"),
    column(`${name} [UTC]`, field, timeInUtc, "cut to milliseconds"),
  ];
}

/** Copies a column into the field that the row's roles choose, if they choose one. */
function column(
  name: string,
  field: string | ((roles: Roles) => string | undefined),
  convert: Convert = same,
  how = "copied",
): ColumnStep {
  return {
    column: name,
    how,
    apply: (text, out, roles, zone) => {
      const target = typeof field === "string" ? field : field(roles);
      const value = target === undefined ? undefined : convert(text, zone);
      if (target !== undefined && value !== undefined) out[target] = value;
    },
  };
}

const actor = (name: string) => (roles: Roles) => `${roles.actor}.${name}`;
/** Elastic omits these fields of the process that loads a library. */
const actorUnlessLibrary = (name: string) => (roles: Roles) =>
  roles.isLibrary ? undefined : `${roles.actor}.${name}`;
/** The parent of the acting process. If the actor is itself a parent, this one is the group leader. */
const actorsParent = (name: string) => (roles: Roles) =>
  roles.actor === "process" ? `process.parent.${name}` : `process.parent.group_leader.${name}`;
const subject = (name: string) => (roles: Roles) =>
  roles.subject === undefined ? undefined : `${roles.subject}.${name}`;
const library = (name: string) => (roles: Roles) =>
  roles.isLibrary || roles.isDriver ? `dll.${name}` : undefined;

/** Categories that use the actor's account because the table has none of its own. */
const ACCOUNT_FROM_ACTOR = new Set(["library", "registry", "network", "driver", "api"]);

function accountOf(name: string, field: string, alsoForFiles: boolean): ColumnStep {
  return {
    column: name,
    how: "the account of the process, where the table has none of its own",
    apply: (text, out, { categories }) => {
      const applies = categories.some(
        (category) => ACCOUNT_FROM_ACTOR.has(category) || (alsoForFiles && category === "file"),
      );
      if (applies && out[field] === undefined) out[field] = text;
    },
  };
}

/**
 * The device tables' columns in the order of Elastic's pipeline: later ones overwrite earlier ones. The names of the
 * tables come from Microsoft's advanced hunting schema reference.
 */
export const COLUMNS: readonly ColumnStep[] = [
  column("SHA1", subject("hash.sha1")),
  column("SHA1", library("hash.sha1")),
  column("SHA256", subject("hash.sha256")),
  column("SHA256", library("hash.sha256")),
  column("MD5", subject("hash.md5")),
  column("MD5", library("hash.md5")),
  column("FileName", subject("name")),
  column("FileName", library("name")),
  column("FileSize", (roles) => (roles.subject === "file" ? "file.size" : undefined), integer, "as a number"),
  column("FileSize", (roles) => (roles.isLibrary ? "dll.Ext.size" : undefined), integer, "as a number"),
  column("InitiatingProcessCommandLine", actor("command_line")),
  column("InitiatingProcessMD5", actorUnlessLibrary("hash.md5")),
  column("InitiatingProcessSHA1", actorUnlessLibrary("hash.sha1")),
  column("InitiatingProcessSHA256", actorUnlessLibrary("hash.sha256")),
  column("InitiatingProcessId", actor("pid"), integer, "as a number"),
  ...timeColumn("InitiatingProcessCreationTime", actor("start")),
  column("InitiatingProcessFileName", actor("name")),
  column("InitiatingProcessParentId", actorsParent("pid"), integer, "as a number"),
  column("InitiatingProcessParentFileName", actorsParent("name")),
  ...timeColumn("InitiatingProcessParentCreationTime", actorsParent("start")),
  column("InitiatingProcessVersionInfoCompanyName", actorUnlessLibrary("pe.company")),
  column("InitiatingProcessVersionInfoFileDescription", actorUnlessLibrary("pe.description")),
  column("InitiatingProcessVersionInfoOriginalFileName", actorUnlessLibrary("pe.original_file_name")),
  column("InitiatingProcessVersionInfoProductName", actorUnlessLibrary("pe.product")),
  column("InitiatingProcessVersionInfoProductVersion", actorUnlessLibrary("pe.file_version")),
  column("InitiatingProcessSignatureStatus", actor("code_signature.status")),
  column("InitiatingProcessIntegrityLevel", ({ hasToken }) =>
    hasToken ? "process.Ext.token.integrity_level_name" : undefined,
  ),
  column("ProcessCommandLine", "process.command_line"),
  ...timeColumn("ProcessCreationTime", "process.start"),
  column("ProcessId", "process.pid", integer, "as a number"),
  column("ProcessVersionInfoCompanyName", "process.pe.company"),
  column("ProcessVersionInfoFileDescription", "process.pe.description"),
  column("ProcessVersionInfoOriginalFileName", "process.pe.original_file_name"),
  column("ProcessVersionInfoProductName", "process.pe.product"),
  column("ProcessVersionInfoProductVersion", "process.pe.file_version"),
  column("DeviceName", "host.name", (text) => text.toLowerCase(), "in lower case"),
  column("DeviceName", "host.hostname", (text) => text.toLowerCase(), "in lower case"),
  column("DeviceId", "host.id"),
  column("PublicIP", "host.ip", (text) => (address(text) === undefined ? undefined : [text])),
  column("IsSigned", "file.code_signature.exists", flag, "as true or false"),
  column("IsTrusted", "file.code_signature.trusted", flag, "as true or false"),
  column("Signer", "file.code_signature.subject_name"),
  column("AccountName", "user.name"),
  column("RequestAccountName", "user.name"),
  accountOf("InitiatingProcessAccountName", "user.name", false),
  column("RequestAccountDomain", "user.domain"),
  column("AccountDomain", "user.domain"),
  accountOf("InitiatingProcessAccountDomain", "user.domain", false),
  column("AccountSid", "user.id"),
  accountOf("InitiatingProcessAccountSid", "user.id", true),
  {
    column: "RequestAccountSid",
    how: "the account of a file's request, where no other is known",
    apply: (text, out, { categories }) => {
      if (categories.includes("file")) out["user.id"] ??= text;
    },
  },
  column("RegistryValueType", "registry.data.type"),
  // Elastic's own fields, where ECS has none.
  column("ReportId", "m365_defender.event.report_id"),
  column("InitiatingProcessAccountSid", "m365_defender.event.initiating_process.account_sid"),
  column("InitiatingProcessAccountName", "m365_defender.event.initiating_process.account_name"),
  column("InitiatingProcessAccountDomain", "m365_defender.event.initiating_process.account_domain"),
  column("InitiatingProcessIntegrityLevel", "m365_defender.event.initiating_process.integrity_level"),
  column("InitiatingProcessTokenElevation", "m365_defender.event.initiating_process.token_elevation"),
  column("PreviousRegistryKey", "m365_defender.event.previous.registry_key"),
  column("PreviousRegistryValueName", "m365_defender.event.previous.registry_value_name"),
  column("PreviousRegistryValueData", "m365_defender.event.previous.registry_value_data"),
];
