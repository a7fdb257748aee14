import type { FlatEvent } from "../ecs/index.ts";
import { baseName, datumOf, firstText, textOf, textsOf } from "./event-values.ts";
import { MOST, type SentencePart } from "./sentence-part.ts";
import { accountName, sidWords } from "./sids.ts";
import { isServiceOfSysmon } from "./sysmon-account.ts";

/** What the event index has of an event: see `EventRow`. Texts, each empty where the event has none. */
export interface IndexedEventTexts {
  readonly process: string;
  readonly user: string;
  readonly channel: string;
  readonly code: string;
  readonly category: string;
  readonly action: string;
  readonly object: string;
  readonly value: string;
  readonly address?: string;
  readonly workstation?: string;
  readonly logonType?: string;
  readonly failure?: string;
}

/** Who or what a template can name. */
export interface Role {
  /** `text` for words of ours. */
  readonly kind: SentencePart["kind"];
  /** Where the event index has it, if it has. */
  readonly row: "process" | "user" | "object" | "value" | ((row: IndexedEventTexts) => string) | "";
  readonly read: (event: FlatEvent) => string;
}

const DATA = "winlog.event_data.";
const USER_DATA = "winlog.user_data.";

function role(kind: Role["kind"], row: Role["row"], ...fields: readonly string[]): Role {
  return { kind, row, read: (event) => firstText(event, ...fields) };
}

/** An account or a group, which some events give by its SID only. */
function named(...fields: readonly string[]): Role {
  return {
    kind: "value",
    row: "",
    read: (event) => {
      const text = firstText(event, ...fields);
      const known = sidWords(text);
      return known === undefined ? text : `${known} (${text})`;
    },
  };
}

