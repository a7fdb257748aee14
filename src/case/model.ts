import type { Problem } from "../formats/index.ts";
import type { Finding, Inventory } from "../scan/index.ts";

/** An examination: evidence, the alerts found in it, and what the analyst made of them. */
export interface Case {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly openedAt: number;
}

/**
 * `proving`: alerts are found, and every record is being proved and counted while the file is hashed.
 * `unreadable`: nothing in the file could be read. `cancelled`: stopped by the analyst, or the page was closed; what
 * was found is kept. `failed`: the scan itself broke, which is a bug of Loupe's.
 */
export type EvidenceState =
  "waiting" | "scanning" | "proving" | "done" | "unreadable" | "cancelled" | "failed";

/** One file of the case: what it is and what was read of it. */
export interface Evidence {
  readonly id: string;
  readonly caseId: string;
  /** Place in the ledger: the order in which files were added. */
  readonly order: number;
  /** The file's name as dropped. */
  readonly name: string;
  /** Its path below a dropped folder, or the name alone. */
  readonly path: string;
  readonly size: number;
  readonly lastModified: number;
  readonly state: EvidenceState;
  readonly addedAt: number;
  /** Bytes read so far; equals `size` when a file was read to its end. */
  readonly bytes: number;
  readonly format: string;
  readonly records: number;
  readonly notEvents: number;
  /** Pieces that could not be read. */
  readonly lost: number;
  readonly remarks: number;
  readonly alerts: number;
  /** The first hundred problems and remarks. */
  readonly problems: readonly Problem[];
  readonly inventory: Inventory | null;
  readonly missingCategories: readonly string[];
  readonly scanMilliseconds: number;
  readonly hashMilliseconds: number;
  /** Empty until it is known. */
  readonly sha256: string;
  readonly fingerprint: string;
}

export type Status = "open" | "acknowledged" | "closed";
export type Verdict = "" | "true positive" | "false positive";

/** What the analyst made of one alert. */
export interface Judgement {
  readonly alertId: string;
  readonly status: Status;
  /** Set when the alert is closed. */
  readonly verdict: Verdict;
  readonly note: string;
  readonly changedAt: number;
}

/** What a list of a million alerts needs of each: small, and kept apart from the findings themselves. */
export interface AlertRow {
  /** Evidence id and number: unique in the case. */
  readonly id: string;
  readonly evidenceId: string;
  /** Which page of findings holds it, and where in it. */
  readonly page: number;
  readonly slot: number;
  readonly ruleId: string;
  /** Milliseconds since 1970, NaN if the event has no time. */
  readonly time: number;
  readonly reason: string;
  readonly host: string;
  readonly user: string;
  readonly process: string;
  /** The registry path, or the file's: what the alert is about. */
  readonly object: string;
  readonly offset: number;
  readonly line: number;
  readonly source: string;
  readonly extension: boolean;
}

/** Findings of one file that were handed over together. */
export interface FindingPage {
  readonly caseId: string;
  readonly evidenceId: string;
  readonly page: number;
  readonly findings: readonly Finding[];
}

export interface RowPage {
  readonly caseId: string;
  readonly evidenceId: string;
  readonly page: number;
  readonly rows: readonly AlertRow[];
}
