import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { eventOf, type ReadSettings, readSettingsKey, readEventsAt } from "../../src/scan/index.ts";
import { ChunkWriter } from "../formats/evtx/chunk-writer.ts";
import { eventOfValues, evtxFile } from "../formats/evtx/writer.ts";
import { logWithRemnants, registryWrite } from "../support/registry-log.ts";
import { ndjson, scan } from "../support/scan.ts";
import { HKLM_PATH, registryDocument } from "../support/seed.ts";
import { scanWith, sequenceRule } from "./correlation-rules.ts";

/*
 * Read settings reach everything that reads the file: the scan, both of its passes, and the reading of single
 * locations.
 */

const CELLS = (time: string): string => `"${time}",registry,windows,${HKLM_PATH},2`;
const discover = (...times: readonly string[]): string =>
  ["@timestamp,event.category,host.os.type,registry.path,registry.data.strings", ...times.map(CELLS)].join(
    "\n",
  );
/** A registry write in NXLog's flat JSON. */
const nxlog = (EventTime: string, Details = "DWORD (0x00000002)"): object => ({
  EventTime,
  EventID: 13,
  SourceName: "Microsoft-Windows-Sysmon",
  Channel: "Microsoft-Windows-Sysmon/Operational",
  Hostname: "HOST1",
  Image: "C:\\Windows\\System32\\reg.exe",
  TargetObject: HKLM_PATH,
  Details,
});
const timeOf = (finding: Parameters<typeof eventOf>[0]): unknown => eventOf(finding)["@timestamp"];

describe("the time zone of a file", () => {
  it("shifts times without a zone, and is reported", async () => {
    const text = discover("Mar 31, 2024 @ 06:39:36.298");
    const assumed = await scan(text);
    expect(timeOf(assumed.findings[0]!)).toBe("2024-03-31T06:39:36.298Z");
    expect(assumed.findings[0]!.zone).toEqual({ name: "UTC", told: false, occurs: "once" });

    const fromAnalyst = await scan(text, { readSettings: { zone: "UTC+02:00" } });
    expect(timeOf(fromAnalyst.findings[0]!)).toBe("2024-03-31T04:39:36.298Z");
    expect(fromAnalyst.findings[0]!.zone).toEqual({ name: "UTC+02:00", told: true, occurs: "once" });
    expect(fromAnalyst.findings[0]!.place).toEqual(assumed.findings[0]!.place);
    expect(fromAnalyst.inventory.firstEvent).toBe(Date.UTC(2024, 2, 31, 4, 39, 36, 298));
    expect(fromAnalyst.problems).toMatchObject([{ code: "assumed-zone", severity: "info", line: 2 }]);
    expect(fromAnalyst.problems[0]!.data).toEqual({ zone: "UTC+02:00", fromAnalyst: true });
  });

  it("can be set to UTC by the analyst", async () => {
    const { problems, findings } = await scan(discover("2024-03-31 06:39:36"), {
      readSettings: { zone: "UTC" },
    });
    expect(problems[0]!.data).toEqual({ zone: "UTC", fromAnalyst: true });
    expect(findings[0]!.zone).toMatchObject({ name: "UTC", told: true });
  });

  it("counts as not set if the browser does not know it", async () => {
    const { problems } = await scan(discover("2024-03-31 06:39:36"), {
      readSettings: { zone: "Europe/Nowhere" },
    });
    expect(problems[0]!.data).toEqual({ zone: "UTC", fromAnalyst: false });
  });

  it("changes nothing if times have a zone", async () => {
    const files = [discover("2024-03-31T06:39:36.298Z"), ndjson([registryDocument()]), logWithRemnants()];
    for (const file of files) {
      const before = await scan(file);
      const after = await scan(file, { readSettings: { zone: "Europe/Berlin" } });
      expect(after.findings).toEqual(before.findings);
      expect(after.inventory).toEqual(before.inventory);
      expect(after.problems).toEqual(before.problems);
    }
  });

  it("may have two offsets in one file; ambiguous and skipped times are reported", async () => {
    const text = discover(
      "Mar 31, 2024 @ 01:30:00.000",
      "Mar 31, 2024 @ 02:30:00.000",
      "Mar 31, 2024 @ 03:30:00.000",
      "Oct 27, 2024 @ 02:30:00.000",
      "Oct 27, 2024 @ 02:40:00.000",
      "Oct 27, 2024 @ 03:30:00.000",
    );
    const { findings, problems, notes, lost } = await scan(text, {
      readSettings: { zone: "Europe/Berlin" },
    });
    expect(findings.map(timeOf)).toEqual([
      "2024-03-31T00:30:00.000Z",
      "2024-03-31T01:30:00.000Z",
      "2024-03-31T01:30:00.000Z",
      "2024-10-27T00:30:00.000Z",
      "2024-10-27T00:40:00.000Z",
      "2024-10-27T02:30:00.000Z",
    ]);
    expect(findings.map(({ zone }) => zone?.occurs)).toEqual([
      "once",
      "never",
      "once",
      "twice",
      "twice",
      "once",
    ]);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ["assumed-zone", 2],
      ["doubtful-time", 3],
      ["doubtful-time", 5],
    ]);
    expect(problems[1]!.data).toEqual({ occurs: "never", count: 1, zone: "Europe/Berlin" });
    expect(problems[2]!.data).toEqual({ occurs: "twice", count: 2, zone: "Europe/Berlin" });
    expect([notes, lost]).toEqual([3, 0]);
  });

  it("is also applied to the whole inventory of a large file", async () => {
    const lines = Array.from({ length: 200 }, (_, i) =>
      nxlog(`2024-03-31 0${Math.floor(i / 100)}:00:00`, "DWORD (0x00000001)"),
    );
    const text = ndjson(
      lines.map((line, i) => (i % 3 === 0 ? { ...line, "@timestamp": "2024-03-31T00:00:00" } : line)),
    );
    const { inventory, findings } = await scan(text, {
      readSettings: { zone: "UTC-05:00" },
      decodeAllBytes: 0,
    });
    expect(inventory).toMatchObject({
      firstEvent: Date.UTC(2024, 2, 31, 5),
      lastEvent: Date.UTC(2024, 2, 31, 6),
      sampled: false,
    });
    expect(findings).toEqual([]);
  });

  it("is applied when single locations are read", async () => {
    const text = ndjson([nxlog("2024-03-31 06:39:36"), nxlog("2024-07-01 06:39:36")]);
    const readSettings: ReadSettings = { zone: "Europe/Berlin" };
    for (const file of [text, Uint8Array.from(gzipSync(text))]) {
      const { findings, seekable } = await scan(file, { readSettings });
      const locations = findings.map(({ place }) => place);
      const seen = await readEventsAt(new Blob([file]), locations, seekable, readSettings);
      expect(seen).toEqual(findings.map(({ ruleId: _, ...event }) => event));
      expect(seen.map((event) => timeOf(event!))).toEqual(["2024-03-31T04:39:36Z", "2024-07-01T04:39:36Z"]);
    }
  });

  it("is applied to the times of sequences", async () => {
    const rule = sequenceRule("sequence [registry where true] [registry where true]");
    const file = new Blob([discover("Mar 31, 2024 @ 01:30:00.000", "Mar 31, 2024 @ 03:30:00.000")]);
    const { termMatches } = await scanWith([rule], file, { readSettings: { zone: "Europe/Berlin" } });
    expect([...termMatches[0]!.millis]).toEqual([Date.UTC(2024, 2, 31, 0, 30), Date.UTC(2024, 2, 31, 1, 30)]);
  });
});

