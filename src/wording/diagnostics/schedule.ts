import type {
  MissedBySchedule,
  Schedule,
  ScheduleMisses,
  ScheduleProblem,
  ScheduleProblems,
} from "../../rules/schedule/index.ts";
import type { WordedMiss } from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import type { SequenceMiss } from "../../scan/index.ts";
import { count } from "../format.ts";
import { quote } from "../quote.ts";
import { windowWords } from "../schedule-words.ts";
import { type PlainSentences, sentenceOf } from "./sentences.ts";

const PROBLEMS: PlainSentences<ScheduleProblems> = {
  interval: ({ interval }) =>
    `The rule's interval ${quote(interval)} is none: write a whole number and s, m, h or d, e.g. 5m.`,
  from: ({ from }) => unreadable("from", from, "now-9m"),
  to: ({ to }) => unreadable("to", to, "now"),
  "too-far": () =>
    "The rule's interval, from or to spans more than a thousand years. Correct them in the rule.",
  "too-dense": ({ most }) =>
    `More than ${count(most)} runs of the rule would look at the same moment: too many to replay. Shorten its look-back (from) or lengthen its interval.`,
};

function unreadable(key: string, text: string, example: string): string {
  return `The rule's ${key} ${quote(text)} cannot be replayed: write it from now on, e.g. ${example} (units ms, s, m, h, d, w, M, y; /h goes to the full hour).`;
}

/** The CSV of alerts contains these sentences: they must not change. */
const MISSES: PlainSentences<ScheduleMisses> = {
  cap: ({ schedule }) =>
    `Elastic's cap of ${count(schedule.cap)} would have hidden this: ${othersWords(schedule)} in every window that holds it (${windowWords(schedule)}).`,
  gap: ({ schedule }) => `No run of the rule would have looked at this time: ${windowWords(schedule)}.`,
  late: ({ schedule }) =>
    `The event arrived too late (event.ingested): every run that looked at its time was over by then (${windowWords(schedule)}).`,
  "no-time": () =>
    "No run of the rule would have found this: it has no readable time in the field that runs search by.",
  unknown: ({ problem }) =>
    `Whether Elastic's schedule would have found this cannot be said: ${scheduleProblemSentence(problem)}`,
};

function othersWords({ cap, keeps }: Schedule): string {
  if (keeps === "newest") return `${count(cap)} or more newer matches`;
  return `${count(cap)} older ${cap === 1 ? "match" : "matches"} to raise first`;
}

/** Why a rule cannot be replayed as scheduled, and what to do. */
export function scheduleProblemSentence(problem: ScheduleProblem): string {
  return sentenceOf<ScheduleProblems, unknown>(PROBLEMS, problem);
}

/** Why Elastic's schedule would have missed a sequence or group, as it is stored with its alert and written to the CSV. */
export function wordedMiss(miss: SequenceMiss, rule: Rule): WordedMiss {
  if (rule.type === "threshold" || rule.type === "new_terms") return missedGroup(miss, rule);
  return miss === "cap"
    ? {
        code: "cap",
        message: `Elastic's cap of ${count(rule.max_signals)} would have hidden this: every run that found it had as many newer ones.`,
      }
    : {
        code: "gap",
        message: `No run of the rule would have found this: each looks from ${rule.from} to ${rule.to}, every ${rule.interval}, and in none of these windows do the events come together like this.`,
      };
}

function missedGroup(miss: SequenceMiss, { max_signals, from, to, interval }: Rule): WordedMiss {
  return miss === "cap"
    ? {
        code: "cap",
        message: `Elastic's cap of ${count(max_signals)} would have hidden this: the run that found it had as many alerts before it.`,
      }
    : {
        code: "gap",
        message: `Whether Elastic raises this depends on when its runs begin: each looks from ${from} to ${to}, every ${interval}, and runs at full multiples of that would not have found it.`,
      };
}

/** Why Elastic's schedule would have missed an alert; for a sequence, the sentence that was stored with it. */
export function missSentence(miss: MissedBySchedule | WordedMiss): string {
  return "message" in miss ? miss.message : sentenceOf<ScheduleMisses, unknown>(MISSES, miss);
}
