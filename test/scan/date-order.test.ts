import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  eventOf,
  type Finding,
  readEventsAt,
  type ReadSettings,
  readSettingsKey,
  type ScanDiagnostic,
  scanFile,
  scanSplits,
  SplitScheduler,
} from "../../src/scan/index.ts";
import { ndjson, scan } from "../support/scan.ts";
import { HKLM_PATH, seedRules } from "../support/seed.ts";
import { zip } from "../support/zip.ts";
import { inPieces } from "./correlation-rules.ts";

/* Dates whose day and month can be swapped: other dates of the file decide, or the analyst, or it is reported. */

const HEADER = "@timestamp,event.category,host.os.type,registry.path,registry.data.strings";
const table = (...times: readonly string[]): string =>
  [HEADER, ...times.map((time) => `"${time}",registry,windows,${HKLM_PATH},2`)].join("\n");
const dayOf = (finding: Finding): string => String(eventOf(finding)["@timestamp"]).slice(0, 10);
const orderProblem = (problems: readonly ScanDiagnostic[]): ScanDiagnostic | undefined =>
  problems.find(({ code }) => code === "date-order");

describe("dates that fit both orders", () => {
  it.each([
    ["31/12/2023 10:00:00", "2024-04-03"],
    ["12/31/2023 10:00:00", "2024-03-04"],
    ["12-31-2023 10:00:00", "2024-03-04"],
  ])("are read as %s shows, wherever it is in the file", async (decisive, day) => {
    for (const times of [
      ["3/4/2024 10:00:00", "5/5/2024 10:00:00", decisive],
      [decisive, "3/4/2024 10:00:00"],
    ]) {
      const { findings, problems, events } = await scan(table(...times));
      expect(events).toBe(times.length);
      expect(findings).toHaveLength(times.length);
      const read = findings[times.indexOf("3/4/2024 10:00:00")]!;
      expect(dayOf(read)).toBe(day);
      expect(read.dateOrder?.by).toBe("file");
      expect(orderProblem(problems)).toBeUndefined();
      expect(problems.map(({ code }) => code)).toEqual(["assumed-zone"]);
    }
  });

  it("are reported with the first place if no date decides", async () => {
    const { findings, problems, notes, lost } = await scan(
      table("2024-03-01 10:00:00", "3/4/2024 10:00:00", "5/6/2024 10:00:00"),
    );
    expect(findings.map(dayOf)).toEqual(["2024-03-01", "2024-04-03", "2024-06-05"]);
    expect(findings.map(({ dateOrder }) => dateOrder)).toEqual([
      undefined,
      { order: "day-first", by: "usual" },
      { order: "day-first", by: "usual" },
    ]);
    expect(orderProblem(problems)).toMatchObject({
      severity: "warning",
      line: 3,
      data: { count: 2, readAs: "day-first", why: "unknown" },
    });
    expect([notes, lost]).toEqual([2, 0]);
  });

  it("are reported if other dates contradict each other", async () => {
    const { problems } = await scan(table("3/4/2024 10:00:00", "31/12/2024 10:00:00", "12/31/2024 10:00:00"));
    expect(orderProblem(problems)).toMatchObject({
      severity: "warning",
      data: { count: 1, why: "contradiction" },
    });
  });

  it("are read as the analyst says, and contradictions are reported", async () => {
    const text = table("3/4/2024 10:00:00");
    const read = (dateOrder: ReadSettings["dateOrder"], content = text) =>
      scan(content, { readSettings: { dateOrder } });
    expect((await read("month-first")).findings.map(dayOf)).toEqual(["2024-03-04"]);
    expect((await read("day-first")).findings.map(dayOf)).toEqual(["2024-04-03"]);
    expect(orderProblem((await read("month-first")).problems)).toMatchObject({
      severity: "info",
      data: { count: 1, readAs: "month-first", why: "analyst" },
    });
    const other = await read("month-first", table("3/4/2024 10:00:00", "31/12/2024 10:00:00"));
    expect(orderProblem(other.problems)).toMatchObject({
      severity: "warning",
      data: { why: "contradiction" },
    });
  });

  it("are the same for any pieces of the file, compressed, archived, and read again by location", async () => {
    const times = fc.constantFrom(
      "3/4/2024 10:00:00",
      "5/6/2024 10:00:00",
      "31/12/2023 10:00:00",
      "12/31/2023 10:00:00",
      "2024-01-02T03:04:05Z",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(times, { minLength: 1, maxLength: 6 }), fc.nat(200), async (list, piece) => {
        const text = table(...list);
        const one = await scan(text);
        const findings: Finding[] = [];
        const problems: ScanDiagnostic[] = [];
        const blob = inPieces(text, piece + 1);
        await scanFile(blob, seedRules(), {
          batch(found, met) {
            findings.push(...found);
            problems.push(...met);
          },
        });
        expect([findings, problems]).toEqual([one.findings, one.problems]);
        expect((await scan(Uint8Array.from(gzipSync(text)))).findings).toEqual(one.findings);
        const archive = await scan(Uint8Array.from(zip([{ path: "a.csv", data: Buffer.from(text) }])));
        expect(archive.findings.map(dayOf)).toEqual(one.findings.map(dayOf));
        const locations = one.findings.map(({ place }) => place);
        expect(await readEventsAt(new Blob([text]), locations, one.seekable)).toEqual(
          one.findings.map(({ ruleId: _, ...event }) => event),
        );
      }),
      { numRuns: 20 },
    );
  });

  it("are the same in splits of NDJSON", async () => {
    const record = (EventTime: string): object => ({
      EventTime,
      EventID: 13,
      SourceName: "Microsoft-Windows-Sysmon",
      Channel: "Microsoft-Windows-Sysmon/Operational",
      Image: "C:\\Windows\\System32\\reg.exe",
      TargetObject: HKLM_PATH,
      Details: "DWORD (0x00000002)",
    });
    const few = ["3/4/2024 10:00:00", "5/6/2024 11:00:00"];
    for (const times of [
      [...few, "12/31/2024 10:00:00", ...few],
      [...few, "x", ...few],
    ]) {
      const text = ndjson(times.map(record));
      const one = await scan(text);
      const findings: Finding[] = [];
      const problems: ScanDiagnostic[] = [];
      const scheduler = new SplitScheduler(
        text.length,
        2,
        {
          batch(found, met) {
            findings.push(...found);
            problems.push(...met);
          },
        },
        Math.ceil(text.length / 4),
      );
      scheduler.begin("lines", [], "validation");
      const queue = {
        begin: () => undefined,
        sharesPrescans: () => scheduler.sharesPrescans(),
        next: () => scheduler.next(),
        flush: scheduler.flush.bind(scheduler),
        done: scheduler.done.bind(scheduler),
      };
      const blob = new Blob([text]);
      await Promise.all([scanSplits(blob, seedRules(), queue), scanSplits(blob, seedRules(), queue)]);
      await scheduler.result();
      expect(findings).toEqual(one.findings);
      expect(problems).toEqual(one.problems);
    }
  });
});

