import type { ArchiveName } from "../bytes/index.ts";
import type { CsvKind } from "./csv/dialect.ts";

/**
 * What a file turned out to be, as data; `wording/format-words.ts` has the words. It is stored with each file of a
 * case, so every kind ever used must stay readable.
 */
export type FormatKind = FileKind | ArchiveKind;

/** What the content of a file is, and how it was packed. */
export type FileKind = ContentKind & Packing;

/** What the content is after unpacking and decoding. */
export type ContentKind = EvtxKind | CsvTableKind | PlainContent;

export interface PlainContent {
  readonly kind: PlainKind;
  /** Set if there are JSON documents that list several events: an event's bytes alone are not its record. */
  readonly hasBatches?: true;
}

export interface EvtxKind {
  readonly kind: "evtx";
  /** `3.1`; null if no header was readable. */
  readonly version: string | null;
}

export interface CsvTableKind {
  readonly kind: "csv";
  /** The program or service that writes such tables. */
  readonly table: CsvKind;
}

/** `empty`: there was nothing to read. `unknown`: no format recognised the content. */
export type PlainKind =
  | "ndjson"
  | "json"
  | "elasticsearch-response"
  /** The answer to a query in ES|QL or SQL, whose rows mean nothing without the columns. */
  | "table-response"
  | "event-xml"
  /** Text with events in its lines. */
  | "text-lines"
  | "empty"
  | "unknown";

export interface Packing {
  /** The kinds of what follows in the same file in other forms; absent if there is only one. */
  readonly further?: readonly ContentKind[];
  /** The encoding's name in the WHATWG Encoding Standard; absent for UTF-8 and for binary content. */
  readonly encoding?: string;
  /** The encodings of what follows in the same file in others; absent if all of it has one. */
  readonly furtherEncodings?: readonly string[];
  /** Gzip members that were read to their end; absent if the file is not gzip. */
  readonly gzipMembers?: number;
}

export interface ArchiveKind {
  readonly kind: "archive";
  /** Absent for zip. */
  readonly archive?: Exclude<ArchiveName, "zip">;
  /** Set if the archive as a whole is gzip; absent for others, and in cases from before tar archives were read. */
  readonly isGzip?: true;
  /** Number of files in the archive, including unreadable ones. */
  readonly files: number;
  /** The kinds of its readable files, in order of first appearance. */
  readonly members: readonly MemberKinds[];
}

export interface MemberKinds {
  readonly kind: FileKind;
  readonly count: number;
}

/** Whether carving makes sense: the file is an event log or contains one. */
export function hasEventLog(kind: FormatKind): boolean {
  return kind.kind === "archive"
    ? kind.members.some((member) => member.kind.kind === "evtx")
    : kind.kind === "evtx";
}

/** Whether record offsets are offsets in the file itself, and each record is JSON that can be read on its own. */
export function isSeekable(kind: FormatKind): boolean {
  if (kind.kind !== "ndjson" && kind.kind !== "json" && kind.kind !== "elasticsearch-response") return false;
  if (kind.hasBatches === true) return false;
  if (kind.encoding !== undefined || kind.furtherEncodings !== undefined) return false;
  return kind.further === undefined && kind.gzipMembers === undefined;
}
