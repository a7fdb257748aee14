import type {
  EventFilter,
  EventGap,
  EventGroups,
  EventQuery,
  EventRow,
  RecordIdGaps,
} from "../../scan/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";

/** Ways to look at the events that a query finds, besides the list of them. */
export type SummaryKind = "kinds" | "logons" | "accounts" | "gaps";

export type EventSummary =
  | { readonly kind: "kinds"; readonly kinds: EventGroups }
  | {
      readonly kind: "logons";
      /** By user, host, type, address, workstation and event code. */
      readonly logons: EventGroups;
      /** Failed ones, by their reason. */
      readonly reasons: EventGroups;
      /** Sessions as the Terminal Services log them, by the fields of `SESSION_FIELDS`. */
      readonly sessions: EventGroups;
    }
  | { readonly kind: "accounts"; readonly hosts: EventGroups; readonly users: EventGroups }
  | {
      readonly kind: "gaps";
      readonly gaps: readonly EventGap[];
      /** How many hosts and channels have one. */
      readonly distinct: number;
      readonly clears: readonly EventRow[];
      readonly clearCount: number;
      readonly records: readonly RecordIdGaps[];
      /** How many hosts and channels lack a record. */
      readonly lacking: number;
    };

/** The most rows of a summary. */
export const MAX_SUMMARY_ROWS = 1000;
/** Of each log. */
const MAX_CLEARS = 200;

const CHANNELS_CLEARED: readonly (readonly [channel: string, code: string])[] = [
  ["Security", "1102"],
  ["System", "104"],
];

/** The codes of a logon and of a failed one, in the Security log. */
export const LOGON = "4624";
export const FAILED_LOGON = "4625";

/** What a row of the summary of logons is about, and whether it succeeded. */
export const LOGON_FIELDS = [
  "user.name",
  "host.name",
  "winlog.logon.type",
  "source.ip",
  "source.domain",
  "event.code",
] as const;

/** Channels of the Terminal Services, and the codes in them that are about sessions. */
const SESSION_CHANNELS = [
  "*TerminalServices-LocalSessionManager*",
  "*TerminalServices-RemoteConnectionManager*",
];
export const SESSION_CODES = ["21", "22", "23", "24", "25", "39", "40", "1149"] as const;

/** What a row of the summary of sessions is about. */
export const SESSION_FIELDS = [
  "user.name",
  "host.name",
  "source.ip",
  "event.code",
  "winlog.channel",
] as const;

type Asked = Pick<CaseEventIndex, "groups" | "gaps" | "recordIdGaps" | "rows" | "countOf">;

export async function summaryOf(index: Asked, query: EventQuery, kind: SummaryKind): Promise<EventSummary> {
  switch (kind) {
    case "kinds":
      return { kind, kinds: await index.groups(query, ["winlog.channel", "event.code"], MAX_SUMMARY_ROWS) };
    case "logons": {
      const logons = ofKinds(query, "Security", [LOGON, FAILED_LOGON]);
      return {
        kind,
        logons: await index.groups(logons, LOGON_FIELDS, 2 * MAX_SUMMARY_ROWS),
        reasons: await index.groups(
          ofKinds(query, "Security", [FAILED_LOGON]),
          ["winlog.logon.failure.reason"],
          MAX_SUMMARY_ROWS,
        ),
        sessions: await index.groups(sessionsIn(query), SESSION_FIELDS, MAX_SUMMARY_ROWS),
      };
    }
    case "accounts":
      return {
        kind,
        hosts: await index.groups(query, ["host.name"], MAX_SUMMARY_ROWS),
        users: await index.groups(query, ["user.name"], MAX_SUMMARY_ROWS),
      };
    case "gaps": {
      const { gaps, distinct } = await index.gaps(query, MAX_SUMMARY_ROWS);
      let clearCount = 0;
      const clears: EventRow[] = [];
      for (const [channel, code] of CHANNELS_CLEARED) {
        const cleared = ofKinds(query, channel, [code]);
        clearCount += await index.countOf(cleared);
        clears.push(...(await index.rows(cleared, 0, MAX_CLEARS)));
      }
      clears.sort((a, b) => a.time - b.time);
      const { found: records, distinct: lacking } = await index.recordIdGaps(
        wholeLogs(query),
        MAX_SUMMARY_ROWS,
      );
      return { kind, gaps, distinct, clears, clearCount, records, lacking };
    }
  }
}

/** What else is filtered would make gaps of its own in the numbers of a log. */
function wholeLogs({ filters = [], from, to }: EventQuery): EventQuery {
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    filters: filters.filter(({ field }) => field === "host.name" || field === "winlog.channel"),
  };
}

function sessionsIn(query: EventQuery): EventQuery {
  const own: readonly EventFilter[] = [
    { field: "winlog.channel", values: [], patterns: SESSION_CHANNELS },
    { field: "event.code", values: SESSION_CODES },
  ];
  return { ...query, filters: [...(query.filters ?? []), ...own] };
}

function ofKinds(query: EventQuery, channel: string, codes: readonly string[]): EventQuery {
  const own: readonly EventFilter[] = [
    { field: "winlog.channel", values: [channel], ignoresCase: true },
    { field: "event.code", values: codes },
  ];
  return { ...query, filters: [...(query.filters ?? []), ...own] };
}
