import type { ReportedEvent } from "../../case/index.ts";
import type { Timeline, TimelineEntry } from "../../export/index.ts";
import { reportWords, utc } from "../../wording/index.ts";
import type { Session } from "../session.svelte.ts";
import { shownOf } from "./findings-of.ts";
import type { FindingKind, SortedAlerts } from "./sorted-alerts.ts";

/** Alerts and records that a time line has. */
const MOST_CONFIRMED = 300;
const MOST_OPEN = 100;
const MOST_NAMED = 100;

interface Moment {
  readonly time: number;
  readonly host: string;
  readonly what: string;
  readonly why: string;
  readonly isConfirmed: boolean;
}

/**
 * What the findings and the answers to guides say, in the order of time. The same event is there once, whichever rules
 * matched it and in however many exports it is.
 *
 * @param named the records that answers name
 */
export function timelineOf(
  session: Session,
  sorted: SortedAlerts,
  named: readonly ReportedEvent[],
): Timeline {
  const rowsOf = (kind: FindingKind, most: number): Moment[] =>
    Array.from(shownOf(kind, sorted, most), (number) => {
      const row = session.view.rowAt(number);
      return {
        time: row.time,
        host: row.host,
        what: row.did ?? row.reason,
        why: reportWords.timelineWhy(kind, session.view.nameOf(row)),
        isConfirmed: kind === "confirmed",
      };
    });
  const alerts = [...rowsOf("confirmed", MOST_CONFIRMED), ...rowsOf("open", MOST_OPEN)];
  const others = named.slice(0, MOST_NAMED).map(({ time, host, sentence }) => ({
    ...{ time, host, what: sentence, isConfirmed: false },
    why: reportWords.NAMED_IN_ANSWER,
  }));
  const { confirmed, open } = sorted.byKind;
  return {
    intro: reportWords.timelineIntro(confirmed.length > 0),
    entries: entriesOf([...alerts, ...others]),
    more: reportWords.timelineMore(confirmed.length + open.length - alerts.length),
  };
}

function entriesOf(moments: readonly Moment[]): TimelineEntry[] {
  const entries = new Map<
    string,
    { readonly moment: Moment; readonly why: Set<string>; isConfirmed: boolean }
  >();
  for (const moment of moments) {
    const key = JSON.stringify([moment.time, moment.host.toLowerCase(), moment.what]);
    const entry = entries.get(key) ?? { moment, why: new Set(), isConfirmed: false };
    entries.set(key, entry);
    // That a finding's own record is named in an answer is no news.
    if (entry.why.size === 0 || moment.why !== reportWords.NAMED_IN_ANSWER) entry.why.add(moment.why);
    entry.isConfirmed ||= moment.isConfirmed;
  }
  return [...entries.values()]
    .sort((a, b) => timeOrder(a.moment.time, b.moment.time))
    .map(({ moment, why, isConfirmed }) => ({
      ...{ time: utc(moment.time), host: moment.host, isConfirmed },
      sentence: [{ evidence: moment.what }],
      why: [...why],
    }));
}

/** What has no time comes last. */
function timeOrder(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}
