import type { ContentKind, FileKind, FormatKind, MemberKinds } from "../formats/index.ts";

/**
 * Derives a file's format from its label, which is all that database versions 1 and 2 stored. Nothing else parses a
 * label. These are the labels as stored, so they must not change with those on the screen.
 */
export function kindOfLabel(label: string): FormatKind {
  const archive = /^zip of ([\d,]+) files?(?:: (.*))?$/.exec(label);
  if (archive === null) return fileKind(label);
  const listed = archive[2]?.split(" + ") ?? [];
  return {
    kind: "archive",
    files: Number(archive[1]!.replaceAll(",", "")),
    // The label did not list every kind of member; the others are no longer known.
    members: listed.filter((words) => words !== "others").map(memberKinds),
  };
}

function memberKinds(words: string): MemberKinds {
  const [, count = "1", file = ""] = /^(?:(\d+) × )?(.*)$/.exec(words)!;
  return { kind: fileKind(file), count: Number(count) };
}

function fileKind(label: string): FileKind {
  const [content, ...packing] = label.split(", ");
  const encoding = ENCODINGS.find((name) => packing.includes(name.toUpperCase()));
  const gzip = packing
    .map((part) => /^gzip(?: \((\d+) members\))?$/.exec(part))
    .find((part) => part !== null);
  return {
    ...contentKind(content!),
    ...(encoding !== undefined && { encoding }),
    ...(gzip && { gzipMembers: Number(gzip[1] ?? 1) }),
  };
}

const ENCODINGS = ["utf-16le", "utf-16be"] as const;

function contentKind(content: string): ContentKind {
  const known = KINDS.get(content);
  if (known !== undefined) return known;
  const version = /^EVTX (\d+\.\d+)$/.exec(content)?.[1];
  if (version !== undefined) return { kind: "evtx", version };
  return { kind: "unknown" };
}

const KINDS: ReadonlyMap<string, ContentKind> = new Map<string, ContentKind>([
  ["NDJSON", { kind: "ndjson" }],
  ["JSON", { kind: "json" }],
  ["Elasticsearch response", { kind: "elasticsearch-response" }],
  ["event XML", { kind: "event-xml" }],
  ["empty", { kind: "empty" }],
  ["EVTX without a readable header", { kind: "evtx", version: null }],
  ["CSV of Kibana Discover", { kind: "csv", table: "discover" }],
  ["CSV of Advanced Hunting", { kind: "csv", table: "advanced-hunting" }],
  ["CSV of EvtxECmd", { kind: "csv", table: "evtxecmd" }],
  ["CSV of Get-WinEvent", { kind: "csv", table: "get-winevent" }],
  ["CSV of Event Viewer", { kind: "csv", table: "event-viewer" }],
  ["CSV of Windows events", { kind: "csv", table: "windows-event" }],
]);
