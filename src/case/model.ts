import type { FormatKind, RecordLocation } from "../formats/index.ts";
import type { EvidenceProblem } from "./diagnostic.ts";
import type { Severity } from "../rules/index.ts";
import type { MissedBySchedule } from "../rules/schedule/index.ts";
import type {
  AssumedZone,
  Finding,
  Inventory,
  TermMatchColumns,
  ReadSettings,
  SeenEvent,
} from "../scan/index.ts";

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
 * was found is kept. `failed`: the scan itself broke, which is a bug of Loupe's. `locked`: an archive was read, but for
 * members that wait for a password.
 */
export type EvidenceState =
  "waiting" | "scanning" | "proving" | "done" | "locked" | "unreadable" | "cancelled" | "failed";

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
  /** What the file is, in words: `NDJSON, gzip`. Empty until it is known. */
  readonly format: string;
  /** The same as data; null until it is known. */
  readonly kind: FormatKind | null;
  readonly records: number;
  readonly notEvents: number;
  /** Pieces that could not be read. */
  readonly lost: number;
  readonly remarks: number;
  readonly alerts: number;
  /** The first hundred problems and remarks. */
  readonly problems: readonly EvidenceProblem[];
  readonly inventory: Inventory | null;
  readonly missingCategories: readonly string[];
  readonly scanMilliseconds: number;
  readonly hashMilliseconds: number;
  /** Empty until it is known. */
  readonly sha256: string;
  readonly fingerprint: string;
  /** Which rules the file was examined with, as a key of the whole set; absent before the first scan's end. */
  readonly rulesKey?: string;
  /** Fields that rules name and that events of the file have, as far as was looked. */
  readonly fieldsSeen?: readonly string[];
  /** Whether offsets of records are offsets in the file: not so behind gzip or UTF-16. */
  readonly seekable?: boolean;
  /** Members of an archive that no known password opens. The passwords themselves are never kept. */
  readonly locked?: number;
  /** What the analyst said about how the file is to be read, if anything. */
  readonly reading?: ReadSettings;
  /**
   * The key of the reading that its alerts are of; null where a scan was stopped that read it otherwise than the one
   * before, so that they may be of both. Absent where nobody ever said anything.
   */
  readonly readAs?: string | null;
  /** Where times that name no zone were taken to be from; null where every event's names its own. */
  readonly zone: AssumedZone | null;
  /** Events out of records that are not the log's, none of `records`. */
  readonly carved?: number;
}

export type Status = "open" | "acknowledged" | "closed";
export type Verdict = "" | "true positive" | "false positive";

/** What the analyst made of one alert. */
export interface Disposition {
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
  /** See `RecordLocation.member`. */
  readonly member?: string;
  readonly source: string;
  readonly extension: boolean;
  /** It is made of a record that is not the log's, or has such an event. */
  readonly carved?: true;
  /** What the rule's overrides made of the alert, where that is not the rule's own. */
  readonly name?: string;
  readonly severity?: Severity;
  readonly risk?: number;
  /** The time by which Elastic's runs would have found the event, if it is not `time`: see `windowMillis`. */
  readonly ingested?: number;
  /** `event.ingested`, if that is later than the time by which runs look for the event: none before it can find it. */
  readonly arrived?: number;
  /** How many events the alert is about; absent for one. */
  readonly events?: number;
  /** Where its finding is kept, if not under its file. */
  readonly shelf?: string;
  /**
   * Why Elastic's schedule would have lost a sequence: worked out when it was found. For single events that is done
   * when somebody asks for it.
   */
  readonly lost?: MissedBySchedule;
}

/** One event that a rule matched. */
export interface EventFinding extends Finding {
  readonly kind: "event";
}

/** The events that a sequence or a sample rule found together. */
export interface SequenceFinding {
  readonly kind: "sequence";
  readonly ruleId: string;
  /** In the order of the query's terms; null where an event was missing, as it had to be. */
  readonly events: readonly (SequenceEvent | null)[];
}

export interface SequenceEvent {
  readonly evidenceId: string;
  readonly place: RecordLocation;
  /** Null where the file was no longer at hand when the sequence was found, or had changed. */
  readonly seen: SeenEvent | null;
  /** Milliseconds since 1970, NaN if it has no time. */
  readonly time: number;
}

/** What an alert was raised for: `kind` tells which, in the database too. */
export type AlertFinding = EventFinding | SequenceFinding;

/** Findings that were handed over together: of one file, or of one sequence rule over all files. */
export interface FindingPage {
  readonly caseId: string;
  /** The file's id, or the shelf of a rule. */
  readonly evidenceId: string;
  readonly page: number;
  readonly findings: readonly AlertFinding[];
}

export interface RowPage {
  readonly caseId: string;
  readonly evidenceId: string;
  readonly page: number;
  readonly rows: readonly AlertRow[];
  /** Milliseconds since 1970: alerts of rules that have changed since are not shown. */
  readonly writtenAt: number;
}

/** The events of one file that may be part of one sequence rule's alerts. */
export interface TermMatchPage {
  readonly caseId: string;
  readonly evidenceId: string;
  readonly ruleId: string;
  /** The rule as it decided then: see `decisionKey`. */
  readonly decisionKey: string;
  readonly sightings: TermMatchColumns;
  /** How the file was read for them. */
  readonly reading: ReadSettings;
}

export function isSequence(finding: AlertFinding): finding is SequenceFinding {
  return finding.kind === "sequence";
}