describe("a time that is not understood", () => {
  it("is reported with the first place and its text", async () => {
    const { problems, inventory, findings } = await scan(
      table("2024-03-31T06:39:36Z", "the day before", "10/11/12, 15:40", "2024-03-31T06:39:36Z"),
    );
    expect(findings).toHaveLength(4);
    expect(inventory.undated).toBe(2);
    expect(problems).toMatchObject([
      { code: "unread-time", severity: "warning", line: 3, data: { count: 2, text: "the day before" } },
    ]);
  });

  it("is reported for documents that are taken as they are", async () => {
    const documents = [
      { "@timestamp": "31 dic 2024", "event.category": "registry" },
      { "event.category": "registry" },
    ];
    const { problems } = await scan(ndjson(documents));
    expect(problems).toMatchObject([{ code: "unread-time", data: { count: 1, text: "31 dic 2024" } }]);
  });

  it("repeats only the beginning of a long text", async () => {
    const { problems } = await scan(table("x".repeat(5000)));
    expect(problems[0]!.data).toEqual({ count: 1, text: "x".repeat(64) });
  });
});

it("the order is part of the settings' key, and no earlier key has changed", () => {
  expect(readSettingsKey({ dateOrder: "day-first" })).not.toBe(readSettingsKey({ dateOrder: "month-first" }));
  expect(readSettingsKey({ zone: "UTC+02:00", carve: true })).toBe("UTC+02:00 carved");
  expect(readSettingsKey({ dateOrder: undefined })).toBe("");
});
