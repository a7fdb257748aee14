import { kindOfEvent, rowSentence, sentenceText } from "../../explain/index.ts";
import {
  type EventSummary,
  FAILED_LOGON,
  LOGON,
  LOGON_FIELDS,
  SESSION_FIELDS,
  type TimeRange,
} from "../../app/index.ts";
import type {
  EventField,
  EventGap,
  EventGroup,
  EventGroups,
  EventRow,
  RecordIdGaps,
} from "../../scan/index.ts";
import { count, duration, SESSION_NOTE, sessionWord, utc } from "../../wording/index.ts";

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
  /** By what rows are sorted, instead of the text. */
  readonly rank?: number;
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
const number = (n: number): SummaryCell => ({ text: count(n), kind: "number", rank: n });
const time = (millis: number): SummaryCell => ({
  text: Number.isNaN(millis) ? "no time" : utc(millis),
  kind: "time",
  rank: millis,
});
const share = (part: number, all: number): SummaryCell => ({
  text: all === 0 ? "" : part / all < 0.001 ? "< 0.1 %" : `${((100 * part) / all).toFixed(1)} %`,
  kind: "number",
  rank: part,
});

/** The rows sorted by one of their cells; those without a value of it come last. */
export function sortedRows(
  rows: readonly SummaryRow[],
  column: number,
  isDescending: boolean,
): readonly SummaryRow[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [one.cells[column]!, other.cells[column]!];
    if (a.rank === undefined || b.rank === undefined)
      return sign * a.text.localeCompare(b.text, "en", { numeric: true });
    if (Number.isNaN(a.rank) || Number.isNaN(b.rank))
      return Number(Number.isNaN(a.rank)) - Number(Number.isNaN(b.rank));
    return sign * (a.rank - b.rank);
  });
}

/** The tables of a summary. Spellings that differ only in case are one row. */
export function tablesOf(summary: EventSummary): SummaryTableData[] {
  switch (summary.kind) {
    case "kinds":
      return [kinds(summary.kinds)];
    case "logons":
      return [logons(summary.logons), reasons(summary.reasons), sessions(summary.sessions)];
    case "accounts":
      return [
        accounts("Hosts", "host.name", summary.hosts, "host"),
        accounts("Users", "user.name", summary.users, "user"),
      ];
    case "gaps":
      return [
        clears(summary.clears, summary.clearCount),
        records(summary.records, summary.lacking),
        gaps(summary.gaps, summary.distinct),
      ];
  }
}

