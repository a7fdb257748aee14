import type { FlatEvent } from "../ecs/index.ts";
import { explainValue } from "./explain-value.ts";
import { isGiven, textOf } from "./event-values.ts";
import { packed } from "./packed.ts";
import { PREVIOUS_DATA, registryData } from "./roles.ts";

/** One value that says who did what to what, where and when. */
export interface Fact {
  /** What the value is about: "Who", "Process", "Registry". The facts of one group are shown together. */
  readonly group: string;
  /** The field that the value is in. */
  readonly field: string;
  readonly label: string;
  /** The whole value as in the event; several are joined by ", ". */
  readonly value: string;
  /** What the value means, as far as that is not plain: see `explainValue`. */
  readonly explanation?: string;
}

/**
 * Group, label, and the fields that a value is looked for in. A dot before a name stands for `winlog.event_data.`, with
 * what that leaves out of ECS: Elastic maps some events of the Security log no further.
 */
const TABLE = packed`
When|Time|@timestamp
Who|User|user.name .SubjectUserName winlog.user_data.SubjectUserName
Who|Domain|user.domain .SubjectDomainName winlog.user_data.SubjectDomainName
Who|SID|user.id .SubjectUserSid winlog.user_data.SubjectUserSid
Who|Logon session|winlog.logon.id .SubjectLogonId .LogonId
Target account|User|user.target.name user.effective.name .TargetUserName
Target account|Domain|user.target.domain user.effective.domain
Target account|SID|user.target.id user.effective.id .MemberSid .TargetSid
Target account|New name|user.changes.name
Target account|Flags before|.OldUacValue
Target account|Flags|.NewUacValue
Target account|Privileges|.PrivilegeList .EnabledPrivilegeList
Group|Name|group.name
Group|SID|group.id
Where|Host|host.name
Where|Address|host.ip
Process|Name|process.name
Process|Executable|process.executable .ProcessName
Process|PID|process.pid .ProcessId
Process|Command line|process.command_line
Process|Directory|process.working_directory
Process|Original name|process.pe.original_file_name
Process|Integrity|.IntegrityLevel process.Ext.token.integrity_level_name .MandatoryLabel
Process|Token|.TokenElevationType
Process|Signed by|process.code_signature.subject_name
Parent|Name|process.parent.name
Parent|Executable|process.parent.executable
Parent|PID|process.parent.pid
Parent|Command line|process.parent.command_line
Target process|Executable|.TargetImage Target.process.executable
Target process|PID|.TargetProcessId Target.process.pid
Target process|Access|.GrantedAccess process.Ext.api.parameters.desired_access_numeric
Target process|Call trace|.CallTrace
Registry|Path|registry.path
Registry|Operation|.OperationType .EventType
Registry|Value|registry.value
Registry|Data|registry.data.strings
Registry|Type|registry.data.type
Registry|Data before|.OldValue m365_defender.event.previous.registry_value_data
Registry|Type before|.OldValueType
Registry|New name|.NewName
Object|Type|.ObjectType
Object|Name|.ObjectName
Object|Access|.AccessMask
Object|Rights|.AccessListDescription
File|Path|file.path
File|Pipe or name|file.name
File|Path before|file.Ext.original.path
File|Signed by|file.code_signature.subject_name
Library|Path|dll.path
Library|Signed by|dll.code_signature.subject_name
Network|Direction|network.direction
Network|Protocol|network.transport
Network|From|source.ip source.address
Network|From name|source.domain
Network|From port|source.port
Network|To|destination.ip destination.address
Network|To name|destination.domain
Network|To port|destination.port
Network|DNS name|dns.question.name
Network|DNS answers|dns.resolved_ip dns.answers.data
Network|URL|url.full url.original
Logon|Type|winlog.logon.type .LogonType
Logon|Session|.TargetLogonId
Logon|Asked for by|.SubjectUserName
Logon|Package|.AuthenticationPackageName
Logon|Process|.LogonProcessName
Logon|Elevated|.ElevatedToken
Logon|Target server|.TargetServerName
Logon|Reason|winlog.logon.failure.reason
Logon|Status|.Status
Logon|Sub-status|.SubStatus
Logon|Ticket encryption|.TicketEncryptionType
Logon|Pre-authentication|.PreAuthType
Service|Name|service.name .ServiceName
Service|Path|.ServiceFileName .ImagePath
Service|Type|.ServiceType
Service|Start|.ServiceStartType .StartType
Service|Account|.ServiceAccount .AccountName
Task|Name|.TaskName
Task|Content|.TaskContent .TaskContentNew
WMI|Name|.Name
WMI|Query|.Query
WMI|Runs|process.executable
WMI|Consumer|.Consumer
WMI|Filter|.Filter
PowerShell|Script|powershell.file.script_block_text
PowerShell|Command|powershell.command.value powershell.command.name
Malware|Name|winlog.event_data.Threat_Name threat.name
Malware|Severity|winlog.event_data.Severity_Name
Malware|Action|winlog.event_data.Action_Name
Setting|Before|winlog.event_data.Old_Value
Setting|After|winlog.event_data.New_Value
Hashes|Process, SHA-256|process.hash.sha256
Hashes|Process, SHA-1|process.hash.sha1
Hashes|Process, MD5|process.hash.md5
Hashes|File, SHA-256|file.hash.sha256
Hashes|File, SHA-1|file.hash.sha1
Hashes|File, MD5|file.hash.md5
Hashes|Library, SHA-256|dll.hash.sha256`;