describe("carved records", () => {
  const log = logWithRemnants();
  const carve = { carve: true };

  it("are found on request, marked, and not counted as events of the log", async () => {
    const before = await scan(log);
    expect(before).toMatchObject({ events: 2, carved: 0, findings: [] });
    const after = await scan(log, { readSettings: carve });
    expect(after).toMatchObject({ events: 2, carved: 2, lost: 0 });
    expect(after.inventory).toEqual(before.inventory);
    expect(after.findings).toHaveLength(1);
    expect(after.findings[0]!.place).toMatchObject({ carved: true, recordId: "6", chunk: 0 });
    expect(eventOf(after.findings[0]!)["host.name"]).toBe("HOST-06");
  });

  it("are the same in both passes, compressed or not", async () => {
    const first = await scan(log, { readSettings: carve, prescan: true });
    const second = await scan(log, { readSettings: carve, hash: true });
    const packed = await scan(Uint8Array.from(gzipSync(log)), { readSettings: carve });
    expect(second.findings).toEqual(first.findings);
    expect(packed.findings).toEqual(first.findings);
  });

  it("do not count as events of a category that the log lacks", async () => {
    const chunk = new ChunkWriter().add(11, eventOfValues(11, [])).addStale(6, registryWrite(6, "HOST-06"));
    const found = await scan(Uint8Array.from(evtxFile([chunk.finish()])), { readSettings: carve });
    expect(found).toMatchObject({ events: 1, carved: 1, missingCategories: ["registry"] });
    expect(found.findings).toHaveLength(1);
  });

  it("take part in sequences, which know them by their location", async () => {
    const rule = sequenceRule('sequence [registry where host.name : "HOST-0*"] [registry where true]');
    const file = new Blob([log]);
    expect((await scanWith([rule], file)).termMatches[0]).not.toHaveProperty("carved");
    const { termMatches } = await scanWith([rule], file, { readSettings: carve });
    const [columns] = termMatches;
    expect(columns!.count).toBe(4);
    expect(columns!.carved).toEqual([...columns!.offsets].slice(2));
    const locations = [...columns!.offsets].map((offset, i) => ({
      offset,
      length: columns!.lengths[i]!,
      line: 0,
    }));
    const seen = await readEventsAt(file, locations, false, carve);
    expect(seen.map((event) => event!.place.carved)).toEqual([undefined, undefined, true, true]);
    expect((await readEventsAt(file, locations, false)).map((event) => event !== null)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("are not looked for in a file that is not an event log", async () => {
    const text = ndjson([registryDocument()]);
    expect((await scan(text, { readSettings: carve })).findings).toEqual((await scan(text)).findings);
  });
});

describe("readSettingsKey", () => {
  it("is equal only for equal read settings", () => {
    const readings: ReadSettings[] = [{}, { zone: "UTC" }, { carve: true }, { zone: "UTC", carve: true }];
    expect(new Set(readings.map(readSettingsKey)).size).toBe(4);
    expect(readSettingsKey({})).toBe("");
    expect(readSettingsKey({ carve: false })).toBe("");
  });
});
