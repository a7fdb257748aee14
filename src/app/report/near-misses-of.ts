import type { NearMissSection } from "../../export/index.ts";
import { nearMissWords, reportWords, utc } from "../../wording/index.ts";
import type { NearMissesOfCase } from "../case/case-near-misses.ts";
import type { Session } from "../session.svelte.ts";

/** Clauses that a report has, and events of each. */
const MOST_CLAUSES = 20;
const MOST_EVENTS = 5;

export function nearMissesOf(
  { case: opened }: Session,
  { groups, unknown }: NearMissesOfCase,
): NearMissSection {
  return {
    intro: reportWords.nearMissIntro(groups.length, countNearMisses(groups)),
    groups: groups.slice(0, MOST_CLAUSES).map(({ rule, text, isExclusion, count, first }) => {
      const events = first.slice(0, MOST_EVENTS);
      return {
        rule: rule.name,
        clause: text,
        words: reportWords.nearMissCount(count, events.length, isExclusion),
        events: events.map((miss) => ({
          time: utc(miss.time),
          host: miss.event.host,
          sentence: nearMissWords(text, isExclusion, miss),
          where: reportWords.wherePhrase(opened.ledger.get(miss.evidenceId)?.path ?? "", miss.place),
        })),
      };
    }),
    notes: reportWords.nearMissNotes(Math.max(0, groups.length - MOST_CLAUSES), unknown.length),
  };
}

export function countNearMisses(groups: NearMissesOfCase["groups"]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}
