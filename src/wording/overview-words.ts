import { alternatives, count, plural, utc } from "./format.ts";

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
  /** Whether something could not be read, or is missing so that rules could not match. */
  readonly hasGaps: boolean;
}

/** What a part of the verdict counts or names, so that the page can lead there; empty for plain words. */
export type VerdictTopic =
  "" | "dumps" | "worst" | "alerts" | "open" | "false positives" | "hosts" | "events" | "rules" | "gaps";

export interface VerdictPart {
  readonly text: string;
  readonly about: VerdictTopic;
}

export interface CaseVerdict {
  /** What is alarming; empty if nothing is. */
  readonly alarm: readonly VerdictPart[];
  readonly text: readonly VerdictPart[];
}

const plain = (text: string): VerdictPart => ({ text, about: "" });
const about = (topic: VerdictTopic, text: string): VerdictPart => ({ text, about: topic });

/** Says what the evidence shows, and with no alerts what that is worth. */
export function caseVerdict(facts: CaseFacts): CaseVerdict {
  if (facts.alerts === 0) return { alarm: [], text: withoutAlerts(facts) };
  const { dumps, worst } = facts;
  const alarm: VerdictPart[] = [];
  if (dumps !== null)
    alarm.push(
      about(
        "dumps",
        `${dumps.host || "A host"} was set up for full memory dumps of any process, LSASS included${at(dumps.time)}.`,
      ),
    );
  if (worst !== null)
    alarm.push(
      ...(alarm.length > 0 ? [plain(" ")] : []),
      about(
        "worst",
        `${worst.severity[0]!.toUpperCase()}${worst.severity.slice(1)} severity: “${worst.name}”${worst.host === "" ? "" : ` on ${worst.host}`}${at(worst.time)}.`,
      ),
    );
  const text = [about("alerts", plural(facts.alerts, "alert")), ...hostsWords(facts), plain("; ")];
  if (facts.open === 0) text.push(plain("none is open"));
  else text.push(about("open", `${count(facts.open)} ${facts.open === 1 ? "is" : "are"} open`));
  if (facts.falsePositives > 0)
    text.push(plain(", "), about("false positives", plural(facts.falsePositives, "false positive")));
  text.push(plain("."));
  if (facts.isBusy) text.push(plain(" The evidence is still being read."));
  else if (facts.hasGaps) text.push(plain(" "), about("gaps", "Not everything could be seen."));
  return { alarm, text };
}

function at(time: number): string {
  return Number.isNaN(time) ? "" : `, at ${utc(time).slice(0, 16)} UTC`;
}

function hostsWords({ hosts, allHosts }: CaseFacts): VerdictPart[] {
  if (hosts.length === 0) return [];
  if (hosts.length === 1 && (allHosts ?? 1) <= 1) return [plain(" on "), about("hosts", hosts[0]!)];
  if (allHosts === null || allHosts < hosts.length)
    return [plain(" on "), about("hosts", plural(hosts.length, "host"))];
  return [plain(" on "), about("hosts", `${count(hosts.length)} of ${plural(allHosts, "host")}`)];
}

function withoutAlerts({ isBusy, rulesEnabled, events, hasGaps }: CaseFacts): VerdictPart[] {
  if (rulesEnabled === 0) return [plain("No rule is enabled, so nothing was checked.")];
  const counted = about("events", plural(events, "event"));
  if (isBusy) return [plain("No alerts so far, in "), counted, plain(". The evidence is still being read.")];
  if (events === 0) return [plain("No event could be read, so nothing was checked.")];
  const what = rulesEnabled === 1 ? "the enabled rule" : `any of the ${count(rulesEnabled)} enabled rules`;
  const none = [plain("None of "), counted, plain(" matches "), about("rules", what), plain(".")];
  if (!hasGaps) return none;
  return [
    ...none,
    plain(" This is not an all-clear: see "),
    about("gaps", "what could not be seen"),
    plain("."),
  ];
}

/** How many hosts are named of those with the same blind spot. */
const MOST_HOSTS = 3;

/**
 * Which categories of events some hosts lack: `HOST-A: no process events`.
 */
export function hostBlindSpotWords(hosts: readonly string[], categories: readonly string[]): string {
  const named = hosts.slice(0, MOST_HOSTS).map((host) => (host === "" ? "events without a host" : host));
  const more = hosts.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${plural(more, "more host")}` : ""}: no ${alternatives(categories)} events`;
}
