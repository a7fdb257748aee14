import { expect, it } from "vitest";
import type { ArtifactCode, ArtifactDiagnostics, ArtifactProblem } from "../../src/artifacts/index.ts";
import { artifactProblemSentence } from "../../src/wording/index.ts";

/** Data of each code, one of each kind: a code without an example does not compile. */
const EXAMPLES: { readonly [C in ArtifactCode]: readonly ArtifactDiagnostics[C][] } = {
  "hive-header": [
    ...(["not-a-hive", "is-a-log", "checksum", "no-root"] as const).map((kind) => ({ kind })),
    { kind: "version", version: "1.2", read: false },
    { kind: "version", version: "1.7", read: true },
  ],
  "hive-size": [
    { kind: "cut", missing: 1 },
    { kind: "too-large", mebibytes: 2000, limit: 1024 },
  ],
  "hive-secrets": [{ hive: "SAM" }, { hive: "SECURITY" }],
  "hive-dirty": (["no-log", "log-unusable", "log-incomplete"] as const).map((kind) => ({ kind })),
  "hive-log": [
    ...(
      [
        "not-a-log",
        "checksum",
        "unfinished",
        "other-time",
        "older",
        "no-entries",
        "layout",
        "not-newest",
      ] as const
    ).map((why) => ({ kind: "refused" as const, log: 0, why })),
    ...(["hash", "size", "gap", "cut"] as const).map((why) => ({
      kind: "ended" as const,
      log: 1,
      sequence: 102,
      why,
    })),
  ],
  "hive-bin": [
    { kind: "moved", bytes: 4096, says: 8192 },
    { kind: "unreadable", bytes: 1 },
    { kind: "signature" },
    { kind: "size" },
  ],
  "hive-key": (["unreadable", "parent", "repeated", "too-deep"] as const).map((kind) => ({
    kind,
    path: "Microsoft\\Windows",
  })),
  "hive-list": (["unreadable", "too-long", "repeated", "count"] as const).flatMap((kind) => [
    { kind, of: "keys" as const, path: "" },
    { kind, of: "values" as const, path: "a" },
  ]),
  "hive-value": (["unreadable", "data", "data-size", "shared"] as const).map((kind) => ({
    kind,
    path: "a",
    name: kind === "data" ? "" : "DumpType",
  })),
  "text-size": [{ mebibytes: 300, limit: 128 }],
  "reg-line": (["unreadable", "data", "unended", "no-key"] as const).map((kind) => ({ kind, line: 1200 })),
  "reg-header": [{}],
  "dump-directory": [
    { kind: "outside", streams: 1 },
    { kind: "streams", streams: 70 },
  ],
  "dump-stream": [
    { kind: "unreadable", stream: 4 },
    { kind: "count", stream: 9 },
  ],
  "dump-limit": [{}],
  "wer-line": [{ line: 3 }],
  "usn-damage": [{ bytes: 1 }],
  "usn-cut": [{ missing: 12 }],
  "usn-version": [{ version: 5, bytes: 80 }],
  "usn-sparse": [{ bytes: 5_000_000_000 }],
  "more-problems": [{ count: 2 }],
};

it("has a whole sentence for every problem of an artifact", () => {
  const sentences = Object.entries(EXAMPLES).flatMap(([code, all]) =>
    all.map((data) =>
      artifactProblemSentence({ code, severity: "warning", data, offset: 4096 } as ArtifactProblem),
    ),
  );
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^[A-Z1-9][^\n]*[.]$/);
    expect(sentence).not.toMatch(/undefined|NaN|\[object|null/);
  }
  expect(new Set(sentences).size).toBe(sentences.length);
});
