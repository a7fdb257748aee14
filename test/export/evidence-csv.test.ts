import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { evidenceCsv, type EvidenceExport } from "../../src/export/index.ts";

const file: EvidenceExport = {
  name: "a.ndjson",
  path: "drop/a.ndjson",
  size: 1024,
  sha256: "cd".repeat(32),
  format: "ndjson",
  state: "done",
  sources: ["sysmon", "winlogbeat"],
  records: 10,
  unreadable: 2,
  headerOnly: 3,
  alertsNotStored: 4,
  alerts: 1,
  firstEvent: 1777878489123,
  lastEvent: "2026-05-04T07:08:10Z",
  hosts: ["A", "B"],
  categories: ["registry"],
  sampled: "exact",
  started: "2026-06-01T00:00:00.5Z",
  durationMs: 12.5,
  problems: [
    { code: "bad-json", message: "Not JSON.", offset: 0, line: 1 },
    { code: "cut-short", message: "Ends early.", offset: 900 },
    { code: "read-failed", message: "Unplugged." },
  ],
  problemCount: 5,
};
const rows = (files: EvidenceExport[]) =>
  Papa.parse<Record<string, string>>([...evidenceCsv(files, "1.2.3")].join("").slice(1), { header: true });

describe("evidenceCsv", () => {
  it("has one row per file with everything in the file list", () => {
    const { data, errors } = rows([file]);
    expect(errors).toEqual([]);
    expect(data).toEqual([
      {
        name: "a.ndjson",
        path: "drop/a.ndjson",
        size: "1024",
        sha256: "cd".repeat(32),
        format: "ndjson",
        state: "done",
        sources: "sysmon, winlogbeat",
        records: "10",
        unreadable: "2",
        alerts: "1",
        first_event: "2026-05-04T07:08:09.123Z",
        last_event: "2026-05-04T07:08:10.000Z",
        hosts: "A, B",
        categories: "registry",
        sampled: "exact",
        started: "2026-06-01T00:00:00.500Z",
        duration_ms: "12.5",
        problems:
          "bad-json at byte 0 line 1: Not JSON.; cut-short at byte 900: Ends early.; read-failed: Unplugged.; 2 more",
        "loupe.version": "1.2.3",
        times_without_zone: "",
        carved: "",
        header_only: "3",
        alerts_not_stored: "4",
      },
    ]);
  });

  it("has the assumed time zone and the number of carved records, including zero", () => {
    expect(rows([{ ...file, zone: "UTC, assumed", carved: 0 }]).data[0]).toMatchObject({
      times_without_zone: "UTC, assumed",
      carved: "0",
    });
  });

  it("leaves unknown times empty, and also the problems if there are none", () => {
    const optional = ["firstEvent", "lastEvent", "started", "durationMs"];
    const rest = Object.fromEntries(Object.entries(file).filter(([key]) => !optional.includes(key)));
    const [row] = rows([{ ...rest, problems: [], problemCount: 0 } as unknown as EvidenceExport]).data;
    expect(row).toMatchObject({
      first_event: "",
      last_event: "",
      started: "",
      duration_ms: "",
      problems: "",
    });
  });

  it("is only the header row without files", () => {
    expect(rows([]).data).toEqual([]);
    expect(rows([]).meta.fields).toHaveLength(23);
  });
});
