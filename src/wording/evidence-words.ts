import type { Evidence, EvidenceState } from "../case/index.ts";
import { alternatives, plural } from "./format.ts";
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

/** Whether the file was read to its end, but some of its content could not be read. */
export function isLossy({ state, lost, headerOnly = 0 }: Evidence): boolean {
  return state === "done" && (lost > 0 || headerOnly > 0);
}

export function stateWords(evidence: Evidence): { word: string; sign: string } {
  return isLossy(evidence) ? { word: "partly readable", sign: "◒" } : STATE_WORDS[evidence.state];
}

/** Warnings that qualify "no alerts" in a file's row. */
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
