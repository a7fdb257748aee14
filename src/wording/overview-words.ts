import { count, plural, utc } from "./format.ts";

/** What the verdict on a case is made from. */
export interface CaseFacts {
  readonly isBusy: boolean;
  readonly rulesEnabled: number;
  readonly events: number;
  readonly alerts: number;
  readonly open: number;
  readonly falsePositives: number;
  /** Hosts with alerts that are no false positives. */
  readonly hosts: readonly string[];
  /** Hosts of all events; null if they are not known. */
  readonly allHosts: number | null;
  /** The first alert of the shipped rule that is no false positive, if there is one. */
  readonly dumps: { readonly host: string; readonly time: number } | null;
  /** The open alert that is worth to be looked at first, if it is of high severity at least. */
  readonly worst: {
    readonly name: string;
    readonly severity: string;
    readonly host: string;
    readonly time: number;
  } | null;
  /** Whether something could not be read or checked. */
  readonly hasGaps: boolean;
}

export interface CaseVerdict {
  /** What is alarming; empty if nothing is. */
  readonly alarm: string;
  readonly text: string;
}

/** Says what the evidence shows, and with no alerts what that is worth. */
export function caseVerdict(facts: CaseFacts): CaseVerdict {
  if (facts.alerts === 0) return { alarm: "", text: withoutAlerts(facts) };
  const { dumps, worst } = facts;
  const alarms = [
    ...(dumps === null
      ? []
      : [
          `${dumps.host || "A host"} was set up for full memory dumps of any process, LSASS included${at(dumps.time)}.`,
        ]),
    ...(worst === null
      ? []
      : [
          `${worst.severity[0]!.toUpperCase()}${worst.severity.slice(1)} severity: “${worst.name}”${worst.host === "" ? "" : ` on ${worst.host}`}${at(worst.time)}.`,
        ]),
  ];
  const parts = [
    `${plural(facts.alerts, "alert")}${hostsWords(facts)}; ${facts.open === 0 ? "none is open" : `${count(facts.open)} ${facts.open === 1 ? "is" : "are"} open`}${
      facts.falsePositives === 0 ? "" : `, ${plural(facts.falsePositives, "false positive")}`
    }.`,
  ];
  if (facts.isBusy) parts.push("The evidence is still being read.");
  else if (facts.hasGaps) parts.push("Part of the evidence could not be read or checked.");
  return { alarm: alarms.join(" "), text: parts.join(" ") };
}

function at(time: number): string {
  return Number.isNaN(time) ? "" : `, at ${utc(time).slice(0, 16)} UTC`;
}

function hostsWords({ hosts, allHosts }: CaseFacts): string {
  if (hosts.length === 0) return "";
  if (hosts.length === 1 && (allHosts ?? 1) <= 1) return ` on ${hosts[0]}`;
  if (allHosts === null || allHosts < hosts.length) return ` on ${plural(hosts.length, "host")}`;
  return ` on ${count(hosts.length)} of ${plural(allHosts, "host")}`;
}

function withoutAlerts({ isBusy, rulesEnabled, events, hasGaps }: CaseFacts): string {
  if (rulesEnabled === 0) return "No rule is enabled, so nothing was checked.";
  if (isBusy) return `No alerts so far, in ${plural(events, "event")}. The evidence is still being read.`;
  if (events === 0) return "No event could be read, so nothing was checked.";
  const what = rulesEnabled === 1 ? "the enabled rule" : `any of the ${count(rulesEnabled)} enabled rules`;
  const none = `None of ${plural(events, "event")} matches ${what}.`;
  return hasGaps ? `${none} This is not an all-clear: see what could not be seen.` : none;
}
