import type { EventDatum } from "../../formats/index.ts";
import { isHexadecimal } from "./templates.ts";

/** The value's name by the `Section/Label` of an English audit message. */
type Labels = ReadonlyMap<string, string>;

const labels = (table: Readonly<Record<string, string>>): Labels => new Map(Object.entries(table));

const account = (section: string, prefix: string, domain = "Account Domain"): Record<string, string> => ({
  [`${section}/Security ID`]: `${prefix}UserSid`,
  [`${section}/Account Name`]: `${prefix}UserName`,
  [`${section}/${domain}`]: `${prefix}DomainName`,
  [`${section}/Logon ID`]: `${prefix}LogonId`,
});

const NETWORK = {
  "Network Information/Workstation Name": "WorkstationName",
  "Network Information/Source Network Address": "IpAddress",
  "Network Information/Source Port": "IpPort",
  "Detailed Authentication Information/Logon Process": "LogonProcessName",
  "Detailed Authentication Information/Authentication Package": "AuthenticationPackageName",
  "Detailed Authentication Information/Transited Services": "TransmittedServices",
  "Detailed Authentication Information/Package Name (NTLM only)": "LmPackageName",
  "Detailed Authentication Information/Key Length": "KeyLength",
};

/**
 * The labels of the events whose values rules use most. A label's section distinguishes two accounts; a label at the
 * margin has none.
 */
const LABELS: ReadonlyMap<string, Labels> = new Map([
  ["1102", labels(account("Subject", "Subject", "Domain Name"))],
  [
    "4624",
    labels({
      ...account("Subject", "Subject"),
      ...account("New Logon", "Target"),
      "/Logon Type": "LogonType", // before Windows 10
      "Logon Information/Logon Type": "LogonType",
      "Logon Information/Restricted Admin Mode": "RestrictedAdminMode",
      "Logon Information/Remote Credential Guard": "RemoteCredentialGuard",
      "Logon Information/Virtual Account": "VirtualAccount",
      "Logon Information/Elevated Token": "ElevatedToken",
      "/Impersonation Level": "ImpersonationLevel",
      "New Logon/Linked Logon ID": "TargetLinkedLogonId",
      "New Logon/Network Account Name": "TargetOutboundUserName",
      "New Logon/Network Account Domain": "TargetOutboundDomainName",
      "New Logon/Logon GUID": "LogonGuid",
      "Process Information/Process ID": "ProcessId",
      "Process Information/Process Name": "ProcessName",
      ...NETWORK,
    }),
  ],
  [
    "4625",
    labels({
      ...account("Subject", "Subject"),
      ...account("Account For Which Logon Failed", "Target"),
      "/Logon Type": "LogonType",
      "Failure Information/Failure Reason": "FailureReason",
      "Failure Information/Status": "Status",
      "Failure Information/Sub Status": "SubStatus",
      "Process Information/Caller Process ID": "ProcessId",
      "Process Information/Caller Process Name": "ProcessName",
      ...NETWORK,
    }),
  ],
  [
    "4657",
    labels({
      ...account("Subject", "Subject"),
      "Object/Object Name": "ObjectName",
      "Object/Object Value Name": "ObjectValueName",
      "Object/Handle ID": "HandleId",
      "Object/Operation Type": "OperationType",
      "Process Information/Process ID": "ProcessId",
      "Process Information/Process Name": "ProcessName",
      "Change Information/Old Value Type": "OldValueType",
      "Change Information/Old Value": "OldValue",
      "Change Information/New Value Type": "NewValueType",
      "Change Information/New Value": "NewValue",
    }),
  ],
  [
    "4688",
    labels({
      ...account("Subject", "Subject"), // before Windows 10
      ...account("Creator Subject", "Subject"),
      ...account("Target Subject", "Target"),
      "Process Information/New Process ID": "NewProcessId",
      "Process Information/New Process Name": "NewProcessName",
      "Process Information/Token Elevation Type": "TokenElevationType",
      "Process Information/Mandatory Label": "MandatoryLabel",
      "Process Information/Creator Process ID": "ProcessId",
      "Process Information/Creator Process Name": "ParentProcessName",
      "Process Information/Process Command Line": "CommandLine",
    }),
  ],
]);

/**
 * Reads the values of an audit message: `Section:` is at the margin, labels and values are indented below it and
 * separated by tabs, as in `New Value:\t\t4`.
 *
 * @param provider in lower case
 * @returns undefined for an event whose labels are not known, and if the message has none of them
 */
export function fromAudit(
  provider: string,
  code: string,
  lines: readonly string[],
): EventDatum[] | undefined {
  const known = LABELS.get(code);
  if (known === undefined) return undefined;
  const data: EventDatum[] = [];
  const seen = new Set<string>();
  let section = "";
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 0) continue;
    const isIndented = line.startsWith("\t");
    if (!isIndented) section = colon === line.length - 1 ? line.slice(0, colon) : "";
    const name = known.get(isIndented ? `${section}/${line.slice(1, colon)}` : `/${line.slice(0, colon)}`);
    // Only the first value of a name counts: a value with line breaks could repeat one.
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    const value = line.slice(colon + 1).trim();
    // Messages write hexadecimal digits in capitals, event XML does not, and `==` distinguishes them.
    data.push({ name, value: isHexadecimal(provider, name) ? value.toLowerCase() : value });
  }
  return data.length > 0 ? data : undefined;
}
