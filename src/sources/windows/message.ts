import type { EventDatum } from "../../formats/windows-event.ts";
import { codes } from "./code-set.ts";
import { namesFor } from "./templates.ts";
import { withoutWindowsLineEnds } from "./text.ts";

/**
 * The payload from a rendered message, for exports that keep nothing else. Sysmon writes `Name: value` lines in English
 * whatever the system's language; they are accepted in the manifest's order only, so that a value which holds line ends
 * cannot pass for a value that came before it. A line without a name goes on with the value before it.
 *
 * @returns undefined where the message is of no known form
 */
export function dataFromMessage(
  provider: string | undefined,
  code: string,
  message: string,
): EventDatum[] | undefined {
  const names = namesFor(provider, code);
  if (names === undefined) return undefined;
  const lines = withoutWindowsLineEnds(message).split("\n");
  const data = AUDITS.has(code) ? fromAudit(lines, code) : fromSysmon(lines, names);
  return data.length > 0 ? data : undefined;
}

function fromSysmon(lines: readonly string[], names: readonly string[]): EventDatum[] {
  const data: { name: string; value: string }[] = [];
  let next = 0;
  // The first line is the event's title, "Registry value set:".
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(":");
    const at = colon < 1 ? -1 : names.indexOf(line.slice(0, colon), next);
    if (at >= 0) {
      data.push({ name: names[at]!, value: line.slice(colon + 1).replace(/^ /, "") });
      next = at + 1;
    } else if (data.length > 0) data.at(-1)!.value += `\n${line}`;
  }
  return data;
}

const AUDITS = codes("4657 4688");

/** English labels of audit messages; the section a label stands under tells two accounts apart. */
const LABELS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    "4657",
    new Map([
      ["Subject/Security ID", "SubjectUserSid"],
      ["Subject/Account Name", "SubjectUserName"],
      ["Subject/Account Domain", "SubjectDomainName"],
      ["Subject/Logon ID", "SubjectLogonId"],
      ["Object/Object Name", "ObjectName"],
      ["Object/Object Value Name", "ObjectValueName"],
      ["Object/Handle ID", "HandleId"],
      ["Object/Operation Type", "OperationType"],
      ["Process Information/Process ID", "ProcessId"],
      ["Process Information/Process Name", "ProcessName"],
      ["Change Information/Old Value Type", "OldValueType"],
      ["Change Information/Old Value", "OldValue"],
      ["Change Information/New Value Type", "NewValueType"],
      ["Change Information/New Value", "NewValue"],
    ]),
  ],
  [
    "4688",
    new Map([
      ["Creator Subject/Security ID", "SubjectUserSid"],
      ["Creator Subject/Account Name", "SubjectUserName"],
      ["Creator Subject/Account Domain", "SubjectDomainName"],
      ["Creator Subject/Logon ID", "SubjectLogonId"],
      ["Target Subject/Security ID", "TargetUserSid"],
      ["Target Subject/Account Name", "TargetUserName"],
      ["Target Subject/Account Domain", "TargetDomainName"],
      ["Target Subject/Logon ID", "TargetLogonId"],
      ["Process Information/New Process ID", "NewProcessId"],
      ["Process Information/New Process Name", "NewProcessName"],
      ["Process Information/Token Elevation Type", "TokenElevationType"],
      ["Process Information/Mandatory Label", "MandatoryLabel"],
      ["Process Information/Creator Process ID", "ProcessId"],
      ["Process Information/Creator Process Name", "ParentProcessName"],
      ["Process Information/Process Command Line", "CommandLine"],
    ]),
  ],
]);

/** `Section:` at the margin, labels and values indented below it, parted by tabs; `New Value:\t\t4`. */
function fromAudit(lines: readonly string[], code: string): EventDatum[] {
  const labels = LABELS.get(code)!;
  const data: EventDatum[] = [];
  const seen = new Set<string>();
  let section = "";
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 0) continue;
    if (!line.startsWith("\t")) {
      if (colon === line.length - 1) section = line.slice(0, colon);
      continue;
    }
    const name = labels.get(`${section}/${line.slice(1, colon)}`);
    // Only the first of a name: a value with line ends could repeat one.
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    data.push({ name, value: line.slice(colon + 1).trim() });
  }
  return data;
}
