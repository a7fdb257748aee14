import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Finding,
  scanFile,
  type ScanOptions,
  type ScanResult,
  ScanRules,
  scanSplits,
  SplitScheduler,
} from "../../src/scan/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { ruleOf } from "../rules/run/helpers.ts";
import { HKLM_PATH, registryDocument } from "../support/documents.ts";
import { inPieces, sequenceRule } from "./correlation-rules.ts";

const SECRET = 'registry.path : "*Windows Error Reporting*"';
const eql = (rule_id: string, query: string): Rule => ruleOf({ type: "eql", rule_id, query });
/** All require a text, so that the prefilter skips other records. */
const SELECTIVE = [
  eql("host", `registry where ${SECRET} and host.id : "loupe:*"`),
  eql("process", `registry where ${SECRET} and process.entity_id != null`),
  eql("none", `registry where ${SECRET} and host.id == null`),
  {
    ...sequenceRule(`sequence by host.id [registry where ${SECRET}] [registry where ${SECRET}]`),
    rule_id: "sequence",
  },
];
const EVERY = [
  ...SELECTIVE,
  eql("ids", 'any where host.id == "loupe:ws01"'),
  eql("entities", 'any where process.entity_id : "loupe:ws01/*"'),
];

const rulesOf = (rules: readonly Rule[]): ScanRules =>
  new ScanRules(
    rules.map((rule) => ({ rule, exceptions: [] })),
    0,
  );

const raw = fc.record({
  code: fc.constantFrom("13", "4657", "4688"),
  computer: fc.constantFrom("WS01", "ws01", "ws01.corp.example", undefined),
  path: fc.constantFrom(HKLM_PATH, "HKLM\\Other"),
  pid: fc.constantFrom("4", "88"),
});
type Raw = typeof raw extends fc.Arbitrary<infer T> ? T : never;

const channelOf = ({ code }: Raw): string =>
  code === "13" ? "Microsoft-Windows-Sysmon/Operational" : "Security";
const dataOf = ({ code, path, pid }: Raw): Record<string, string> =>
  code === "4688"
    ? { NewProcessId: pid, NewProcessName: "C:\\Windows Error Reporting\\a.exe" }
    : { TargetObject: path, ObjectName: path, ProcessId: pid };

/** As evtx_dump writes it. */
const jsonOf = (event: Raw): string =>
  JSON.stringify({
    Event: {
      System: {
        EventID: event.code,
        TimeCreated: { "#attributes": { SystemTime: "2024-03-01T10:00:00.123456Z" } },
        Channel: channelOf(event),
        ...(event.computer !== undefined && { Computer: event.computer }),
      },
      EventData: dataOf(event),
    },
  });

const xmlOf = (event: Raw): string =>
  `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><EventID>${event.code}</EventID>` +
  `<TimeCreated SystemTime="2024-03-01T10:00:00.123456Z"/><Channel>${channelOf(event)}</Channel>` +
  (event.computer === undefined ? "" : `<Computer>${event.computer}</Computer>`) +
  `</System><EventData>${Object.entries(dataOf(event))
    .map(([name, value]) => `<Data Name="${name}">${value}</Data>`)
    .join("")}</EventData></Event>`;
/** As Winlogbeat sends it; with its `@timestamp`, the prefilter may skip it. */
const winlogbeatOf = (event: Raw): string =>
  JSON.stringify({
    "@timestamp": "2024-03-01T10:00:00.123Z",
    event: { code: event.code, kind: "event" },
    winlog: {
      channel: channelOf(event),
      event_id: event.code,
      ...(event.computer !== undefined && { computer_name: event.computer }),
      event_data: dataOf(event),
    },
  });

const mappedDocument = fc
  .record({ path: fc.constantFrom(HKLM_PATH, "HKLM\\Other"), id: fc.constantFrom("agent", undefined) })
  .map(({ path, id }) => {
    const document = registryDocument({ path, host: "WS01" });
    return JSON.stringify(id === undefined ? document : { ...document, "host.id": id });
  });