function kinds({ groups, distinct }: EventGroups): SummaryTableData {
  const all = groups.reduce((sum, group) => sum + group.count, 0);
  return {
    id: "kinds",
    title: "Events by channel and ID",
    columns: ["Channel", "ID", "What it says", "Events", "Share", "First (UTC)", "Last (UTC)"],
    rows: groups.map(({ values, ...group }) => {
      const [channel, code] = values as [string, string];
      return {
        key: JSON.stringify(values),
        cells: [
          evidence(channel),
          evidence(code),
          word(kindOfEvent(channel, code)),
          number(group.count),
          share(group.count, all),
          time(group.from),
          time(group.to),
        ],
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
  /** The values of `LOGON_FIELDS` without the code. */
  readonly values: readonly string[];
  successes: number;
  failures: number;
  from: number;
  to: number;
}

function logons({ groups, distinct }: EventGroups): SummaryTableData {
  const byOrigin = new Map<string, Logons>();
  for (const { values: all, count: events, from, to } of groups) {
    const values = all.slice(0, -1);
    const code = all.at(-1);
    const key = JSON.stringify(values.map((each) => each.toLowerCase()));
    const known = byOrigin.get(key) ?? { values, successes: 0, failures: 0, from: NaN, to: NaN };
    if (code === LOGON) known.successes += events;
    else known.failures += events;
    known.from = pick(Math.min, known.from, from);
    known.to = pick(Math.max, known.to, to);
    byOrigin.set(key, known);
  }
  return {
    id: "logons",
    title: "Logons (4624) and failed logons (4625) of the Security log",
    columns: ["User", "Host", "Type", "From", "Computer", "Logons", "Failed", "First (UTC)", "Last (UTC)"],
    rows: [...byOrigin].map(([key, { values, successes, failures, from, to }]) => ({
      key,
      cells: [...values.map(evidence), number(successes), number(failures), time(from), time(to)],
      values: [
        ["winlog.channel", "Security"],
        ...[...(successes > 0 ? [LOGON] : []), ...(failures > 0 ? [FAILED_LOGON] : [])].map(
          (code): [EventField, string] => ["event.code", code],
        ),
        ...values.map((value, i): [EventField, string] => [LOGON_FIELDS[i]!, value]),
      ],
    })),
    note: [
      ...(groups.length > 0 && groups.every(({ values }) => values[2] === "" && values[3] === "")
        ? ["Events that were indexed by an earlier version have no type and address: scan their files again."]
        : []),
      notAll(groups.length, distinct, "combination"),
    ].join(" "),
  };
}

function reasons({ groups, distinct }: EventGroups): SummaryTableData {
  return {
    id: "logon-failures",
    title: "Why logons failed",
    columns: ["Reason", "Events", "First (UTC)", "Last (UTC)"],
    rows: groups.map(({ values: [reason = ""], ...group }) => ({
      key: reason,
      cells: [evidence(reason), ...numbersOf(group)],
      values: [
        ["winlog.channel", "Security"],
        ["event.code", FAILED_LOGON],
        ["winlog.logon.failure.reason", reason],
      ],
    })),
    note: notAll(groups.length, distinct, "reason"),
  };
}

function sessions({ groups, distinct }: EventGroups): SummaryTableData {
  return {
    id: "sessions",
    title: "Remote Desktop and local sessions, from the logs of the Terminal Services",
    columns: ["User", "Host", "From", "ID", "What it says", "Events", "First (UTC)", "Last (UTC)"],
    rows: groups.map(({ values, ...group }) => {
      const [user = "", host = "", address = "", code = ""] = values;
      return {
        key: JSON.stringify(values),
        cells: [...[user, host, address, code].map(evidence), word(sessionWord(code)), ...numbersOf(group)],
        values: values.map((value, i): [EventField, string] => [SESSION_FIELDS[i]!, value]),
      };
    }),
    note: [
      groups.length === 0 ? "None among these events." : SESSION_NOTE,
      ...(groups.length > 0 && groups.every(({ values }) => values[0] === "" && values[2] === "")
        ? ["Events that were indexed by an earlier version have no user and address: scan their files again."]
        : []),
      notAll(groups.length, distinct, "combination"),
    ].join(" "),
  };
}

function records(found: readonly RecordIdGaps[], lacking: number): SummaryTableData {
  return {
    id: "record-ids",
    title: "Records missing from the numbers of a log",
    columns: [
      ...["Host", "Channel", "Missing", "Gaps", "Here", "Numbers"],
      ...["Longest gap", "After (UTC)", "Before (UTC)"],
    ],
    rows: found.map(({ host, channel, present, first, last, missing, gaps: runs, widest }) => ({
      key: JSON.stringify([host, channel]),
      cells: [
        evidence(host),
        evidence(channel),
        number(missing),
        number(runs),
        number(present),
        { ...word(`${count(first)} to ${count(last)}`), rank: first },
        number(widest.after - widest.before - 1),
        time(widest.from),
        time(widest.to),
      ],
      values: [
        ["host.name", host],
        ["winlog.channel", channel],
      ],
      ...(!Number.isNaN(widest.from + widest.to) && {
        range: { from: Math.min(widest.from, widest.to), to: Math.max(widest.from, widest.to) },
      }),
    })),
    note:
      found.length === 0
        ? "None: where records have numbers, these follow each other."
        : `A log numbers its records one after the other. What is missing was not exported, overwritten, or deleted. Filters for other things than host, channel and time do not count here. ${notAll(found.length, lacking, "log")}`,
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
        { ...word(duration(to - from)), rank: to - from },
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
