import type { EventDatum } from "../../formats/index.ts";
import { fromAudit } from "./audit-message.ts";
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
  const text = withoutWindowsLineEnds(message);
  const lines = text.split("\n");
  const data = dataIn((provider ?? "").toLowerCase(), code, text, lines);
  return data !== undefined && data.length > 0 ? data : undefined;
}

function dataIn(
  provider: string,
  code: string,
  text: string,
  lines: readonly string[],
): EventDatum[] | undefined {
  switch (provider) {
    case "microsoft-windows-sysmon": {
      const names = namesFor(provider, code);
      return names === undefined ? undefined : fromSysmon(lines, names);
    }
    case "microsoft-windows-security-auditing":
    case "microsoft-windows-eventlog":
      return fromAudit(provider, code, lines);
    case "microsoft-windows-powershell":
      return code === "4104" ? fromScriptBlock(text) : undefined;
    case "service control manager":
      return code === "7045" ? fromService(lines) : undefined;
    default:
      return undefined;
  }
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

/**
 * A service's installation: `Service Name:  value`, in the manifest's order. Its values hold no line ends but those that
 * somebody put there, which go on with the value before.
 */
const SERVICE = [
  ["Service Name", "ServiceName"],
  ["Service File Name", "ImagePath"],
  ["Service Type", "ServiceType"],
  ["Service Start Type", "StartType"],
  ["Service Account", "AccountName"],
] as const;

function fromService(lines: readonly string[]): EventDatum[] {
  const data: { name: string; value: string }[] = [];
  for (const line of lines.slice(1)) {
    const [label, name] = SERVICE[data.length] ?? [];
    if (label !== undefined && line.startsWith(`${label}:`)) {
      data.push({ name: name!, value: line.slice(label.length + 1).trim() });
    } else if (data.length > 0) data.at(-1)!.value += `\n${line}`;
  }
  return data;
}

/** What stands around a script block's text, which may hold anything, these lines too: the last ones count. */
const SCRIPT_HEAD = /^Creating Scriptblock text \((\d+) of (\d+)\):\n/;
const SCRIPT_TAIL = /\n\n?ScriptBlock ID: ([0-9a-f-]{36})\nPath: ?([^\n]*)$/;

function fromScriptBlock(message: string): EventDatum[] | undefined {
  const head = SCRIPT_HEAD.exec(message);
  const tail = SCRIPT_TAIL.exec(message.slice(-MOST_TAIL));
  if (head === null || tail === null) return undefined;
  const end = Math.max(0, message.length - MOST_TAIL) + tail.index;
  return [
    { name: "MessageNumber", value: head[1]! },
    { name: "MessageTotal", value: head[2]! },
    { name: "ScriptBlockText", value: message.slice(head[0].length, end) },
    { name: "ScriptBlockId", value: tail[1]! },
    { name: "Path", value: tail[2]! },
  ];
}

/** Characters of the tail: a path has 32,767 at the most. */
const MOST_TAIL = 33_000;
