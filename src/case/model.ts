import type { FormatKind, RecordLocation } from "../formats/index.ts";
import type { AuditRecord } from "./audit.ts";
import type { CaseReport } from "./case-report.ts";
import type { Decision } from "./decision.ts";
import type { EvidenceProblem } from "./diagnostic.ts";
import type { Severity } from "../rules/index.ts";
import type { ScheduleMisses } from "../rules/schedule/index.ts";
import type {
  AssumedZone,
  Finding,
  GroupFacts,
  Inventory,
  TermMatchColumns,
  ReadSettings,
  SeenEvent,
} from "../scan/index.ts";

/** An examination: evidence, the alerts found in it, and the analyst's dispositions. */
export interface Case {
  readonly id: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly openedAt: number;
  /**
   * The tab that may write to the case: the one that opened it last to work in it. Absent in what earlier versions stored.
   * Whether that tab still exists is for `CaseLocks` to say.
   */
  readonly owner?: string;
  /** The browser refused to store something of the case, which was lost when its tab was closed. */
  readonly unstored?: true;
  /** Set while the case is being read from a case file: then it is not shown, and deleted if its tab is gone. */
  readonly importing?: true;
  /** For a case from a case file: the id that it had where it was begun. */
  readonly origin?: string;
  /**
   * Records of the audit trail about what changed nothing in the case: that it was opened from a case file, that something
   * was exported. They join the others with the next change, so that a case that nobody changes stays the same, byte for
   * byte, wherever it goes. Absent for none.
   */
  readonly waiting?: readonly AuditRecord[];
  /** What the case file of the case did not have; absent for nothing. */
  readonly without?: readonly ("records" | "events")[];
  /** Queries that the analyst ran over the evidence, the latest first; absent for none. */
  readonly queries?: readonly CaseQuery[];
  /** What was chosen and written for the report; absent for nothing. */
  readonly report?: CaseReport;
}

/** A query that was run in a case. */
export interface CaseQuery {
  /** The id of its language, as in a rule. */
  readonly language: string;
  readonly text: string;
  /** What it looks for, in words; empty for none. */
  readonly title: string;
  /** When it was run last, in epoch milliseconds. */
  readonly at: number;
}

/**
 * `proving`: the alerts are found; the validation pass is checking and counting every record and hashing the file.
 * `unreadable`: nothing in the file could be read. `cancelled`: the analyst stopped the scan or closed the page; what
 * was found is kept. `failed`: the scan itself failed, which is a bug in Loupe. `locked`: an archive was read, except
 * for members that wait for a password.
 */
export type EvidenceState =
  "waiting" | "scanning" | "proving" | "done" | "locked" | "unreadable" | "cancelled" | "failed";

/** One file of the case: its format and the result of reading it. */
export interface Evidence {
  readonly id: string;
  readonly caseId: string;
  /** Position in the file list: the order in which files were added. */
  readonly order: number;
  /** The file's name as dropped. */
  readonly name: string;
  /** Its path below a dropped folder, or just the name. */
  readonly path: string;
  readonly size: number;
  readonly lastModified: number;
  readonly state: EvidenceState;
  readonly addedAt: number;
  /** Bytes read so far; equals `size` once the file has been read to its end. */
  readonly bytes: number;
  /** The label of the file's format: `NDJSON, gzip`. Empty until it is known. */
  readonly format: string;
  /** The same as data; null until it is known. */
  readonly kind: FormatKind | null;
  readonly records: number;
  readonly notEvents: number;
  /** Those of `records` of which only the header could be read; absent in what earlier versions stored. */
  readonly headerOnly?: number;
  /** Records, or parts of the file, that could not be read. */
  readonly lost: number;
  readonly remarks: number;
  readonly alerts: number;
  /** The first hundred problems and notes. */
  readonly problems: readonly EvidenceProblem[];
  readonly inventory: Inventory | null;
  readonly missingCategories: readonly string[];
  readonly scanMilliseconds: number;
  readonly hashMilliseconds: number;
  /** Empty until it is known. */
  readonly sha256: string;
  readonly fingerprint: string;
  /** Identifies the set of rules that the file was scanned with; absent until the first scan has ended. */
  readonly rulesKey?: string;
  /** Fields named by rules that occur in the file's events, as far as they were sampled. */
  readonly fieldsSeen?: readonly string[];
  /** Whether `fieldsSeen` is no sample; absent in what earlier versions stored. */
  readonly fieldsSeenExact?: boolean;
  /** Whether record offsets are offsets in the file; false for gzip and UTF-16. */
  readonly seekable?: boolean;
  /** Number of archive members that no known password opens. The passwords themselves are never stored. */
  readonly locked?: number;
  /** The analyst's read settings for the file, if any. */
  readonly reading?: ReadSettings;
  /**
   * The key of the read settings that produced the file's alerts. Null if a scan with different settings was stopped,
   * so that alerts of both may be present. Absent if the analyst never changed the settings.
   */
  readonly readAs?: string | null;
  /** The time zone assumed for times without one; null if every time in the file has a zone. */
  readonly zone: AssumedZone | null;
  /** Number of events from carved records; not included in `records`. */
  readonly carved?: number;
  /** The pass whose events are stored for the event index, and how many; absent before the first has ended. */
  readonly indexed?: { readonly generation: number; readonly events: number };
  /**
   * The pass whose near misses are stored, and how many it found; absent for a file that was last scanned by a version
   * that did not look for them.
   */
  readonly nearMissed?: { readonly generation: number; readonly events: number };
  /** What the browser refused to store when the file was last examined; absent or null if all was stored. */
  readonly unstored?: Unstored | null;
}

