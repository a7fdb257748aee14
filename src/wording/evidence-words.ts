import {
  type Completeness,
  completenessOf,
  endedEarly,
  type Evidence,
  type EvidenceState,
  isPartlyStored,
  openQuestions,
  type OpenQuestion,
  wasRead,
} from "../case/index.ts";
import { alternatives, count, plural } from "./format.ts";
import { carvedWords } from "./read-settings-words.ts";

/** A state as a word and a shape, so that it is clear without colour. */
const STATE_WORDS: Readonly<Record<EvidenceState, { word: string; sign: string }>> = {
  waiting: { word: "waiting", sign: "○" },
  scanning: { word: "scanning", sign: "◐" },
  proving: { word: "checking", sign: "◑" },
  done: { word: "read", sign: "●" },
  locked: { word: "waiting for a password", sign: "◍" },
  unreadable: { word: "unreadable", sign: "✕" },
  cancelled: { word: "stopped", sign: "◌" },
  failed: { word: "failed", sign: "✕" },
};

/** The same for a file that was read to its end, by what could be examined of it. */
const COMPLETENESS_WORDS: Readonly<Record<Completeness, { word: string; sign: string }>> = {
  whole: STATE_WORDS.done,
  lossy: { word: "partly readable", sign: "◒" },
  cut: { word: "incomplete", sign: "◒" },
  empty: { word: "no events", sign: "∅" },
};

export function stateWords(evidence: Evidence): { word: string; sign: string } {
  if (wasRead(evidence) && isPartlyStored(evidence)) return { word: "not all stored", sign: "◒" };
  const completeness = evidence.state === "done" ? completenessOf(evidence) : null;
  return completeness === null ? STATE_WORDS[evidence.state] : COMPLETENESS_WORDS[completeness];
}

/** How a mark looks: all is well, something is lost, nothing could be read, the analyst is asked, or it is under way. */
export type MarkTone = "good" | "warn" | "bad" | "ask" | "quiet";

export interface EvidenceMark {
  readonly word: string;
  readonly sign: string;
  readonly tone: MarkTone;
}

const QUESTION_WORDS: Readonly<Record<OpenQuestion, string>> = {
  password: "password?",
  zone: "time zone?",
  "date-order": "day or month?",
  encoding: "encoding?",
};

/**
 * The state of a file in the list, as a word and a shape. Of a file that was read to its end, what is asked of the analyst
 * comes first: an answer changes what was read of it, and what could not be read has a column of its own.
 */
export function evidenceMark(evidence: Evidence): EvidenceMark {
  const { state, headerOnly = 0, lost, locked = 0 } = evidence;
  const [question] = openQuestions(evidence);
  const { word, sign } = stateWords(evidence);
  if (state === "waiting" || state === "scanning" || state === "proving")
    return { word, sign, tone: "quiet" };
  if (state === "unreadable" || state === "failed") return { word, sign, tone: "bad" };
  if (state === "cancelled" || isPartlyStored(evidence)) return { word, sign, tone: "warn" };
  if (question !== undefined) return { word: QUESTION_WORDS[question], sign: "?", tone: "ask" };
  if (headerOnly > 0 && lost <= locked) return { word: "header only", sign, tone: "warn" };
  const completeness = completenessOf(evidence);
  return {
    word,
    sign,
    tone: completeness === "whole" ? "good" : completeness === "empty" ? "quiet" : "warn",
  };
}

/** What of a file is lost, because the browser refused to store it; empty if nothing is. */
export function unstoredWords({ unstored, alerts }: Pick<Evidence, "unstored" | "alerts">): string {
  if (unstored === undefined || unstored === null) return "";
  const lost: string[] = [];
  if (unstored.alerts > 0)
    lost.push(
      `${count(unstored.alerts)} of the ${plural(alerts + unstored.alerts, "alert")} found in this file`,
    );
  if (unstored.termMatches) lost.push("what the sequence rules need of this file");
  return `The browser could not store ${lost.join(", and ")}: the database or the disk was full. Free space, then add the file again.`;
}

/** What of a file could not be read, in a few words; empty if all could. */
export function lostWords(evidence: Pick<Evidence, "lost" | "state" | "problems">): string {
  const cut = endedEarly(evidence);
  const records = evidence.lost - cut;
  if (evidence.state === "unreadable" || evidence.lost === 0) return "";
  const parts = records > 0 ? [`${plural(records, "record")} unreadable`] : [];
  return [...parts, ...(cut > 0 ? ["compressed data ends early"] : [])].join(", ");
}

/** The categories of which a file has no event, as far as rules ask for them; empty if there are none. */
export function missingCategoriesWords(evidence: Evidence): string {
  if (!wasRead(evidence) || evidence.records === 0 || evidence.missingCategories.length === 0) return "";
  const but = evidence.carved ? " apart from carved records" : "";
  return `no ${alternatives(evidence.missingCategories)} events${but}`;
}

/**
 * Describes what was examined of an archive with locked files. Empty if no event was found: the archive may contain no
 * other file, or none that could be read.
 */
export function openedWords(evidence: Evidence): string {
  const { records, carved = 0 } = evidence;
  if (records + carved === 0) return "";
  const were = records === 1 && carved === 0 ? "was" : "were";
  return `${plural(records, "event")}${carvedWords(evidence)} from its other files ${were} examined.`;
}

/** The state's stable name, for tests and scripts: an archive that waits for a password is `waiting`. */
export function stateName(state: EvidenceState): string {
  return state === "locked" ? "waiting" : state;
}
