import type { Evidence, EvidenceState } from "../case/index.ts";
import { alternatives, plural } from "./format.ts";
import { carvedWords } from "./read-settings-words.ts";

/** A state as a word and as a shape, so that it needs no colour. */
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

/** Read to its end, but not all that was in it. */
export function isLossy({ state, lost }: Evidence): boolean {
  return state === "done" && lost > 0;
}

export function stateWords(evidence: Evidence): { word: string; sign: string } {
  return isLossy(evidence) ? { word: "partly readable", sign: "◒" } : STATE_WORDS[evidence.state];
}

/** What a reader of the row has to know before believing its "no alert". */
export function warningsOf(evidence: Evidence): string[] {
  const warnings: string[] = [];
  const isRead = evidence.state === "done" || evidence.state === "locked";
  if (isRead && evidence.records > 0 && evidence.missingCategories.length > 0) {
    const but = evidence.carved ? " apart from carved records" : "";
    warnings.push(
      `No ${alternatives(evidence.missingCategories)} events in this file${but}, so rules for them could not match.`,
    );
  }
  return warnings;
}

/**
 * What was examined of an archive with locked files. Nothing is said where no event came out of it: there may be no other
 * file in it, or none that could be read.
 */
export function openedWords(evidence: Evidence): string {
  const { records, carved = 0 } = evidence;
  if (records + carved === 0) return "";
  const were = records === 1 && carved === 0 ? "was" : "were";
  return `${plural(records, "event")}${carvedWords(evidence)} from its other files ${were} examined.`;
}

/** The state as checks from outside know it: what waits for a password waits. */
export function stateName(state: EvidenceState): string {
  return state === "locked" ? "waiting" : state;
}
