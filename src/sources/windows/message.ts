import type { EventDatum } from "../../formats/index.ts";
import { fromAudit } from "./audit-message.ts";
import { fromAuditByPosition } from "./audit-positions.ts";
import { namesFor } from "./templates.ts";
import { withoutWindowsLineEnds } from "./text.ts";

/** The values of a message. */
export interface MessageData {
  readonly data: readonly EventDatum[];
  /** The message is not in English: its values were taken by their position in it. */
  readonly byPosition: boolean;
}

/** For the alert: how values were read that have no English labels. */
export const BY_POSITION =
  "The labels of this event's message are not in English: its values were taken by their position in the message.";

/**
 * Reads the payload from a rendered message, for exports that keep nothing else. Sysmon writes `Name: value` lines in
 * English whatever the system's language. They are accepted only in the manifest's order, so that a value with line
 * breaks cannot pose as an earlier value. A line without a name continues the value before it.
 *
 * @returns undefined if the message has no known form
 */
export function dataFromMessage(
  provider: string | undefined,
  code: string,
  message: string,
): MessageData | undefined {
  const text = withoutWindowsLineEnds(message);
  const lines = text.split("\n");
  const lower = (provider ?? "").toLowerCase();
  const data = dataIn(lower, code, text, lines);
  if (data !== undefined && data.length > 0) return { data, byPosition: false };
  const translated = translatedDataIn(lower, code, text, lines);
  return translated === undefined ? undefined : { data: translated, byPosition: true };
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

/** The values of a message whose labels are translated. Sysmon's never are. */
function translatedDataIn(
  provider: string,
  code: string,
  text: string,
  lines: readonly string[],
): EventDatum[] | undefined {
  switch (provider) {
    case "microsoft-windows-security-auditing":
    case "microsoft-windows-eventlog":
      return fromAuditByPosition(provider, code, lines);
    case "microsoft-windows-powershell":
      return code === "4104" ? fromScriptBlock(text, TRANSLATED_HEAD, TRANSLATED_TAIL) : undefined;
    case "service control manager":
      return code === "7045" ? fromTranslatedService(lines) : undefined;
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
 * A service's installation: `Service Name:  value`, in the manifest's order. Its values contain no line breaks unless
 * an attacker put them there; such lines continue the value before them.
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

/** As `SERVICE`, with labels in another language: five lines with a label and a value, in the same order. */
function fromTranslatedService(lines: readonly string[]): EventDatum[] | undefined {
  const values = lines.slice(1).flatMap((line) => /^[^:：]{1,60}[:：]\s+(\S.*)$/u.exec(line)?.[1] ?? []);
  if (values.length !== SERVICE.length) return undefined;
  return SERVICE.map(([, name], i) => ({ name, value: values[i]!.trim() }));
}

/** The lines around a script block's text. The text may contain anything, even these lines, so the last ones count. */
const SCRIPT_HEAD = /^Creating Scriptblock text \((\d+) of (\d+)\):\n/;
const SCRIPT_TAIL = /\n\n?ScriptBlock ID: ([0-9a-f-]{36})\nPath: ?([^\n]*)$/;

/** The same in any language: `… (1 of 2):`, and two lines with a label, the first one's value being the block's id. */
const TRANSLATED_HEAD = /^[^\n]{0,200}?(\d+)[^\d\n]{1,20}(\d+)[^\d\n]{0,20}\n/u;
const TRANSLATED_TAIL = /\n\n?[^\n:：]{1,60}[:：] ?([0-9a-f-]{36})\n[^\n:：]{1,60}[:：] ?([^\n]*)$/u;

function fromScriptBlock(
  message: string,
  headForm = SCRIPT_HEAD,
  tailForm = SCRIPT_TAIL,
): EventDatum[] | undefined {
  const head = headForm.exec(message);
  const tail = tailForm.exec(message.slice(-MOST_TAIL));
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

/** The most characters of the tail: a path has at most 32,767. */
const MOST_TAIL = 33_000;
