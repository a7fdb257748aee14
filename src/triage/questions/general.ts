import type { SectionId } from "../model.ts";
import { PROCESS_ACTIVITY_QUESTION, USER_ACTIVITY_QUESTION } from "./activity.ts";
import { ALERTS_QUESTION, PREVALENCE_QUESTION } from "./alerts.ts";
import type { Question } from "./asked.ts";
import { ISOLATION_QUESTION } from "./isolation.ts";
import { EXPOSED_QUESTION, LOGONS_QUESTION } from "./logons.ts";
import { SOURCES_QUESTION } from "./other-sources.ts";
import { CHAIN_QUESTION } from "./writer.ts";

/** The words that a step asks with begin it; what comes later is often an example or a condition. */
const LONGEST = 300;

/**
 * What steps of Elastic's guides ask in the same words again and again, whatever the rule. A step that only mentions the
 * words must not match: the patterns have the verb that the step begins with, or a whole phrase of Elastic's.
 */
const GENERAL: readonly (readonly [section: SectionId, words: RegExp, question: Question])[] = [
  ["investigation", /\bother alerts associated with the (?:user|host|account)/i, ALERTS_QUESTION],
  ["investigation", /\bexecution chain \(parent process tree\)/i, CHAIN_QUESTION],
  [
    "investigation",
    /^(?:review|examine|check|analyze|investigate|inspect|identify|verify) the (?:\w+ ){0,3}(?:parent process|process (?:tree|ancestry|lineage)|command[- ]line)\b/i,
    CHAIN_QUESTION,
  ],
  ["investigation", /^identify the user account that performed the action\b/i, CHAIN_QUESTION],
  [
    "investigation",
    /^(?:identify|investigate|review|examine|check|verify|assess) the user account (?:associated with|involved in|responsible for|under which)\b/i,
    CHAIN_QUESTION,
  ],
  ["investigation", /\bby looking for similar occurrences across hosts\b/i, PREVALENCE_QUESTION],
  ["investigation", /\bby searching for login events\b[^.]*\bto the target host\b/i, LOGONS_QUESTION],
  [
    "investigation",
    /^investigate any abnormal behavior by the subject process\b/i,
    PROCESS_ACTIVITY_QUESTION,
  ],
  ["investigation", /^investigate any abnormal account behavior\b/i, USER_ACTIVITY_QUESTION],
  [
    "investigation",
    /^(?:cross-reference|correlate) (?:the|this) (?:alert|event)(?: data)? with (?:any )?(?:other|related) (?:security |recent )?(?:alerts|events|logs|data sources|telemetry)\b/i,
    SOURCES_QUESTION,
  ],
  [
    "response",
    /^(?:immediately )?isolate the (?:involved|affected|compromised|impacted) (?:windows )?(?:hosts?|systems?|machines?|endpoints?)\b/i,
    ISOLATION_QUESTION,
  ],
  [
    "response",
    /^investigate credential exposure on systems compromised\b|^reset passwords for all accounts that have accessed the affected system\b/i,
    EXPOSED_QUESTION,
  ],
  ["response", /^escalate the incident\b[^.]*\bif (?:additional|other) systems are\b/i, PREVALENCE_QUESTION],
];

/** What a step of any rule's guide asks, if its words are known. */
export function generalQuestion(section: SectionId, text: string): Question | undefined {
  const begin = text.slice(0, LONGEST);
  return GENERAL.find(([of, words]) => of === section && words.test(begin))?.[2];
}
