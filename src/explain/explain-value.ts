import type { FlatEvent, Scalar } from "../ecs/index.ts";
import { ACCESS_MESSAGES } from "../sources/index.ts";
import { accessWords } from "./access-rights.ts";
import {
  ACCOUNT_FLAGS,
  ENCRYPTION,
  flagMessage,
  INTEGRITY,
  KERBEROS,
  LOGON_IDS,
  LOGON_PROCESSES,
  LOGON_TYPES,
  MESSAGES,
  PACKAGES,
  PRE_AUTHENTICATION,
  PRIVILEGES,
  REGISTRY_TYPES,
  SERVICE_TYPES,
  START_TYPES,
  STATUS,
} from "./code-tables.ts";
import { datumOf, textOf } from "./event-values.ts";
import { bitWords, numberOf } from "./numbers.ts";
import { knownOf } from "./sentence.ts";
import { sidWords } from "./sids.ts";
import { isServiceOfSysmon, SERVICE_OF_SYSMON } from "./sysmon-account.ts";
import type { Table } from "./table.ts";

/** Explains a value of one field; undefined if there is nothing to say. The value is trimmed and not empty. */
type Explain = (value: string, event: FlatEvent) => string | undefined;

/** Values longer than this explain themselves, or nothing. */
const MOST = 2000;
/** The most codes of one value that are explained: masks, privileges and messages come as lists. */
const MOST_CODES = 12;

const SECURITY_DATA = "winlog.event_data.";

/** A table whose keys are numbers in decimal. */
const decimal =
  (table: Table): Explain =>
  (value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : table.get(String(number));
  };

/** A table whose keys are numbers in hexadecimal. */
const hexadecimal =
  (table: Table): Explain =>
  (value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : table.get(number.toString(16));
  };

const word =
  (table: Table): Explain =>
  (value) =>
    table.get(value.toLowerCase());

const KERBEROS_EVENTS = /^47(?:6[89]|7[0-3])$/;

/** The same name holds a Kerberos result in some events, and an NTSTATUS in the others. */
const status: Explain = (value, event) => {
  if (KERBEROS_EVENTS.test(textOf(event, "event.code"))) return hexadecimal(KERBEROS)(value, event);
  // Zero is success in either, and other small numbers are neither.
  return hexadecimal(STATUS)(value, event);
};

const logonType: Explain = (value, event) => {
  const number = decimal(LOGON_TYPES)(value, event);
  return (
    number ??
    [...LOGON_TYPES.entries()]
      .map(([, words]) => words)
      .find((words) => words.startsWith(`${value}: `))
      ?.slice(value.length + 2)
  );
};

/** Privileges, one or many with blanks or commas between them. */
const privileges: Explain = (value) => {
  const names = value.split(/[\s,]+/, MOST_CODES + 1);
  const known = names.slice(0, MOST_CODES).flatMap((name) => {
    const words = PRIVILEGES.get(name);
    return words === undefined ? [] : [names.length === 1 ? words : `${name}: ${words}`];
  });
  if (known.length === 0) return undefined;
  return `${known.join("; ")}${names.length > MOST_CODES ? "; …" : ""}`;
};

const accountFlags: Explain = (value) => {
  const bits = numberOf(value);
  return (bits !== undefined && bits <= 0xffffffff && bitWords(bits, ACCOUNT_FLAGS)) || undefined;
};

const processAccess: Explain = (value) => accessWords(value, "process");
const objectAccess: Explain = (value, event) =>
  accessWords(value, datumOf(event, "ObjectServer") === "DS" ? "directory" : datumOf(event, "ObjectType"));

/**
 * Rights of the directory by the GUIDs that 4662 gives. Source: MS-ADTS 5.1.3.2.1, control access rights.
 */
const REPLICATION: readonly (readonly [guid: string, words: string])[] = [
  ["1131f6ad-9c07-11d1-f79f-00c04fc2dcd2", "DS-Replication-Get-Changes-All: secrets too, which DCSync needs"],
  ["1131f6aa-9c07-11d1-f79f-00c04fc2dcd2", "DS-Replication-Get-Changes"],
  ["89e95b76-444d-4c62-991a-0facbeda640c", "DS-Replication-Get-Changes-In-Filtered-Set"],
  ["00299570-246d-11d0-a768-00aa006e0529", "User-Force-Change-Password"],
];

const directoryRights: Explain = (value) => {
  const lower = value.toLowerCase();
  const known = REPLICATION.flatMap(([guid, words]) => (lower.includes(guid) ? [words] : []));
  return known.length === 0 ? undefined : known.join("; ");
};

