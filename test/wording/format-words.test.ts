import { describe, expect, it } from "vitest";
import { kindOfLabel } from "../../src/case/format-label.ts";
import { type FormatKind, hasEventLog, isSeekable } from "../../src/formats/index.ts";
import { formatWords } from "../../src/wording/format-words.ts";

/** Every word that a case may hold, and what it stands for. */
const LABELS: readonly (readonly [label: string, kind: FormatKind])[] = [
  ["NDJSON", { kind: "ndjson" }],
  ["JSON, UTF-16BE", { kind: "json", encoding: "utf-16be" }],
  ["Elasticsearch response", { kind: "elasticsearch-response" }],
  ["NDJSON, gzip", { kind: "ndjson", gzipMembers: 1 }],
  ["NDJSON, gzip (2 members)", { kind: "ndjson", gzipMembers: 2 }],
  ["event XML, UTF-16LE, gzip", { kind: "event-xml", encoding: "utf-16le", gzipMembers: 1 }],
  ["EVTX 3.1, gzip", { kind: "evtx", version: "3.1", gzipMembers: 1 }],
  ["EVTX without a readable header", { kind: "evtx", version: null }],
  ["CSV of Kibana Discover", { kind: "csv", table: "discover" }],
  ["CSV of Advanced Hunting", { kind: "csv", table: "advanced-hunting" }],
  ["CSV of EvtxECmd, UTF-16LE", { kind: "csv", table: "evtxecmd", encoding: "utf-16le" }],
  ["CSV of Get-WinEvent", { kind: "csv", table: "get-winevent" }],
  ["CSV of Event Viewer", { kind: "csv", table: "event-viewer" }],
  ["CSV of Windows events", { kind: "csv", table: "windows-event" }],
  ["empty", { kind: "empty" }],
  ["unknown, gzip", { kind: "unknown", gzipMembers: 1 }],
  ["zip of 1 file", { kind: "archive", files: 1, members: [] }],
  [
    "zip of 1,203 files: EVTX 3.1, gzip + 1200 × NDJSON, gzip (2 members)",
    {
      kind: "archive",
      files: 1203,
      members: [
        { kind: { kind: "evtx", version: "3.1", gzipMembers: 1 }, count: 1 },
        { kind: { kind: "ndjson", gzipMembers: 2 }, count: 1200 },
      ],
    },
  ],
];

describe("a format in words", () => {
  it.each(LABELS)("is %s, and the words that a case holds are read back", (label, kind) => {
    expect(formatWords(kind)).toBe(label);
    expect(kindOfLabel(label)).toEqual(kind);
  });

  it("names four kinds of an archive's files, event logs before the others", () => {
    const plain = ["ndjson", "json", "event-xml", "elasticsearch-response"] as const;
    const members = [
      ...plain.map((kind) => ({ kind: { kind }, count: 1 })),
      { kind: { kind: "evtx" as const, version: "3.2" }, count: 2 },
    ];
    const label = formatWords({ kind: "archive", files: 6, members });
    expect(label).toBe("zip of 6 files: 2 × EVTX 3.2 + NDJSON + JSON + event XML + others");
    expect(kindOfLabel(label)).toMatchObject({ files: 6, members: { length: 4 } });
  });

  it("names kinds once that read the same", () => {
    const members = [0, 1].map((gzipMembers) => ({
      kind: { kind: "ndjson" as const, gzipMembers },
      count: 1,
    }));
    expect(formatWords({ kind: "archive", files: 2, members })).toBe("zip of 2 files: 2 × NDJSON, gzip");
  });

  it("names tar archives, and archives that are packed", () => {
    const members = [{ kind: { kind: "ndjson" as const }, count: 2 }];
    const words = (kind: Partial<FormatKind>): string =>
      formatWords({ kind: "archive", files: 2, members, ...kind } as FormatKind);
    expect(words({ archive: "tar" })).toBe("tar of 2 files: 2 × NDJSON");
    expect(words({ archive: "tar", isGzip: true })).toBe("tar, gzip, of 2 files: 2 × NDJSON");
    expect(words({ isGzip: true })).toBe("zip, gzip, of 2 files: 2 × NDJSON");
  });

  it("is unknown where no version has ever written such words", () => {
    expect(kindOfLabel("a format of tomorrow")).toEqual({ kind: "unknown" });
  });
});

describe("what a kind tells", () => {
  const where = (holds: (kind: FormatKind) => boolean) =>
    LABELS.filter(([, kind]) => holds(kind)).map(([label]) => label);

  it("is whether deleted records can be asked for", () => {
    expect(where(hasEventLog)).toEqual([
      "EVTX 3.1, gzip",
      "EVTX without a readable header",
      "zip of 1,203 files: EVTX 3.1, gzip + 1200 × NDJSON, gzip (2 members)",
    ]);
  });

  it("is whether a record can be read from its place in the file", () => {
    expect(where(isSeekable)).toEqual(["NDJSON", "Elasticsearch response"]);
    expect(isSeekable({ kind: "json" })).toBe(true);
  });
});
