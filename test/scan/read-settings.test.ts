import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { eventOf, type ReadSettings, readSettingsKey, readEventsAt } from "../../src/scan/index.ts";
import { ChunkWriter } from "../formats/evtx/chunk-writer.ts";
import { eventOfValues, evtxFile } from "../formats/evtx/writer.ts";
import { logWithRemnants, registryWrite } from "../support/registry-log.ts";
import { ndjson, scan } from "../support/scan.ts";
import { HKLM_PATH, registryDocument } from "../support/seed.ts";
import { scanWith, sequenceRule } from "./correlation-rules.ts";

/* What an analyst says of a file reaches all that reads it: the scan, both of its passes, and the reading of single places. */

const CELLS = (time: string): string => `"${time}",registry,windows,${HKLM_PATH},2`;
const discover = (...times: readonly string[]): string =>
  ["@timestamp,event.category,host.os.type,registry.path,registry.data.strings", ...times.map(CELLS)].join(
    "\n",
  );
/** A write as NXLog's flat JSON has it. */
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

describe("the zone of a file's times", () => {
  it("shifts those that name none, and says what it is", async () => {
    const text = discover("Mar 31, 2024 @ 06:39:36.298");
    const assumed = await scan(text);
    expect(timeOf(assumed.findings[0]!)).toBe("2024-03-31T06:39:36.298Z");
    expect(assumed.findings[0]!.zone).toEqual({ name: "UTC", told: false, occurs: "once" });

    const told = await scan(text, { readSettings: { zone: "UTC+02:00" } });
    expect(timeOf(told.findings[0]!)).toBe("2024-03-31T04:39:36.298Z");
    expect(told.findings[0]!.zone).toEqual({ name: "UTC+02:00", told: true, occurs: "once" });
    expect(told.findings[0]!.place).toEqual(assumed.findings[0]!.place);
    expect(told.inventory.firstEvent).toBe(Date.UTC(2024, 2, 31, 4, 39, 36, 298));
    expect(told.problems).toMatchObject([{ code: "assumed-zone", severity: "info", line: 2 }]);
    expect(told.problems[0]!.data).toEqual({ zone: "UTC+02:00", fromAnalyst: true });
  });

  it("may be UTC by somebody's word", async () => {
    const { problems, findings } = await scan(discover("2024-03-31 06:39:36"), {
      readSettings: { zone: "UTC" },
    });
    expect(problems[0]!.data).toEqual({ zone: "UTC", fromAnalyst: true });
    expect(findings[0]!.zone).toMatchObject({ name: "UTC", told: true });
  });

  it("that the browser does not know is as good as none", async () => {
    const { problems } = await scan(discover("2024-03-31 06:39:36"), {
      readSettings: { zone: "Europe/Nowhere" },
    });
    expect(problems[0]!.data).toEqual({ zone: "UTC", fromAnalyst: false });
  });

  it("changes nothing where times name theirs", async () => {
    const files = [discover("2024-03-31T06:39:36.298Z"), ndjson([registryDocument()]), logWithRemnants()];
    for (const file of files) {
      const before = await scan(file);
      const after = await scan(file, { readSettings: { zone: "Europe/Berlin" } });
      expect(after.findings).toEqual(before.findings);
      expect(after.inventory).toEqual(before.inventory);
      expect(after.problems).toEqual(before.problems);
    }
  });

  it("may have two offsets in one file, and says which times it showed twice or never", async () => {
    const text = discover(
      "Mar 31, 2024 @ 01:30:00.000",
      "Mar 31, 2024 @ 02:30:00.000",
      "Mar 31, 2024 @ 03:30:00.000",
      "Oct 27, 2024 @ 02:30:00.000",
      "Oct 27, 2024 @ 02:40:00.000",
      "Oct 27, 2024 @ 03:30:00.000",
    );
    const { findings, problems, remarks, lost } = await scan(text, {
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
    expect([remarks, lost]).toEqual([3, 0]);
  });

  it("is exact for the whole inventory of a large file, too", async () => {
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

  it("is kept to by the reading of single places", async () => {
    const text = ndjson([nxlog("2024-03-31 06:39:36"), nxlog("2024-07-01 06:39:36")]);
    const readSettings: ReadSettings = { zone: "Europe/Berlin" };
    for (const file of [text, Uint8Array.from(gzipSync(text))]) {
      const { findings, seekable } = await scan(file, { readSettings });
      const locations = findings.map(({ place }) => place);
      const seen = await readEventsAt(new Blob([file]), locations, seekable, readSettings);
      expect(seen).toEqual(findings.map(({ ruleId: _, ...one }) => one));
      expect(seen.map((one) => timeOf(one!))).toEqual(["2024-03-31T04:39:36Z", "2024-07-01T04:39:36Z"]);
    }
  });

  it("is that of sequences", async () => {
    const rule = sequenceRule("sequence [registry where true] [registry where true]");
    const file = new Blob([discover("Mar 31, 2024 @ 01:30:00.000", "Mar 31, 2024 @ 03:30:00.000")]);
    const { termMatches } = await scanWith([rule], file, { readSettings: { zone: "Europe/Berlin" } });
    expect([...termMatches[0]!.millis]).toEqual([Date.UTC(2024, 2, 31, 0, 30), Date.UTC(2024, 2, 31, 1, 30)]);
  });
});

describe("records that are not the log's", () => {
  const log = logWithRemnants();
  const carve = { carve: true };

  it("are found when asked for, marked, and none of the log's events", async () => {
    const before = await scan(log);
    expect(before).toMatchObject({ events: 2, carved: 0, findings: [] });
    const after = await scan(log, { readSettings: carve });
    expect(after).toMatchObject({ events: 2, carved: 2, lost: 0 });
    expect(after.inventory).toEqual(before.inventory);
    expect(after.findings).toHaveLength(1);
    expect(after.findings[0]!.place).toMatchObject({ carved: true, recordId: "6", chunk: 0 });
    expect(eventOf(after.findings[0]!)["host.name"]).toBe("HOST-06");
  });

  it("are found by the second pass as by the first, packed or not", async () => {
    const first = await scan(log, { readSettings: carve, prescan: true });
    const second = await scan(log, { readSettings: carve, hash: true });
    const packed = await scan(Uint8Array.from(gzipSync(log)), { readSettings: carve });
    expect(second.findings).toEqual(first.findings);
    expect(packed.findings).toEqual(first.findings);
  });

  it("do not answer for a category that the log has no event of", async () => {
    const chunk = new ChunkWriter().add(11, eventOfValues(11, [])).addStale(6, registryWrite(6, "HOST-06"));
    const found = await scan(Uint8Array.from(evtxFile([chunk.finish()])), { readSettings: carve });
    expect(found).toMatchObject({ events: 1, carved: 1, missingCategories: ["registry"] });
    expect(found.findings).toHaveLength(1);
  });

  it("take part in sequences, which know them by their place", async () => {
    const rule = sequenceRule('sequence [registry where host.name : "HOST-0*"] [registry where true]');
    const file = new Blob([log]);
    expect((await scanWith([rule], file)).termMatches[0]).not.toHaveProperty("carved");
    const { termMatches } = await scanWith([rule], file, { readSettings: carve });
    const [one] = termMatches;
    expect(one!.count).toBe(4);
    expect(one!.carved).toEqual([...one!.offsets].slice(2));
    const locations = [...one!.offsets].map((offset, i) => ({ offset, length: one!.lengths[i]!, line: 0 }));
    const seen = await readEventsAt(file, locations, false, carve);
    expect(seen.map((event) => event!.place.carved)).toEqual([undefined, undefined, true, true]);
    expect((await readEventsAt(file, locations, false)).map((event) => event !== null)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("are the log's where the file is none", async () => {
    const text = ndjson([registryDocument()]);
    expect((await scan(text, { readSettings: carve })).findings).toEqual((await scan(text)).findings);
  });
});

describe("readingKey", () => {
  it("is the same for the same reading only", () => {
    const readings: ReadSettings[] = [{}, { zone: "UTC" }, { carve: true }, { zone: "UTC", carve: true }];
    expect(new Set(readings.map(readSettingsKey)).size).toBe(4);
    expect(readSettingsKey({})).toBe("");
    expect(readSettingsKey({ carve: false })).toBe("");
  });
});
