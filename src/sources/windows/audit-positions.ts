import type { EventDatum } from "../../formats/index.ts";
import { isHexadecimal } from "./templates.ts";

/*
 * Windows translates the labels of an audit message, and keeps its structure: the sections, the values in each, and
 * their order are the same in every language. So a message whose labels are not English is read by position, if the
 * number of values in each section is that of a known version of the event.
 */

const SUBJECT = "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId";
const TARGET = "TargetUserSid TargetUserName TargetDomainName TargetLogonId";
const PROCESS = "ProcessId ProcessName";
const NETWORK = "WorkstationName IpAddress IpPort";
const DETAILS = "LogonProcessName AuthenticationPackageName TransmittedServices LmPackageName KeyLength";
const ACCOUNT = `${TARGET} TargetLinkedLogonId TargetOutboundUserName TargetOutboundDomainName LogonGuid`;

/**
 * For each event, the values of each section in order, for every version of the message. A value at the margin, such as
 * the logon type before Windows 10, is a section of its own. Order and sections are those of the English messages in
 * `audit-message.ts`.
 */
const LAYOUTS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ["1102", [[SUBJECT]]],
  [
    "4624",
    [
      // Windows 11, 10, 8.1 and 7.
      [
        SUBJECT,
        "LogonType RestrictedAdminMode RemoteCredentialGuard VirtualAccount ElevatedToken",
        "ImpersonationLevel",
        ACCOUNT,
        PROCESS,
        NETWORK,
        DETAILS,
      ],
      [
        SUBJECT,
        "LogonType RestrictedAdminMode VirtualAccount ElevatedToken",
        "ImpersonationLevel",
        ACCOUNT,
        PROCESS,
        NETWORK,
        DETAILS,
      ],
      [SUBJECT, "LogonType", "ImpersonationLevel", `${TARGET} LogonGuid`, PROCESS, NETWORK, DETAILS],
      [SUBJECT, "LogonType", `${TARGET} LogonGuid`, PROCESS, NETWORK, DETAILS],
    ],
  ],
  [
    "4625",
    [
      [
        SUBJECT,
        "LogonType",
        "TargetUserSid TargetUserName TargetDomainName",
        "FailureReason Status SubStatus",
        PROCESS,
        NETWORK,
        DETAILS,
      ],
    ],
  ],
  [
    "4657",
    [
      [
        SUBJECT,
        "ObjectName ObjectValueName HandleId OperationType",
        PROCESS,
        "OldValueType OldValue NewValueType NewValue",
      ],
    ],
  ],
  [
    "4688",
    [
      // Windows 10 and later; 8.1; 7.
      [
        SUBJECT,
        TARGET,
        "NewProcessId NewProcessName TokenElevationType MandatoryLabel ProcessId ParentProcessName CommandLine",
      ],
      [SUBJECT, "NewProcessId NewProcessName TokenElevationType ProcessId CommandLine"],
      [SUBJECT, "NewProcessId NewProcessName TokenElevationType ProcessId"],
    ],
  ],
]);

/** A label, a colon of any script, and tabs before the value; or the label of a section, with nothing after the colon. */
const LABELLED = /^(\t?)[^\t:：]{1,80}[:：](?:\t+([^\t]*)|[ \t]*)$/u;

/**
 * Reads the values of an audit message in a language other than English, by position.
 *
 * @param provider in lower case
 * @returns undefined if the message has not the structure of a known version of the event, or a value cannot be what
 * its position says
 */
export function fromAuditByPosition(
  provider: string,
  code: string,
  lines: readonly string[],
): EventDatum[] | undefined {
  const layouts = LAYOUTS.get(code);
  if (layouts === undefined) return undefined;
  const sections = sectionsOf(lines);
  const layout = layouts
    .map((names) => names.map((section) => section.split(" ")))
    .find((names) => hasShape(names, sections));
  if (layout === undefined) return undefined;
  const data = layout.flatMap((names, i) =>
    names.map((name, at) => {
      const value = sections[i]![at]!;
      return { name, value: isHexadecimal(provider, name) ? value.toLowerCase() : value };
    }),
  );
  return data.every(isPlausible) ? data : undefined;
}

function hasShape(names: readonly (readonly string[])[], sections: readonly (readonly string[])[]): boolean {
  return (
    names.length === sections.length && names.every((section, i) => section.length === sections[i]!.length)
  );
}

/** The values of each section. The first line is the event's title; the explanation after the sections has no labels. */
function sectionsOf(lines: readonly string[]): string[][] {
  const sections: string[][] = [];
  for (const line of lines.slice(1)) {
    const labelled = LABELLED.exec(line);
    if (labelled === null) continue;
    const [, indent, value] = labelled;
    if (indent === "") sections.push(value === undefined ? [] : [value.trim()]);
    else sections.at(-1)?.push((value ?? "").trim());
  }
  return sections.filter((section) => section.length > 0);
}

/** Values with a form of their own: a message of another structure would hardly have them in these positions. */
function isPlausible({ name, value }: EventDatum): boolean {
  if (/^(?:.*LogonId|HandleId|.*ProcessId)$/.test(name)) return /^(?:0x[0-9a-f]+|\d+|-)$/i.test(value);
  if (name === "ObjectName") return value.startsWith("\\");
  return true;
}