const rid: Explain = (value) => (/^\d{3}$/.test(value) ? sidWords(`S-1-5-21-0-0-0-${value}`) : undefined);

const callTrace: Explain = (value) =>
  /\bUNKNOWN\(/.test(value)
    ? "UNKNOWN: a call from memory that belongs to no file, as from injected code or from code compiled at run time"
    : undefined;

const ntlmVersion: Explain = (value, event) => {
  if (value !== "NTLM V1") return undefined;
  // Microsoft's page on 4624: for anonymous logons the version says nothing.
  return datumOf(event, "TargetUserSid") === "S-1-5-7"
    ? "says nothing for an anonymous logon"
    : "broken: its answers can be cracked";
};

const eventId: Explain = (_, event) => knownOf(event)?.name;

/** By field, or by the name of a value of EventData. */
const FIELDS: ReadonlyMap<string, Explain> = new Map<string, Explain>([
  ["event.code", eventId],
  ["winlog.event_id", eventId],
  ["winlog.logon.type", logonType],
  ["winlog.logon.id", hexadecimal(LOGON_IDS)],
  ["registry.data.type", (value) => REGISTRY_TYPES.get(value)],
  ["process.Ext.token.integrity_level_name", word(INTEGRITY)],
  ["process.Ext.api.parameters.desired_access_numeric", processAccess],
  ["LogonType", logonType],
  ["Status", status],
  ["SubStatus", status],
  ["FailureCode", status],
  ["ResultCode", status],
  ["TicketEncryptionType", hexadecimal(ENCRYPTION)],
  ["PreAuthType", decimal(PRE_AUTHENTICATION)],
  ["PrivilegeList", privileges],
  ["EnabledPrivilegeList", privileges],
  ["DisabledPrivilegeList", privileges],
  ["AccessGranted", privileges],
  ["AccessRemoved", privileges],
  ["GrantedAccess", processAccess],
  ["AccessMask", objectAccess],
  ["Properties", directoryRights],
  ["OldUacValue", accountFlags],
  ["NewUacValue", accountFlags],
  ["PrimaryGroupId", rid],
  ["IntegrityLevel", word(INTEGRITY)],
  ["ServiceType", hexadecimal(SERVICE_TYPES)],
  ["ServiceStartType", decimal(START_TYPES)],
  ["LogonProcessName", word(LOGON_PROCESSES)],
  ["AuthenticationPackageName", word(PACKAGES)],
  ["LmPackageName", ntlmVersion],
  ["SubjectLogonId", hexadecimal(LOGON_IDS)],
  ["TargetLogonId", hexadecimal(LOGON_IDS)],
  ["LogonId", hexadecimal(LOGON_IDS)],
  ["CallTrace", callTrace],
]);

/**
 * Says what a value means, to be shown beside it.
 *
 * @param field the field that it is in
 * @param value one value of the field; a list is explained value by value
 * @returns a few words without a full stop; undefined if there is nothing to say
 */
export function explainValue(field: string, value: Scalar, event: FlatEvent): string | undefined {
  if (typeof value === "boolean") return undefined;
  const text = String(value).trim();
  if (text === "" || text === "-" || text.length > MOST) return undefined;
  if (isServiceOfSysmon(field, text, event)) return SERVICE_OF_SYSMON;
  const name = field.startsWith(SECURITY_DATA) ? field.slice(SECURITY_DATA.length) : field;
  return FIELDS.get(name)?.(text, event) ?? (text.includes("%%") ? messages(text, event) : sidWords(text));
}

/** Messages, one or many with white space between them. Other providers number their own. */
function messages(text: string, event: FlatEvent): string | undefined {
  if (!/^(?:%%\d{1,6}\s*)+$/.test(text) || textOf(event, "winlog.channel").toLowerCase() !== "security")
    return undefined;
  const numbers = text.match(/\d+/g) ?? [];
  const known = numbers.slice(0, MOST_CODES).map((number) => messageWords(number) ?? `%%${number}`);
  if (known.every((words) => words.startsWith("%%"))) return undefined;
  return `${known.join("; ")}${numbers.length > MOST_CODES ? "; …" : ""}`;
}

function messageWords(number: string): string | undefined {
  return (
    MESSAGES.get(number) ?? ACCESS_MESSAGES.get(number)?.replace(/\.$/, "") ?? flagMessage(Number(number))
  );
}
