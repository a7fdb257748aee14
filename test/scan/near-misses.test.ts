import { describe, expect, it } from "vitest";
import {
  eventOf,
  type NearMisses,
  readEventsAt,
  scanFile,
  type ScanOptions,
  type ScanReceiver,
  type ScanResult,
  ScanRules,
  scanSplits,
  SplitScheduler,
} from "../../src/scan/index.ts";
import { ruleOf } from "../rules/run/helpers.ts";
import { registryDocument, seedRule } from "../support/seed.ts";
import { ndjson } from "../support/scan.ts";
import { zip } from "../support/zip.ts";

const OTHER = ruleOf({
  type: "eql",
  rule_id: "other",
  query:
    'registry where host.os.type == "windows" and registry.data.strings : "2" and not process.name : ("regedit.exe", "svchost.exe")',
});
const SEQUENCE = ruleOf({
  type: "eql",
  rule_id: "sequence",
  query: 'sequence by host.name [registry where registry.data.strings : "2"] [registry where true]',
});
const rules = () =>
  new ScanRules(
    [seedRule, OTHER, SEQUENCE].map((rule) => ({ rule, exceptions: [] })),
    0,
  );
const QUIET: ScanReceiver = { batch: () => undefined };

const SVCHOST = "C:\\Windows\\System32\\svchost.exe";
/** Of ten: a match, five values that are not the wanted one, three excluded, one other. */
const events = (count: number) =>
  Array.from({ length: count }, (_, n) => {
    const time = new Date(Date.UTC(2024, 2, 1) + n * 1000).toISOString();
    const kind = n % 10;
    if (kind === 0) return registryDocument({ time });
    if (kind < 6) return registryDocument({ time, data: ["1"] });
    if (kind < 9) return registryDocument({ time, executable: SVCHOST });
    return registryDocument({ time, path: "HKLM\\Software\\Other", data: ["7"] });
  });
const bytes = (text: string) => new TextEncoder().encode(text);

const scanned = (content: BlobPart, options: ScanOptions = {}): Promise<ScanResult> =>
  scanFile(new Blob([content]), rules(), QUIET, { nearMisses: true, ...options });

async function inSplits(content: BlobPart, splitBytes: number, workers: number): Promise<ScanResult | null> {
  const blob = new Blob([content]);
  const scheduler = new SplitScheduler(blob.size, workers, QUIET, splitBytes);
  scheduler.begin("lines", rules().correlationRules, "validation");
  const options = { nearMisses: true };
  await Promise.all(Array.from({ length: workers }, () => scanSplits(blob, rules(), scheduler, options)));
  return scheduler.result();
}

const counts = (found: readonly NearMisses[] | null) =>
  found?.map(({ ruleId, text, isExclusion, count, first }) => [
    ruleId === seedRule.rule_id ? "seed" : ruleId,
    text.slice(0, 24),
    isExclusion,
    count,
    first.length,
  ]);