/** What is missing of a file because the browser refused to store it. */
export interface Unstored {
  /** Number of alerts. */
  readonly alerts: number;
  /** Whether its term matches are missing, so that sequence rules cannot be run over the file. */
  readonly termMatches: boolean;
}

/** What the analyst decided about one alert. */
export interface Disposition extends Decision {
  readonly alertId: string;
  readonly note: string;
  /** Words by which the analyst groups alerts; absent for none. */
  readonly tags?: readonly string[];
  /** The name of the analyst who changed it last, as they gave it; absent if none was given. */
  readonly by?: string;
  readonly changedAt: number;
}

/** The same without the alert, since it may be about many. */
export type Decided = Omit<Disposition, "alertId">;

/** What is decided about some alerts of one file, or about some sequences: see `DispositionPacker`. */
export interface DispositionPage {
  readonly caseId: string;
  /** See `DispositionPlace`. */
  readonly owner: string;
  readonly page: number;
  /** What is decided about any of them, each once. */
  readonly values: readonly Decided[];
  /** Their rules' ids, and their members of an archive, each once. */
  readonly texts: readonly string[];
  /** Where the records of those of one event are. */
  readonly offsets: Float64Array<ArrayBuffer>;
  /** Of these, the positions of all rules in `texts`, then of all members, then of what is decided in `values`. */
  readonly columns: Uint32Array<ArrayBuffer>;
  /** The ids of the others, with what is decided. */
  readonly others: readonly (readonly [id: string, value: number])[];
}

/** What a list of a million alerts needs for each one: small, and stored apart from the findings. */
export interface AlertRow {
  /** See `alertId`; unique in the case. */
  readonly id: string;
  readonly evidenceId: string;
  /** The page that contains the finding, and its index in that page. */
  readonly page: number;
  readonly slot: number;
  readonly ruleId: string;
  /** Epoch milliseconds; NaN if the event has no time. */
  readonly time: number;
  readonly reason: string;
  /**
   * What happened, in one line of at most `MOST_OF_SENTENCE` characters: see `shortSentence`. Absent in what earlier
   * versions stored, so that the list shows the reason.
   */
  readonly did?: string;
  readonly host: string;
  readonly user: string;
  readonly process: string;
  /** The registry path or file path that the alert is about. */
  readonly object: string;
  readonly offset: number;
  readonly line: number;
  /** See `RecordLocation.member`. */
  readonly member?: string;
  readonly source: string;
  readonly extension: boolean;
  /** The record, or that of one of the events, was carved. */
  readonly carved?: true;
  /** The name, severity and risk score that the rule's overrides gave the alert, if they differ from the rule's own. */
  readonly name?: string;
  readonly severity?: Severity;
  readonly risk?: number;
  /** The time by which Elastic's runs would have found the event, if it is not `time`: see `windowMillis`. */
  readonly ingested?: number;
  /**
   * `event.ingested`, if that is later than the time by which runs search for the event: no earlier run can find it.
   */
  readonly arrived?: number;
  /** The number of events of the alert; absent for one. */
  readonly events?: number;
  /** Who owns the page that contains the finding, if not the file. */
  readonly shelf?: string;
  /**
   * Why Elastic's schedule would have missed a sequence: determined when it was found. For single events that is done
   * on request.
   */
  readonly lost?: WordedMiss;
}

