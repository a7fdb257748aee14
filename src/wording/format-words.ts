import type { Evidence } from "../case/index.ts";
import type { ArchiveKind, ContentKind, FileKind, FormatKind } from "../formats/index.ts";

type CsvTable = Extract<ContentKind, { kind: "csv" }>["table"];

const CSV_NAMES: Readonly<Record<CsvTable, string>> = {
  discover: "CSV of Kibana Discover",
  "advanced-hunting": "CSV of Advanced Hunting",
  "device-timeline": "CSV of Defender's device time line",
  evtxecmd: "CSV of EvtxECmd",
  "get-winevent": "CSV of Get-WinEvent",
  "event-viewer": "CSV of Event Viewer",
  "windows-event": "CSV of Windows events",
  "event-cells": "CSV with Windows events in its cells",
};

const NAMES: Readonly<Record<Exclude<ContentKind["kind"], "csv" | "evtx">, string>> = {
  ndjson: "NDJSON",
  json: "JSON",
  "elasticsearch-response": "Elasticsearch response",
  "table-response": "ES|QL, SQL or KQL response",
  "event-xml": "event XML",
  "text-lines": "text with events in its lines",
  empty: "empty",
  unknown: "unknown",
};

/** The label of an archive names at most this many formats. */
const MAX_LISTED = 4;

/**
 * The label of a file's format: `NDJSON, gzip (2 members)`, `zip of 2 files: EVTX 3.1 + NDJSON`, `tar, gzip, of 1 file: JSON`. The file list, its CSV
 * and stored cases contain these labels, so they must not change.
 */
export function formatWords(kind: FormatKind): string {
  return kind.kind === "archive" ? archiveWords(kind) : fileWords(kind);
}

/** The format of a file in a word or two, by which the list of files is filtered: `EVTX 3.1`, `zip`. Empty if it is not known. */
export function formatName({ kind, format }: Pick<Evidence, "kind" | "format">): string {
  // The earliest cases have the label alone.
  if (kind === null) return format;
  if (kind.kind === "archive") return kind.archive ?? "zip";
  return [...new Set([kind, ...(kind.further ?? [])].map(contentWords))].join(" + ");
}

function fileWords(kind: FileKind): string {
  const contents = new Set([kind, ...(kind.further ?? [])].map(contentWords));
  const parts = [[...contents].join(" + ")];
  const { encoding, furtherEncodings: further = [] } = kind;
  const encodings = encoding === undefined && further.length > 0 ? ["utf-8"] : [encoding ?? []].flat();
  if (encodings.length > 0) parts.push([...encodings, ...further].join(" + ").toUpperCase());
  const members = kind.gzipMembers;
  if (members !== undefined) parts.push(members > 1 ? `gzip (${members} members)` : "gzip");
  return parts.join(", ");
}

function contentWords(kind: ContentKind): string {
  switch (kind.kind) {
    case "evtx":
      return `EVTX ${kind.version ?? "without a readable header"}`;
    case "csv":
      return CSV_NAMES[kind.table];
    default:
      return NAMES[kind.kind];
  }
}

function archiveWords({ files, members, archive, isGzip }: ArchiveKind): string {
  const total = files === 1 ? "1 file" : `${files.toLocaleString("en")} files`;
  // Event logs come first, so that they are named however many other formats there are.
  const eventLogsFirst = members.toSorted(
    (a, b) => Number(b.kind.kind === "evtx") - Number(a.kind.kind === "evtx"),
  );
  // Merge kinds that have the same label: gzip with and without damage, for instance.
  const counts = new Map<string, number>();
  for (const { kind, count } of eventLogsFirst) {
    const name = fileWords(kind);
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const words = [...counts].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name));
  const listed = words.slice(0, MAX_LISTED).join(" + ");
  const more = words.length > MAX_LISTED ? " + others" : "";
  const name = archive ?? "zip";
  return `${isGzip === true ? `${name}, gzip,` : name} of ${total}${listed === "" ? "" : `: ${listed}${more}`}`;
}