describe("near misses of a file", () => {
  it("are counted by clause, and the first of each are kept", async () => {
    const { nearMisses } = await scanned(ndjson(events(200)));
    expect(counts(nearMisses)).toEqual([
      ["seed", "registry.data.strings : ", false, 100, 20],
      ["seed", "not (process.executable ", true, 60, 20],
      ["other", 'not process.name : ("reg', true, 60, 20],
    ]);
  });

  it("are all at places that are kept, for a list of them", async () => {
    const text = ndjson(events(200));
    const { nearMisses } = await scanned(text);
    for (const { count, places, first } of nearMisses!) {
      expect(places).toHaveLength(count);
      expect(places!.slice(0, 20)).toEqual(first.map(({ place: { offset } }) => ({ offset })));
      expect(new Set(places!.map(({ offset }) => offset)).size).toBe(count);
      for (const { offset } of places!) expect(offset === 0 || text[offset - 1] === "\n").toBe(true);
    }
  });

  it("say where the event is, and what the clause saw", async () => {
    const text = ndjson(events(200));
    const { nearMisses } = await scanned(text);
    const [values, excluded] = nearMisses!;
    const [{ place, time, event, saw }] = excluded!.first as [NearMisses["first"][number]];
    expect(time).toBe(Date.UTC(2024, 2, 1) + 6000);
    expect(event).toMatchObject({ host: "HOST1", user: "S-1-5-18", process: "svchost.exe", value: "2" });
    expect(saw).toEqual([
      { field: "process.executable", values: [SVCHOST], more: 0 },
      { field: "user.id", values: ["S-1-5-18"], more: 0 },
    ]);
    expect(place.line).toBe(7);
    expect(text.slice(place.offset, place.offset + place.length)).toContain("svchost.exe");
    const [read] = await readEventsAt(new Blob([text]) as File, [place], true, {}, []);
    expect(eventOf(read!)["process.executable"]).toBe(SVCHOST);
    expect(values!.first[0]!.saw).toEqual([{ field: "registry.data.strings", values: ["1"], more: 0 }]);
  });

  it("are the same however the records are read", async () => {
    const text = ndjson(events(150));
    const { nearMisses } = await scanned(text);
    for (const options of [{ projection: false }, { prefilter: false }, { index: true }])
      expect((await scanned(text, options)).nearMisses).toEqual(nearMisses);
  });

  it("are the same in splits", async () => {
    const text = ndjson(events(300));
    const { nearMisses } = await scanned(text);
    for (const [splitBytes, workers] of [
      [1000, 1],
      [7001, 3],
      [40_000, 2],
    ] as const)
      expect((await inSplits(text, splitBytes, workers))!.nearMisses).toEqual(nearMisses);
  });

  it("are found in the members of an archive", async () => {
    const part = (name: string, from: number, to: number) => ({
      path: name,
      data: bytes(ndjson(events(100).slice(from, to))),
    });
    const { nearMisses } = await scanned(zip([part("a.ndjson", 0, 50), part("b/c.ndjson", 50, 100)]));
    const whole = await scanned(ndjson(events(100)));
    expect(counts(nearMisses)).toEqual(counts(whole.nearMisses));
    expect(nearMisses!.map(({ first }) => first.map(({ time }) => time))).toEqual(
      whole.nearMisses!.map(({ first }) => first.map(({ time }) => time)),
    );
    expect(nearMisses![1]!.first[15]!.place.member).toBe("b/c.ndjson");
    expect(nearMisses![1]!.first[14]!.place.member).toBe("a.ndjson");
  });

  it("begin anew where a scan does, because of a date", async () => {
    const table = (dates: readonly string[]) =>
      `@timestamp,event.category,host.os.type,registry.data.strings,process.name,process.executable,user.id\n${dates
        .map((date) => `${date} 10:00:00,registry,windows,2,svchost.exe,${SVCHOST},S-1-5-18\n`)
        .join("")}`;
    const { nearMisses } = await scanned(table(["03/02/2024", "04/02/2024", "15/02/2024"]));
    expect(counts(nearMisses)).toEqual([["other", 'not process.name : ("reg', true, 3, 3]]);
  });

  it("are not known after a prescan, and not looked for unless asked", async () => {
    const text = ndjson(events(50));
    const seed = new ScanRules([{ rule: seedRule, exceptions: [] }], 0);
    const prescan = { nearMisses: true, prescan: true, prescanFrom: 0 };
    const prescanned = await scanFile(new Blob([text]), seed, QUIET, prescan);
    expect(prescanned).toMatchObject({ exact: false, nearMisses: null });
    expect((await scanned(text, { nearMisses: false })).nearMisses).toBeNull();
    expect((await scanned("")).nearMisses).toEqual([]);
  });

  it("keep little of an event that is made to be large", async () => {
    const long = "x".repeat(100_000);
    const many = Array.from({ length: 5000 }, (_, i) => `${long.slice(0, 20)}${i}`);
    const one = registryDocument({ data: [long, ...many], userId: long });
    const { nearMisses } = await scanned(ndjson([one]));
    expect(nearMisses).toHaveLength(1);
    expect(nearMisses![0]!.first[0]!.saw[0]).toMatchObject({ more: 4997 });
    expect(JSON.stringify(nearMisses).length).toBeLessThan(3000);
  });
});