interface Line {
  readonly group: string;
  readonly label: string;
  readonly fields: readonly string[];
}

let lines: readonly Line[] | null = null;

const readLines = (): readonly Line[] =>
  TABLE()
    .trim()
    .split("\n")
    .map((line) => {
      const [group = "", label = "", fields = ""] = line.split("|");
      return {
        group,
        label,
        fields: fields
          .split(" ")
          .map((field) => (field.startsWith(".") ? `winlog.event_data${field}` : field)),
      };
    });

/** The most values of one field that are joined. */
const MOST_VALUES = 100;

/**
 * The facts of an event, in the order of the questions that are asked of it: when, who, where, with which process, and
 * what was done.
 *
 * @returns only what the event has, each value once
 */
export function eventFacts(event: FlatEvent): Fact[] {
  const facts: Fact[] = [];
  lines ??= readLines();
  for (const { group, label, fields } of lines) {
    const field = fields.find((each) => isGiven(event, each));
    if (field === undefined || isOut(label, field, event)) continue;
    const explanation = explanationOf(field, event);
    facts.push({
      group,
      field,
      label,
      value: valueOf(field, event),
      ...(explanation !== undefined && { explanation }),
    });
  }
  return facts;
}

function valueOf(field: string, event: FlatEvent): string {
  const value = event[field];
  // The data before the change, which Elastic adds to it for some sources, is a fact of its own.
  if (field === "registry.data.strings" && isGiven(event, PREVIOUS_DATA)) return registryData(event);
  return typeof value === "object" ? value.slice(0, MOST_VALUES).join(", ") : String(value);
}

function explanationOf(field: string, event: FlatEvent): string | undefined {
  const value = event[field];
  const values = typeof value === "object" ? value.slice(0, MOST_VALUES) : [value!];
  const words = values.map((each) => explainValue(field, each, event));
  if (words.length === 1) return words[0];
  const known = words.flatMap((each, i) => (each === undefined ? [] : [`${String(values[i])}: ${each}`]));
  return known.length === 0 ? undefined : known.join("; ");
}

/** Whether a fact would say nothing, or something else than it seems to. */
function isOut(label: string, field: string, event: FlatEvent): boolean {
  const value = event[field];
  // The account of a logon is the one that logs on; the session and the account that asked for it are others.
  const isLogon = LOGONS.has(textOf(event, "event.code")) && event["event.module"] !== "sysmon";
  const isWmi = textOf(event, "winlog.event_data.EventType").startsWith("Wmi");
  switch (field) {
    case "file.name":
      return isGiven(event, "file.path");
    case "winlog.logon.id":
      return isLogon;
    case "winlog.event_data.SubjectUserName":
      return label === "Asked for by" && !isLogon;
    case "winlog.event_data.TargetLogonId":
      return value === "0x0" || value === event["winlog.logon.id"];
    case "user.effective.id":
      return value === "S-1-0-0";
    case "winlog.event_data.TargetUserName":
      // The group that is changed, or the account that is the user already.
      return value === event["user.name"] || value === event["group.name"];
    case "winlog.event_data.TargetSid":
      return value === event["group.id"] || value === event["user.id"];
    case "winlog.event_data.ObjectName":
      return isGiven(event, "registry.path") || value === event["file.path"];
    case "winlog.event_data.EventType":
      // Forwarders write their own word for the severity here.
      return event["registry.path"] === undefined || value === "INFO";
    case "process.pid":
      return value === 0;
    // Elastic puts the command line of a WMI consumer where the process belongs.
    case "process.name":
      return isWmi;
    case "process.executable":
      return isWmi !== (label === "Runs");
    case "winlog.event_data.Name":
    case "winlog.event_data.Query":
    case "winlog.event_data.Consumer":
    case "winlog.event_data.Filter":
      return !isWmi;
    default:
      return false;
  }
}

const LOGONS = new Set(["4624", "4625"]);
