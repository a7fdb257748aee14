import type { EventDatum } from "../../formats/index.ts";
import { dataIn } from "./from-event-tree.ts";
import { looseHeader } from "./loose-header.ts";
import { byPlainName } from "./plain-names.ts";
import { providerOfChannel } from "./channels.ts";
import { finished, type RawReader } from "./raw-event.ts";
import { SYSMON_PROVIDER } from "./templates.ts";
import { isObject, own, scalarText } from "./text.ts";

/** hayabusa's short names of channels (rules/config/channel_abbreviations.txt). */
const CHANNELS = new Map([
  ["Sysmon", "Microsoft-Windows-Sysmon/Operational"],
  ["Sec", "Security"],
  ["Sys", "System"],
  ["App", "Application"],
  ["PwSh", "Microsoft-Windows-PowerShell/Operational"],
  ["PwShClassic", "Windows PowerShell"],
]);
/** Its short names of Sysmon's values (rules/config/default_details.txt). */
const VALUES = new Map([
  ["Proc", "Image"],
  ["PID", "ProcessId"],
  ["PGUID", "ProcessGuid"],
  ["Cmdline", "CommandLine"],
  ["ParentCmdline", "ParentCommandLine"],
  ["ParentPID", "ParentProcessId"],
  ["ParentPGUID", "ParentProcessGuid"],
  ["LID", "LogonId"],
  ["LGUID", "LogonGuid"],
  ["TgtObj", "TargetObject"],
  ["Path", "TargetFilename"],
  ["SrcIP", "SourceIp"],
  ["SrcPort", "SourcePort"],
  ["TgtIP", "DestinationIp"],
  ["TgtPort", "DestinationPort"],
  ["Query", "QueryName"],
]);
const SEPARATOR = " ¦ ";
/** All values of the event, in the profiles that have them; then what the other profiles keep. */
const COLUMNS = ["AllFieldInfo", "ExtraFieldInfo", "Details"];

/**
 * A row of hayabusa's time line, from its JSON or CSV: a header, and the values that its profile keeps. Only the
 * profiles with `AllFieldInfo` keep them all, under the provider's names.
 */
export const fromHayabusa: RawReader = (document, zone) => {
  if (own(document, "RuleTitle") === undefined) return null;
  const { draft, assumedZone } = looseHeader(byPlainName(document), zone);
  const { eventId } = draft;
  const short = scalarText(own(document, "Channel"));
  if (eventId === undefined || !/^\d{1,5}$/.test(eventId) || short === undefined) return null;
  draft.channel = CHANNELS.get(short) ?? short;
  draft.provider ??= providerOfChannel(draft.channel, eventId);
  // The level is that of the rule.
  draft.rendering = undefined;
  draft.level = undefined;
  const isSysmon = draft.provider === SYSMON_PROVIDER;
  const data: EventDatum[] = [];
  for (const column of COLUMNS) {
    for (const { name, value } of valuesIn(own(document, column))) {
      const given = isSysmon && column === "Details" ? (VALUES.get(name) ?? name) : name;
      if (!data.some((datum) => datum.name === given)) data.push({ name: given, value });
    }
  }
  draft.eventData = data;
  const isWhole = Object.hasOwn(document, "AllFieldInfo");
  return {
    shape: "hayabusa",
    assumedZone,
    ...(!isWhole && {
      lacks:
        "hayabusa kept only some of the event's values here, and shortened names. Its profile all-field-info keeps all of them: hayabusa json-timeline -p all-field-info.",
    }),
    nameInRecord: (xmlPath) => xmlPath,
    event: finished(draft),
  };
};

function valuesIn(value: unknown): EventDatum[] {
  if (isObject(value)) return dataIn(value);
  const text = scalarText(value) ?? "";
  return text.split(SEPARATOR).flatMap((part) => {
    const colon = part.indexOf(": ");
    return colon < 1 ? [] : [{ name: part.slice(0, colon).trim(), value: part.slice(colon + 2) }];
  });
}
