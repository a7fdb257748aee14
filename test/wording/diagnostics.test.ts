import { describe, expect, it } from "vitest";
import type { CaseCode, CaseDiagnostic, CaseDiagnostics } from "../../src/case/index.ts";
import { problemSentence } from "../../src/wording/index.ts";

/** Data of each code, one of each kind: a code without an example does not compile. */
const EXAMPLES: { readonly [C in CaseCode]: readonly CaseDiagnostics[C][] } = {
  "bad-json": [{ kind: "damaged", fault: "colon", at: 1234 }, { kind: "event-with-lists" }],
  "bad-xml": [
    { kind: "damaged", fault: "tag" },
    { kind: "too-many-parts", most: 1_000_000 },
    { kind: "no-beginning" },
    { kind: "doctype" },
    { kind: "rendering", fault: "end-tag" },
    { kind: "rendering", fault: "cut" },
    { kind: "rendering", fault: "limit" },
    { kind: "references", count: 2 },
    { kind: "zero-bytes", count: 1 },
  ],
  "bad-csv": [
    { kind: "zero-bytes", count: 2 },
    { kind: "quotes" },
    { kind: "header-quotes" },
    { kind: "unknown-language" },
    { kind: "header-length", names: 3, cells: 4 },
    { kind: "joined-rows", cells: 9, expected: 5 },
    { kind: "more-cells", cells: 4, expected: 3, name: "column_4" },
    { kind: "fewer-cells", cells: 2, expected: 3 },
  ],
  "torn-record": [{ fault: "line-break-in-string" }, { fault: "object-separator" }],
  "too-long": [
    { kind: "record", mebibytes: 40, limit: 32 },
    { kind: "event", limit: 32 },
    { kind: "row", limit: 32 },
    { kind: "cells", most: 10_000 },
  ],
  "too-deep": [
    { kind: "json", levels: 1000 },
    { kind: "xml", levels: 1000 },
  ],
  "invalid-utf8": [
    { unit: "record" },
    { unit: "event" },
    { unit: "row" },
    { unit: "header" },
    { unit: "text" },
  ],
  "chosen-encoding": [
    { encoding: "windows-1252", kind: "used" },
    { encoding: "windows-1252", kind: "utf-8" },
  ],
  "duplicate-key": [
    { unit: "record", names: ["a"], others: 0 },
    { unit: "header", names: ["a", "b"], others: 1200 },
  ],
  "cut-short": (["record", "records", "event", "rendering", "events", "cell", "row"] as const).map(
    (inside) => ({
      inside,
    }),
  ),
  "incomplete-response": [
    { kind: "limited", hits: 10, total: 12_000, atLeast: true },
    { kind: "shards", failed: 1 },
    { kind: "timed-out" },
    { kind: "partial" },
    { kind: "error" },
    { kind: "paged" },
    { kind: "unknown" },
  ],
  "bad-gzip": [
    { kind: "damaged", detail: "invalid distance" },
    { kind: "cut-short" },
    { kind: "trailing" },
    { kind: "bomb" },
  ],
  "bad-utf16": [
    { kind: "half-characters", count: 3 },
    { kind: "slip", more: 0 },
    { kind: "slip", more: 1 },
  ],
  "bad-encoding": [
    { encoding: "shift_jis", count: 3 },
    { encoding: "shift_jis", count: 3, fromAnalyst: true },
  ],
  "zip-directory": [
    { kind: "incomplete", header: 9 },
    { kind: "misplaced", header: 9 },
    { kind: "too-large", header: 9 },
    { kind: "damaged", detail: "End of central directory not found", header: 9 },
  ],
  "zip-damaged": [
    ...(
      [
        "no-header",
        "no-directory",
        "cut-short",
        "checksum",
        "wrong-password",
        "unsupported-encryption",
        "authentication",
      ] as const
    ).map((kind) => ({ kind, header: 9 })),
    { kind: "packed-data", detail: "invalid distance", header: 9 },
    { kind: "decryption", detail: "x", header: 9 },
  ],
  "zip-overlap": [{ header: 9 }],
  "zip-method": [
    { kind: "packing", method: "deflate64", header: 9 },
    { kind: "unknown-packing", method: 77, header: 9 },
    { kind: "encryption", header: 9 },
  ],
  "zip-locked": [
    { kind: "no-password", header: 9 },
    { kind: "no-password-or-damaged", header: 9 },
  ],
  "zip-bomb": [{ kind: "archive" }, { kind: "member", times: 200, header: 9 }],
  "zip-headers": (["name", "encryption", "method", "packed-size", "unpacked-size", "checksum"] as const).map(
    (differ) => ({ differ, header: 9 }),
  ),
  "zip-name": [{ header: 9 }],
  "zip-nested": [{ kind: "too-deep" }, { kind: "too-large", mebibytes: 256 }],
  "tar-header": [
    ...(["checksum", "negative-size", "huge-size", "unreadable-size", "extension"] as const).map((kind) => ({
      kind,
      header: 512,
    })),
    { kind: "overrun", bytes: 700, header: 512 },
    { kind: "hidden", bytes: 700, header: 512 },
    { kind: "none", bytes: 1, header: 512 },
    { kind: "none", bytes: 1024, header: 512 },
  ],
  "tar-cut": [
    { kind: "member", missing: 1, header: 512 },
    { kind: "header", header: 512 },
    { kind: "no-end", header: 512 },
  ],
  "tar-after-end": [
    { kind: "members", header: 512 },
    { kind: "data", bytes: 1, header: 512 },
    { kind: "data", bytes: 3, header: 512 },
  ],
  "tar-type": (
    ["hard-link", "symbolic-link", "character-device", "block-device", "fifo", "sparse-file"] as const
  ).map((kind) => ({ kind, header: 512 })),
  "evtx-header": [{ kind: "damaged" }, { kind: "version", version: "4.0" }],
  "evtx-chunk": [
    { kind: "none" },
    { kind: "signature", chunk: 2 },
    { kind: "zeros", chunk: 2 },
    { kind: "overwritten", chunk: 2 },
    { kind: "residue", bytes: 4096, carved: false },
  ],
  "evtx-record": [
    { kind: "gap", chunk: 1, bytes: 4096, missing: 0 },
    { kind: "gap", chunk: 1, bytes: 4096, missing: 1 },
    { kind: "gap", chunk: 1, bytes: 4096, missing: 2 },
    { kind: "cut", chunk: 1, recordId: "15" },
    { kind: "spliced", chunk: 1, recordId: "15", inEvent: "5" },
    { kind: "unreadable", chunk: 1, recordId: "15", fault: { kind: "token", token: 0x7f } },
    { kind: "carved-copies", records: 13 },
    { kind: "carved-unreadable", records: 1 },
  ],
  "evtx-checksum": [{ kind: "none" }, { kind: "header", chunk: 0 }, { kind: "records", chunk: 0 }],
  "evtx-truncated": [
    { kind: "chunks", found: 1, expected: 2 },
    { kind: "inside-chunk", chunk: 0, missing: 29_632, lost: false },
    { kind: "inside-chunk", chunk: 0, missing: 29_632, lost: true },
  ],
  "evtx-dirty": [{}],
  "other-content": [
    { kind: "unread", bytes: 4000, seems: "wevtutil-text" },
    { kind: "unread", bytes: 1, seems: "binary" },
    { kind: "harmless", bytes: 40, places: 2 },
    { kind: "too-many-forms", bytes: 4000 },
  ],
  "unknown-format": (
    [
      "zip",
      "7z",
      "rar",
      "cab",
      "zstd",
      "bzip2",
      "xz",
      "lz4",
      "hive",
      "registry-export",
      "sqlite",
      "program",
      "evt",
      "excel",
      "office",
      "ole",
      "rtf",
      "pdf",
      "pst",
      "pcap",
      "memory-dump",
      "disk-image",
      "parquet",
      "git-lfs",
      "clixml",
      "wevtutil-text",
      "format-list",
      "format-table",
      "html",
      "markup",
      "binary",
      "csv",
      "text",
    ] as const
  ).map((kind) => ({ kind })),
  empty: [{ kind: "file" }, { kind: "white-space" }, { kind: "archive" }, { kind: "table" }],
  "read-failed": [
    ...(["gone", "missing", "refused", "stalled", "unreachable"] as const).map((kind) => ({ kind })),
    { kind: "other", detail: "Error: x" },
    { kind: "second-read", detail: "gone" },
  ],
  changed: [{ kind: "size", added: 10, read: 12 }, { kind: "between-reads" }],
  "no-event": [
    { kind: "records", count: 1 },
    { kind: "records", count: 2 },
    { kind: "list", name: 'a"b', length: 3 },
    { kind: "apple-double" },
    { kind: "unread" },
    { kind: "further" },
    { kind: "beside", path: "event.original" },
  ],
  selection: [{ tool: "chainsaw" }, { tool: "hayabusa" }, { tool: "zircolite" }, { tool: "loupe" }],
  "rule-file": [{ kind: "member" }],
  "assumed-zone": [
    { zone: "UTC", fromAnalyst: false },
    { zone: "UTC+02:00", fromAnalyst: true },
  ],
  "doubtful-time": [
    { occurs: "twice", count: 2, zone: "Europe/Berlin" },
    { occurs: "never", count: 1, zone: "Europe/Berlin" },
  ],
  "header-only": (["message", "payload", "unnamed", "partial", "shifted"] as const).map((reason) => ({
    reason,
    count: 7,
    places: [
      { offset: 0, line: 1 },
      { offset: 90, line: 4 },
    ],
  })),
  "date-order": [
    { count: 1, readAs: "day-first", why: "analyst" },
    { count: 2, readAs: "month-first", why: "unknown" },
    { count: 2, readAs: "day-first", why: "contradiction" },
  ],
  "islamic-day": [{ count: 1 }, { count: 2 }],
  "short-year": [{ count: 1 }, { count: 2 }],
  "times-apart": [
    { count: 1, days: 1 },
    { count: 2, days: 2800 },
  ],
  "unread-time": [
    { count: 1, text: "13. listopada" },
    { count: 2, text: "<b>" },
    { count: 2, text: "<b>", field: "event.created" },
  ],
  "rule-failed": [{ ruleId: "r", reason: "too many values." }],
  "sequence-limit": [{ names: ["Common", "Rare"], others: 2, perRule: 1_000_000 }],
  "scan-failed": [{ detail: "boom" }],
  cancelled: (
    [
      "not-begun",
      "while-scanning",
      "while-proving",
      "before-hash",
      "page-closed",
      "page-closed-before-hash",
    ] as const
  ).map((kind) => ({ kind })),
};