/** The name of an executable: the field of the name, else the end of a path. */
function program(row: Role["row"], name: string, ...paths: readonly string[]): Role {
  return {
    kind: "who",
    row,
    read: (event) => {
      const given = textOf(event, name);
      // Where Elastic puts a command line into the path, what follows its last backslash is no name.
      return /^[^"\\/]+$/.test(given) ? given : baseName(firstText(event, ...paths));
    },
  };
}

/** `host:port`, or only the host. */
function end(side: "source" | "destination", withPort = true): Role {
  return {
    kind: "value",
    row: side === "destination" ? "object" : "",
    read: (event) => {
      const host = firstText(event, `${side}.domain`, `${side}.ip`, `${side}.address`);
      const ip = textOf(event, `${side}.ip`);
      const port = withPort ? textOf(event, `${side}.port`) : "";
      const shown = host === "" || ip === "" || host === ip ? host : `${host} (${ip})`;
      if (shown === "") return "";
      return port === "" || port === "0"
        ? shown
        : ip.includes(":") && shown === ip
          ? `[${ip}]:${port}`
          : `${shown}:${port}`;
    },
  };
}

const executable = `${DATA}ProcessName`;

/** The account that acted, without its domain. Sysmon's `user.id` is its own service's account, and nobody else's. */
function userOf(event: FlatEvent): string {
  const name = firstText(
    event,
    "user.name",
    `${DATA}SubjectUserName`,
    `${USER_DATA}SubjectUserName`,
    `${USER_DATA}User`,
    `${DATA}User`,
  );
  if (name !== "") return name;
  const source = textOf(event, `${DATA}SourceUser`);
  if (source !== "") return baseName(source);
  const id = textOf(event, "user.id");
  return isServiceOfSysmon("user.id", id, event) ? "" : accountName(id);
}

/** Everything that the templates in the tables of events name in braces. */
export const ROLES: ReadonlyMap<string, Role> = new Map<string, Role>([
  ["user", { kind: "who", row: "user", read: userOf }],
  [
    "process",
    program("process", "process.name", "process.executable", executable, `${DATA}CallerProcessName`),
  ],
  ["parent", program("", "process.parent.name", "process.parent.executable")],
  ["target", program("", "Target.process.name", "Target.process.executable", `${DATA}TargetImage`)],
  // In the events of Sysmon that have a target, the index has nothing else as their object.
  ["image", program("object", "", `${DATA}TargetImage`)],
  ["args", { kind: "value", row: "object", read: argumentsOf }],
  ["command", role("value", "object", "process.command_line")],
  ["registry", role("path", "object", "registry.path", `${DATA}TargetObject`)],
  ["data", { kind: "value", row: "value", read: registryData }],
  ["file", role("path", "object", "file.path", "file.name")],
  ["renamed", role("path", "", "file.Ext.original.path")],
  ["dll", role("path", "object", "dll.path", "file.path", "dll.name")],
  ["pipe", role("value", "object", "file.name")],
  ["object", role("path", "object", `${DATA}ObjectName`, "registry.path", "file.path")],
  ["share", role("value", "object", "file.target_path", `${DATA}ShareName`)],
  ["dns", role("value", "object", "dns.question.name")],
  ["url", role("value", "", "url.full", "url.original")],
  ["source", end("source")],
  ["from", { ...end("source", false), row: originOf }],
  ["destination", end("destination")],
  ["service", role("value", "object", "service.name", `${DATA}ServiceName`)],
  ["task", role("value", "object", `${DATA}TaskName`, `${USER_DATA}TaskName`, "winlog.scheduled_task.name")],
  ["group", role("value", "object", "group.name")],
  ["member", named("user.target.name", `${DATA}MemberName`, `${DATA}MemberSid`)],
  ["account", named(`${DATA}TargetUserName`, "user.target.name", "user.effective.name", `${DATA}TargetSid`)],
  ["login", { kind: "value", row: "", read: loginOf }],
  ["sid", named("winlog.user.identifier")],
  [
    "logon",
    {
      kind: "text",
      row: ({ logonType = "" }) => LOGONS.get(logonType) ?? "",
      read: (event) => LOGONS.get(textOf(event, "winlog.logon.type")) ?? "",
    },
  ],
  ["reason", { kind: "value", row: ({ failure = "" }) => failure.replace(/\.$/, ""), read: reasonOf }],
  ["privileges", role("value", "", `${DATA}PrivilegeList`)],
  ["rights", { kind: "value", row: "", read: rightsOf }],
  ["access", role("value", "", `${DATA}GrantedAccess`)],
  ["cmdlet", role("value", "", "powershell.command.name", "powershell.command.value")],
  ["script", role("value", "", "powershell.file.script_block_text")],
  ["threat", role("value", "", `${DATA}Threat Name`, `${DATA}Threat_Name`, "threat.name", "rule.name")],
  ["consumer", role("value", "", "process.executable")],
  ["call", role("value", "", "process.Ext.api.name")],
  ["message", role("value", "", "message")],
]);

/** The data that was written. Elastic adds the data before the change to it for Microsoft 365 Defender: it comes last. */
export function registryData(event: FlatEvent): string {
  const texts = textsOf(event, "registry.data.strings");
  const before = textOf(event, PREVIOUS_DATA);
  const isBefore = before !== "" && texts.length > 1 && texts.at(-1) === before;
  return (isBefore ? texts.slice(0, -1) : texts)
    .slice(0, 20)
    .join(", ")
    .slice(0, 2 * MOST)
    .trim();
}

export const PREVIOUS_DATA = "m365_defender.event.previous.registry_value_data";

/** How somebody logged on, by Elastic's names of the logon types. */
const LOGONS: ReadonlyMap<string, string> = new Map([
  ["Interactive", "at the console"],
  ["Network", "over the network"],
  ["Batch", "as a batch job"],
  ["Service", "as a service"],
  ["Unlock", "to unlock the screen"],
  ["NetworkCleartext", "over the network, with the password in clear text"],
  ["NewCredentials", "with other credentials for the network"],
  ["RemoteInteractive", "over Remote Desktop"],
  ["CachedInteractive", "at the console, with cached credentials"],
]);

/** `NAME (address)`, or what the index has of it. */
function originOf({ address = "", workstation = "" }: IndexedEventTexts): string {
  if (workstation === "" || address === "" || workstation === address) return workstation || address;
  return `${workstation} (${address})`;
}

/** Why a logon or a ticket was refused, without the full stop of Windows' own sentence. */
function reasonOf(event: FlatEvent): string {
  return firstText(event, "winlog.logon.failure.reason", `${DATA}StatusDescription`).replace(/\.$/, "");
}

/** The first rights of a list; each event asks for many. */
function rightsOf(event: FlatEvent): string {
  const rights = textsOf(event, `${DATA}AccessListDescription`);
  return rights.length > 3 ? `${rights.slice(0, 3).join(", ")}, …` : rights.join(", ");
}

/** `DOMAIN\name`, or only the name. */
export function loginOf(event: FlatEvent): string {
  const name = userOf(event);
  if (name === "" || name.includes("\\") || name.includes("@")) return name;
  const isSubject = textOf(event, "user.name") === "";
  const domain = isSubject
    ? firstText(event, `${DATA}SubjectDomainName`, `${USER_DATA}SubjectDomainName`)
    : textOf(event, "user.domain");
  return domain === "" || /^S-1-/.test(name) ? name : `${domain}\\${name}`;
}

function argumentsOf(event: FlatEvent): string {
  return withoutProgram(textOf(event, "process.command_line"), ROLES.get("process")!.read(event));
}

/** The longest path that a command line is searched for. */
const MAX_PATH = 300;

/**
 * A command line without the program at its beginning.
 *
 * @param program its name, which tells where a path with blanks and without quotes ends; empty if it is not known
 */
export function withoutProgram(commandLine: string, program: string): string {
  const quoted = commandLine.startsWith('"') ? commandLine.indexOf('"', 1) : -1;
  if (quoted > 0) return commandLine.slice(quoted + 1).trim();
  const path = commandLine.slice(0, MAX_PATH).toLowerCase();
  const at = program === "" ? -1 : path.indexOf(program.toLowerCase());
  // `reg` is how most people start reg.exe.
  const first = commandLine.search(/\s/);
  if (at >= 0 && (first < 0 || at + program.length > first || at === 0))
    return commandLine.slice(at + program.length).trim();
  return first < 0 ? "" : commandLine.slice(first + 1).trim();
}

/** A value of EventData or UserData that a template names as `{.Name}`. */
export function datumRole(name: string): Role {
  return { kind: "value", row: "", read: (event) => datumOf(event, name) };
}

/** Whether a field, or a value of EventData, has a value. */
export function holds(event: FlatEvent, name: string, wanted: string): boolean {
  const texts = name.includes(".") ? textsOf(event, name) : [datumOf(event, name)];
  return texts.some((text) => text.toLowerCase() === wanted);
}
