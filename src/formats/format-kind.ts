import type { CsvKind } from "./csv/dialect.ts";

/**
 * What a file turned out to be, as data: the words for it are made in `wording/format-words.ts`. It is stored with each
 * file of a case, so a kind that was given once must stay readable.
 */
export type FormatKind = FileKind | ArchiveKind;

/** What the content of a file is, and what it was packed in. */
export type FileKind = ContentKind & Packing;

/** What the content is once it has been unpacked and decoded. */
export type ContentKind = EvtxKind | CsvTableKind | { readonly kind: PlainKind };

export interface EvtxKind {
  readonly kind: "evtx";
  /** `3.1`; null without a readable header. */
  readonly version: string | null;
}

export interface CsvTableKind {
  readonly kind: "csv";
  /** Who writes such tables. */
  readonly table: CsvKind;
}

/** `empty`: there was nothing in it to read. `unknown`: nothing that is known how to read. */
export type PlainKind = "ndjson" | "json" | "elasticsearch-response" | "event-xml" | "empty" | "unknown";

export interface Packing {
  /** Absent for UTF-8 and for binary content. */
  readonly encoding?: "utf-16le" | "utf-16be";
  /** Members of the gzip file that were read to their end; absent where the file is not gzip. */
  readonly gzipMembers?: number;
}

export interface ArchiveKind {
  readonly kind: "archive";
  /** How many files it holds, those that could not be read included. */
  readonly files: number;
  /** What its readable files are, in the order in which the first of each came. */
  readonly members: readonly MemberKinds[];
}

export interface MemberKinds {
  readonly kind: FileKind;
  readonly count: number;
}

/** Whether records outside the log can be asked for: it is an event log, or holds one. */
export function hasEventLog(kind: FormatKind): boolean {
  return kind.kind === "archive"
    ? kind.members.some((member) => member.kind.kind === "evtx")
    : kind.kind === "evtx";
}

/** Whether offsets of records are offsets in the file, and each record is JSON that can be read by itself. */
export function isSeekable(kind: FormatKind): boolean {
  if (kind.kind !== "ndjson" && kind.kind !== "json" && kind.kind !== "elasticsearch-response") return false;
  return kind.encoding === undefined && kind.gzipMembers === undefined;
}