/** What a row has in addition to its columns, because few rows have it. */
export type AlertExtras = Pick<AlertRow, "ingested" | "arrived" | "events" | "lost" | "risk" | "severity">;

/** Why Elastic's schedule would have missed a sequence, as a sentence: see docs/storage.md. */
export interface WordedMiss {
  readonly code: keyof ScheduleMisses;
  readonly message: string;
}

/** One event that a rule matched. */
export interface EventFinding extends Finding {
  readonly kind: "event";
}

/** The events that matched a sequence or sample rule together, or that a threshold or new terms rule groups. */
export interface SequenceFinding {
  readonly kind: "sequence";
  readonly ruleId: string;
  /**
   * In the order of the query's terms; null where the query requires that an event be missing. Of a large group, the first
   * ones and the last.
   */
  readonly events: readonly (SequenceEvent | null)[];
  /** Of a threshold or new terms rule: what its events have in common. */
  readonly group?: AlertGroup;
}

/** What the events of an alert have in common, and for a new terms rule what its "new" is worth. */
export interface AlertGroup extends GroupFacts {
  /** How much of `history` the evidence covers, in milliseconds; null if that is not known. Absent without a history. */
  readonly covered?: number | null;
}

export interface SequenceEvent {
  readonly evidenceId: string;
  readonly place: RecordLocation;
  /** Null if the file was unavailable or had changed when the sequence was found. */
  readonly seen: SeenEvent | null;
  /** Epoch milliseconds; NaN if the event has no time. */
  readonly time: number;
}

/** What an alert was raised for, in the database as well: `kind` tells the types apart. */
export type AlertFinding = EventFinding | SequenceFinding;

/** Findings that were delivered together: from one file, or from one sequence rule over all files. */
export interface FindingPage {
  readonly caseId: string;
  /** The file's id, or the page owner of a rule. */
  readonly evidenceId: string;
  readonly page: number;
  readonly findings: readonly AlertFinding[];
}

/** Findings of one file as JSON, deflated. */
export interface DeflatedFindings {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** To be added to the lines of all of them. */
  readonly linesBefore: number;
}

/** A page of findings as the database has it: many of one file are deflated, others are stored as they are. */
export interface StoredFindingPage extends Omit<FindingPage, "findings"> {
  readonly findings: readonly AlertFinding[] | DeflatedFindings;
}

export interface RowPage {
  readonly caseId: string;
  readonly evidenceId: string;
  readonly page: number;
  readonly rows: readonly AlertRow[];
  /** Epoch milliseconds: alerts of rules that have changed since are not shown. */
  readonly writtenAt: number;
}

/** The rows of a page in columns: see `packRows`. */
export interface PackedRows {
  readonly count: number;
  /** The different texts of all rows. */
  readonly texts: readonly string[];
  /** For each column of `PACKED_TEXTS`, the number of each row's text in `texts`: all of the first column come first. */
  readonly codes: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  /** The times of all rows, then the offsets, then the lines. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** The pages of all rows, then the slots. */
  readonly places: Uint32Array<ArrayBuffer>;
  /** See `flagsOf`. */
  readonly flags: Uint8Array<ArrayBuffer>;
  /** What few rows have, with the position of the row; `id` where no other value says it, which is that of a sequence. */
  readonly extras: readonly (readonly [position: number, extras: AlertExtras & { readonly id?: string }])[];
}

/** A page of rows as the database has it. */
export interface PackedRowPage extends Omit<RowPage, "rows"> {
  readonly packed: PackedRows;
}

/** Events of one file for the event index, as one pass found them. */
export interface EventPage {
  readonly caseId: string;
  readonly evidenceId: string;
  readonly page: number;
  /** The pass: see `Evidence.indexed`. */
  readonly generation: number;
  /** How many events it has. */
  readonly count: number;
  /** See `packPart`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The events of one file that may belong to one sequence rule's alerts. */
export interface TermMatchPage {
  readonly caseId: string;
  readonly evidenceId: string;
  readonly ruleId: string;
  /** The rule's decision key at that time: see `decisionKey`. */
  readonly decisionKey: string;
  readonly sightings: TermMatchColumns;
  /** The read settings that the file was read with. */
  readonly reading: ReadSettings;
}

export function isSequence(finding: AlertFinding): finding is SequenceFinding {
  return finding.kind === "sequence";
}
