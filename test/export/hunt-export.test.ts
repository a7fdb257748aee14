import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { emptyEvent } from "../../src/ecs/index.ts";
import { huntCsv, type HuntExport, huntNdjson } from "../../src/export/index.ts";

const row = (event: Record<string, unknown>, more: Partial<HuntExport> = {}): HuntExport => ({
  ...{ sentence: "reg.exe set a", offset: 5, line: 0, source: "sysmon" },
  event: Object.assign(emptyEvent(), event),
  file: { name: "=a.evtx", sha256: "00" },
  ...more,
});

describe("the files of a hunt", () => {
  const rows = [
    row(
      { "@timestamp": "2024-03-01T10:00:00+01:00", "host.name": "=H", "-odd": ["+1", "b"], __proto__: "p" },
      { line: 3 },
    ),
    row({ "user.name": "@u" }, { sequence: 2, member: "m" }),
  ];

  it("hold nothing that a spreadsheet would run, in cells or names of columns", () => {
    const text = [...huntCsv(rows, ["host.name", "-odd"], "1")].join("").replace(/^\uFEFF/, "");
    const { data } = Papa.parse<string[]>(text);
    expect(data[0]!.slice(0, 5)).toEqual(["@timestamp", "host.name", "user.name", "'-odd", "loupe.sentence"]);
    expect(data[1]!.slice(0, 6)).toEqual([
      "2024-03-01T09:00:00.000Z",
      "'=H",
      "",
      "'+1, b",
      "reg.exe set a",
      "'=a.evtx",
    ]);
    expect(data[2]!.slice(-5)).toEqual(["", "m", "sysmon", "2", "1"]);
  });

  it("have each event with its place, as one line of JSON", () => {
    const lines = [...huntNdjson(rows)].join("").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        "host.name": "=H",
        "-odd": ["+1", "b"],
        "loupe.offset": 5,
        "loupe.line": 3,
        "loupe.file.path": "=a.evtx",
      },
      { "user.name": "@u", "loupe.sequence": 2, "loupe.archive_member": "m" },
    ]);
  });

  it("come in chunks", () => {
    const many = Array.from({ length: 450 }, () => row({ a: "b" }));
    expect([...huntNdjson(many)].length).toBe(3);
    expect([...huntCsv(many, [], "1")].length).toBe(4);
  });
});