const lines = fc
  .array(fc.oneof(raw.map(jsonOf), raw.map(winlogbeatOf), mappedDocument), { maxLength: 25 })
  .map((records) => records.map((record) => `${record}\n`).join(""));
const xml = fc.array(raw.map(xmlOf), { minLength: 1, maxLength: 25 }).map((records) => records.join("\n"));

type Outcome = Pick<ScanResult, "termMatches" | "events"> & {
  readonly findings: readonly Finding[];
  readonly sampled: boolean;
};

async function outcome(
  scan: (batch: (found: readonly Finding[]) => void) => Promise<ScanResult>,
): Promise<Outcome> {
  const findings: Finding[] = [];
  const { termMatches, events, inventory } = await scan((found) => void findings.push(...found));
  return { termMatches, events, findings, sampled: inventory.sampled };
}

const scanned = (text: string, rules: readonly Rule[], options: ScanOptions = {}): Promise<Outcome> =>
  outcome((batch) => scanFile(inPieces(text, 500), rulesOf(rules), { batch }, options));

describe("rules over derived fields", () => {
  it.each([
    ["that require a text", SELECTIVE],
    ["that examine every event", EVERY],
  ])("%s find the same, whatever the prefilter and the projection skip", async (_, rules) => {
    let alerts = 0;
    let skipped = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(lines, xml), async (text) => {
        const plain = await scanned(text, rules, { prefilter: false });
        alerts += plain.findings.length;
        const fast = await scanned(text, rules, { decodeAllBytes: 0 });
        skipped += Number(fast.sampled);
        expect({ ...fast, sampled: false }).toEqual(plain);
        expect(await scanned(text, rules, { prefilter: false, projection: true })).toEqual(plain);
      }),
      { numRuns: 150, seed: 3 },
    );
    expect(alerts).toBeGreaterThan(100);
    expect(skipped > 20).toBe(rules === SELECTIVE);
  });

  it("find the same in however many parts the file is read", async () => {
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 3 }), async (text, workers) => {
        const parts = await outcome(async (batch) => {
          const blob = inPieces(text, 500);
          const scheduler = new SplitScheduler(blob.size, workers, { batch }, 700);
          const rules = (): ScanRules => rulesOf(EVERY);
          scheduler.begin("lines", rules().correlationRules, "validation");
          const queue = {
            begin: () => undefined,
            sharesPrescans: () => scheduler.sharesPrescans(),
            next: () => scheduler.next(),
            flush: (index: number, found: readonly Finding[]) => scheduler.flush(index, found),
            done: (scan: Parameters<SplitScheduler["done"]>[0]) => scheduler.done(scan),
          };
          await Promise.all(Array.from({ length: workers }, () => scanSplits(blob, rules(), queue)));
          return (await scheduler.result())!;
        });
        expect(parts).toEqual(await scanned(text, EVERY));
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it("join events of one computer, in whatever case its name is written, and say which fields were derived", async () => {
    const event = (Computer: string, id: number) => ({
      Event: {
        System: {
          EventID: 13,
          Channel: "Microsoft-Windows-Sysmon/Operational",
          TimeCreated: { "#attributes": { SystemTime: `2024-03-01T10:00:0${id}Z` } },
          Computer,
        },
        EventData: { TargetObject: HKLM_PATH },
      },
    });
    const text = `${JSON.stringify(event("WS01", 1))}\n${JSON.stringify(event("ws01", 2))}\n`;
    const { termMatches, findings } = await scanned(text, SELECTIVE);
    expect(termMatches).toHaveLength(1);
    expect(findings.map(({ ruleId, derived }) => [ruleId, derived])).toEqual([
      ["host", ["host.id"]],
      ["host", ["host.id"]],
    ]);
  });
});
