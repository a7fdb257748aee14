import { codes } from "./code-set.ts";

/**
 * The names of the values in EventData, in the provider's order, for exports that give values by position or as lines
 * of a message. Sysmon's names come from its newest manifest (schema 4.90); older versions lack `RuleName` at the
 * beginning and the accounts at the end.
 */
const PROCESS = "RuleName UtcTime ProcessGuid ProcessId Image";
const REGISTRY = "RuleName EventType UtcTime ProcessGuid ProcessId Image TargetObject";
const DELETED = "RuleName UtcTime ProcessGuid ProcessId User Image TargetFilename Hashes IsExecutable";
const PIPE = "RuleName EventType UtcTime ProcessGuid ProcessId PipeName Image User";

const SYSMON = table({
  1: `${PROCESS} FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory User LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser`,
  2: `${PROCESS} TargetFilename CreationUtcTime PreviousCreationUtcTime User`,
  3: `${PROCESS} User Protocol Initiated SourceIsIpv6 SourceIp SourceHostname SourcePort SourcePortName DestinationIsIpv6 DestinationIp DestinationHostname DestinationPort DestinationPortName`,
  4: "UtcTime State Version SchemaVersion",
  5: `${PROCESS} User`,
  6: "RuleName UtcTime ImageLoaded Hashes Signed Signature SignatureStatus",
  7: `${PROCESS} ImageLoaded FileVersion Description Product Company OriginalFileName Hashes Signed Signature SignatureStatus User`,
  8: "RuleName UtcTime SourceProcessGuid SourceProcessId SourceImage TargetProcessGuid TargetProcessId TargetImage NewThreadId StartAddress StartModule StartFunction SourceUser TargetUser",
  9: `${PROCESS} Device User`,
  10: "RuleName UtcTime SourceProcessGUID SourceProcessId SourceThreadId SourceImage TargetProcessGUID TargetProcessId TargetImage GrantedAccess CallTrace SourceUser TargetUser",
  11: `${PROCESS} TargetFilename CreationUtcTime User`,
  12: `${REGISTRY} User`,
  13: `${REGISTRY} Details User`,
  14: `${REGISTRY} NewName User`,
  15: `${PROCESS} TargetFilename CreationUtcTime Hash Contents User`,
  16: "UtcTime Configuration ConfigurationFileHash",
  17: PIPE,
  18: PIPE,
  19: "RuleName EventType UtcTime Operation User EventNamespace Name Query",
  20: "RuleName EventType UtcTime Operation User Name Type Destination",
  21: "RuleName EventType UtcTime Operation User Consumer Filter",
  22: "RuleName UtcTime ProcessGuid ProcessId QueryName QueryStatus QueryResults Image User",
  23: `${DELETED} Archived`,
  24: `${PROCESS} Session ClientInfo Hashes Archived User`,
  25: `${PROCESS} Type User`,
  26: DELETED,
  27: "RuleName UtcTime ProcessGuid ProcessId User Image TargetFilename Hashes",
  28: DELETED,
  29: "RuleName UtcTime ProcessGuid ProcessId User Image TargetFilename Hashes",
  255: "UtcTime ID Description",
});

/** From the other logs, the events whose values rules use most. */
const LOGON =
  "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType LogonProcessName AuthenticationPackageName WorkstationName LogonGuid TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort";
const SECURITY = table({
  4624: `${LOGON} ImpersonationLevel RestrictedAdminMode TargetOutboundUserName TargetOutboundDomainName VirtualAccount TargetLinkedLogonId ElevatedToken`,
  4625: "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName Status FailureReason SubStatus LogonType LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort",
  4657: "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId ObjectName ObjectValueName HandleId OperationType OldValueType OldValue NewValueType NewValue ProcessId ProcessName",
  4688: "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId NewProcessId NewProcessName TokenElevationType ProcessId CommandLine TargetUserSid TargetUserName TargetDomainName TargetLogonId ParentProcessName MandatoryLabel",
});
const POWERSHELL = table({
  4103: "ContextInfo UserData Payload",
  4104: "MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path",
});

