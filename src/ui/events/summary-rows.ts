import { kindOfEvent, rowSentence, sentenceText } from "../../explain/index.ts";
import { type EventSummary, FAILED_LOGON, LOGON, type TimeRange } from "../../app/index.ts";
import type { EventField, EventGap, EventGroup, EventGroups, EventRow } from "../../scan/index.ts";
import { count, duration, utc } from "../../wording/index.ts";

/** A row of a summary: what it shows, and which events it stands for. */
export interface SummaryRow {
  readonly key: string;
  readonly cells: readonly SummaryCell[];
  /** The values of its events. */
  readonly values: readonly (readonly [EventField, string])[];
  readonly range?: TimeRange;
  /** The one event that it stands for. */
  readonly event?: EventRow;
}

export interface SummaryCell {
  readonly text: string;
  /** Where it is from: evidence, or a word of Loupe's. */
  readonly kind: "evidence" | "word" | "number" | "time";
}

export interface SummaryTableData {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly SummaryRow[];
  /** What is to be known about the table, as sentences; empty if nothing. */
  readonly note: string;
}

const evidence = (text: string): SummaryCell => ({ text, kind: "evidence" });
const word = (text: string): SummaryCell => ({ text, kind: "word" });
const number = (n: number): SummaryCell => ({ text: count(n), kind: "number" });
const time = (millis: number): SummaryCell => ({
  text: Number.isNaN(millis) ? "no time" : utc(millis),
  kind: "time",
});

/** The tables of a summary. Spellings that differ only in case are one row. */
export function tablesOf(summary: EventSummary): SummaryTableData[] {
  switch (summary.kind) {
    case "kinds":
      return [kinds(summary.kinds)];
    case "logons":
      return [logons(summary.logons)];
    case "accounts":
      return [
        accounts("Hosts", "host.name", summary.hosts, "host"),
        accounts("Users", "user.name", summary.users, "user"),
      ];
    case "gaps":
      return [clears(summary.clears, summary.clearCount), gaps(summary.gaps, summary.distinct)];
  }
}

function kinds({ groups, distinct }: EventGroups): SummaryTableData {
  return {
    id: "kinds",
    title: "Events by channel and ID",
    columns: ["Channel", "ID", "What it says", "Events", "First (UTC)", "Last (UTC)"],
    rows: groups.map(({ values, ...group }) => {
      const [channel, code] = values as [string, string];
      return {
        key: JSON.stringify(values),
        cells: [evidence(channel), evidence(code), word(kindOfEvent(channel, code)), ...numbersOf(group)],
        values: [
          ["winlog.channel", channel],
          ["event.code", code],
        ],
      };
    }),
    note: notAll(groups.length, distinct, "pair"),
  };
}

function numbersOf({ count: events, from, to }: Omit<EventGroup, "values">): SummaryCell[] {
  return [number(events), time(from), time(to)];
}

interface Logons {
  readonly user: string;
  readonly host: string;
  successes: number;
  failures: number;
  from: number;
  to: number;
}

function logons({ groups, distinct }: EventGroups): SummaryTableData {
  const byAccount = new Map<string, Logons>();
  for (const { values, count: events, from, to } of groups) {
    const [user, host, code] = values as [string, string, string];
    const key = JSON.stringify([user, host].map((each) => each.toLowerCase()));
    const known = byAccount.get(key) ?? { user, host, successes: 0, failures: 0, from: NaN, to: NaN };
    if (code === LOGON) known.successes += events;
    else known.failures += events;
    known.from = pick(Math.min, known.from, from);
    known.to = pick(Math.max, known.to, to);
    byAccount.set(key, known);
  }
  return {
    id: "logons",
    title: "Logons (4624) and failed logons (4625) of the Security log",
    columns: ["User", "Host", "Logons", "Failed", "First (UTC)", "Last (UTC)"],
    rows: [...byAccount].map(([key, { user, host, successes, failures, from, to }]) => ({
      key,
      cells: [evidence(user), evidence(host), number(successes), number(failures), time(from), time(to)],
      values: [
        ["winlog.channel", "Security"],
        ["event.code", LOGON],
        ["event.code", FAILED_LOGON],
        ["user.name", user],
        ["host.name", host],
      ],
    })),
    note:
      "The index has neither the type of a logon nor the address that it came from: open an event to see them. " +
      notAll(groups.length, distinct, "combination"),
  };
}

/** One of two times; of a time and none, the time. */
function pick(of: (a: number, b: number) => number, a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : of(a, b);
}

function accounts(
  title: string,
  field: EventField,
  { groups, distinct }: EventGroups,
  noun: string,
): SummaryTableData {
  return {
    id: title.toLowerCase(),
    title,
    columns: [title.slice(0, -1), "Events", "First (UTC)", "Last (UTC)"],
    rows: groups.map(({ values: [value = ""], ...group }) => ({
      key: value,
      cells: [evidence(value), ...numbersOf(group)],
      values: [[field, value]],
    })),
    note: notAll(groups.length, distinct, noun),
  };
}

function gaps(found: readonly EventGap[], distinct: number): SummaryTableData {
  return {
    id: "gaps",
    title: "Longest time without an event, for each host and channel",
    columns: ["Host", "Channel", "Without an event", "From (UTC)", "To (UTC)", "Events in all"],
    rows: found.map(({ host, channel, from, to, count: events }) => ({
      key: JSON.stringify([host, channel]),
      cells: [
        evidence(host),
        evidence(channel),
        word(duration(to - from)),
        time(from),
        time(to),
        number(events),
      ],
      values: [
        ["host.name", host],
        ["winlog.channel", channel],
      ],
      range: { from, to },
    })),
    note:
      "A gap may be a quiet time, a computer that was off, or a log that was cleared, turned off or only exported in part. " +
      notAll(found.length, distinct, "pair"),
  };
}

function clears(events: readonly EventRow[], all: number): SummaryTableData {
  return {
    id: "clears",
    title: "Cleared logs (1102 in the Security log, 104 in the System log)",
    columns: ["Time (UTC)", "Host", "User", "Channel", "ID", "What happened"],
    rows: events.map((event) => ({
      key: JSON.stringify([event.evidenceId, event.member, event.offset]),
      cells: [
        time(event.time),
        evidence(event.host),
        evidence(event.user),
        evidence(event.channel),
        evidence(event.code),
        word(sentenceText(rowSentence(event))),
      ],
      values: [],
      event,
    })),
    note:
      events.length === 0
        ? "None among these events. A log can also be cleared without such an event."
        : notAll(events.length, all, "event"),
  };
}

function notAll(shown: number, all: number, noun: string): string {
  return shown < all ? `The first ${count(shown)} of ${count(all)} ${noun}s are shown.` : "";
}