const say = <C extends CaseCode>(code: C, data: CaseDiagnostics[C], offset = 0): string =>
  problemSentence({ code, severity: "warning", data, offset } as unknown as CaseDiagnostic);

describe("the sentence of a problem", () => {
  it.each(Object.entries(EXAMPLES))("of %s is whole for each kind, and another for each", (code, kinds) => {
    const sentences = kinds.map((data) => say(code as CaseCode, data as never, 5000));
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z\d][^]*\.$/);
      expect(sentence).not.toMatch(/undefined|NaN|\[object|\.\.| {2}/);
    }
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it("quotes names from evidence, so that none ends its quotes", () => {
    expect(say("duplicate-key", { unit: "record", names: ['x", "y', "z"], others: 1200 })).toContain(
      '"x\\", \\"y", "z" and 1,200 others more than once',
    );
    expect(say("no-event", { kind: "list", name: 'a"b', length: 3 })).toContain('"a\\"b"');
    expect(say("sequence-limit", { names: ["Common"], others: 0, perRule: 3 })).toContain('"Common"');
  });

  it("counts as English does", () => {
    expect(say("evtx-truncated", { kind: "inside-chunk", chunk: 0, missing: 29_632, lost: false })).toBe(
      "Truncated in chunk 0 (29,632 bytes missing). That part contained no records.",
    );
    expect(say("doubtful-time", { occurs: "never", count: 1, zone: "UTC" })).toMatch(/^1 event has a time/);
    expect(say("doubtful-time", { occurs: "twice", count: 50, zone: "UTC" })).toMatch(
      /^50 events have a time/,
    );
    expect(say("incomplete-response", { kind: "limited", hits: 1, total: 10_000, atLeast: true })).toContain(
      "1 of at least 10,000 hits",
    );
    const cutGzip = say("bad-gzip", { kind: "cut-short" }, 5000);
    expect(cutGzip).toMatch(
      /^The compressed file ends early: .*before byte 5,000 was examined\. Get the file again/,
    );
  });

  it("is the one that an earlier version stored, where it stored one", () => {
    const old = { code: "bad-json", severity: "error", message: "Not JSON.", offset: 3 } as const;
    expect(problemSentence(old)).toBe("Not JSON.");
  });
});