const EVENT_LOG = table({ 1102: "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId" });
const SERVICES = table({ 7045: "ServiceName ImagePath ServiceType StartType AccountName" });
/** Version 3 of the logon event and later (Windows 11). */
const NEWER_LOGON = SECURITY.get("4624")!.flatMap((name) =>
  name === "RestrictedAdminMode" ? [name, "RemoteCredentialGuard"] : name,
);

type Table = ReadonlyMap<string, readonly string[]>;

function table(lines: Record<string, string>): Table {
  return new Map(Object.entries(lines).map(([code, names]) => [code, names.split(" ")]));
}

const TABLES = new Map<string, Table>([
  ["microsoft-windows-sysmon", SYSMON],
  ["microsoft-windows-security-auditing", SECURITY],
  ["microsoft-windows-powershell", POWERSHELL],
  ["microsoft-windows-eventlog", EVENT_LOG],
  ["service control manager", SERVICES],
]);

/** The names of values in all events whose values are known. */
export function valueNames(): ReadonlySet<string> {
  return new Set([...TABLES.values()].flatMap((codes) => [...codes.values()].flat()));
}

export const SYSMON_PROVIDER = "Microsoft-Windows-Sysmon";
export const SYSMON_CHANNEL = "Microsoft-Windows-Sysmon/Operational";

/** Events that have no values at all, so that none can be missing: their exports are complete with a header only. */
const WITHOUT_VALUES = new Map([
  ["microsoft-windows-security-auditing", codes("4608 4609")],
  ["microsoft-windows-eventlog", codes("1100")],
]);

export function hasNoValues(provider: string | undefined, code: string): boolean {
  return WITHOUT_VALUES.get((provider ?? "").toLowerCase())?.has(code) ?? false;
}

export function namesFor(provider: string | undefined, code: string): readonly string[] | undefined {
  return TABLES.get((provider ?? "").toLowerCase())?.get(code);
}

const WITH_OWN_EVENT_TYPE = codes("12-14 17-21");

/** Whether the provider's own `EventType` says something, `SetValue` for instance, in this event of Sysmon. */
export function hasEventType(code: string): boolean {
  return WITH_OWN_EVENT_TYPE.has(code);
}

/**
 * Names values that came by position. They are aligned at Sysmon's `UtcTime`, whose form is unmistakable: versions of
 * Sysmon differ in the rule name at the beginning and the accounts at the end.
 *
 * @returns undefined if the values cannot be identified
 */
export function namesByPosition(
  provider: string | undefined,
  code: string,
  values: readonly string[],
): readonly string[] | undefined {
  const names = namesFor(provider, code);
  if (names === undefined) return undefined;
  const time = names.indexOf("UtcTime");
  if (time < 0) {
    if (code === "4624" && values.length === NEWER_LOGON.length) return NEWER_LOGON;
    return values.length <= names.length ? names : undefined;
  }
  const variants = names[0] === "RuleName" ? [names, names.slice(1)] : [names];
  return variants.find(
    (variant) => values.length <= variant.length && looksLikeUtcTime(values[variant.indexOf("UtcTime")]),
  );
}

function looksLikeUtcTime(value: string | undefined): boolean {
  return value !== undefined && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(value);
}

const HEXADECIMAL = new Map([
  ["microsoft-windows-sysmon", /^(?:LogonId|GrantedAccess)$/],
  ["microsoft-windows-security-auditing", /(?:LogonId|ProcessId)$|^(?:HandleId|Status|SubStatus)$/],
  ["microsoft-windows-eventlog", /LogonId$/],
]);

/** Whether event XML writes the value in lower-case hexadecimal: some exports have a number, or capitals. */
export function isHexadecimal(provider: string, name: string): boolean {
  return HEXADECIMAL.get(provider.toLowerCase())?.test(name) ?? false;
}
