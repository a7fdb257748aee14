import { describe, expect, it } from "vitest";
import {
  scanFile,
  type ScanResult,
  ScanRules,
  scanSplits,
  splitKindOf,
  SplitScheduler,
} from "../../../src/scan/index.ts";
import { mulberry32 } from "../../bench/random.ts";
import { ChunkWriter } from "../../formats/evtx/chunk-writer.ts";
import { evtxFile } from "../../formats/evtx/writer.ts";
import { mutate } from "../../fuzz/mutate.ts";
import { samplesOf } from "../../fuzz/samples.ts";
import { ruleOf } from "../../rules/run/helpers.ts";
import { registryWrite } from "../../support/registry-log.ts";
import { seedRule } from "../../support/seed.ts";
import { inPieces } from "../correlation-rules.ts";
import { type Gathered, gathered } from "./gathered.ts";

/* A prescan in splits gives the same as one of the whole file, or says that the file has to be read from start to end. */

const QUERIES = [
  'any where registry.path : "*\\\\DumpType*"',
  'any where process.command_line : "*LocalDumps*"',
  'any where process.parent.name : "cmd.exe"',
  'any where file.name : "lsass*"',
];
const RULES = [seedRule, ...QUERIES.map((query, n) => ruleOf({ rule_id: String(n), type: "eql", query }))];
const rules = () =>
  new ScanRules(
    RULES.map((rule) => ({ rule, exceptions: [] })),
    0,
  );

const whole = (bytes: Uint8Array) =>
  gathered((receiver) =>
    scanFile(inPieces(bytes, 1 << 20), rules(), receiver, {
      prescan: true,
      prescanFrom: 0,
      index: true,
      nearMisses: true,
    }),
  );

async function inSplits(bytes: Uint8Array, splitBytes: number, workers: number): Promise<Gathered | null> {
  const blob = inPieces(bytes, 1009);
  const kind = await splitKindOf(blob, {});
  if (kind === null) return null;
  return gathered(async (receiver): Promise<ScanResult | null> => {
    const scheduler = new SplitScheduler(blob.size, workers, receiver, splitBytes);
    scheduler.begin(kind, [], "scan");
    const work = () => scanSplits(blob, rules(), scheduler, { index: true, nearMisses: true });
    await Promise.all(Array.from({ length: workers }, work));
    return scheduler.result();
  });
}

const CHUNK = 65_536;

/** In every third chunk one record raises an alert. */
function log(): Uint8Array {
  const chunks = Array.from({ length: 9 }, (_, c) => {
    const chunk = new ChunkWriter();
    for (let n = 0; n < 20; n++)
      chunk.add(20 * c + n + 1, registryWrite(20 * c + n + 1, "H", c % 3 === 1 && n === 7 ? 2 : 1));
    return chunk.finish();
  });
  const bytes = Uint8Array.from(evtxFile(chunks));
  const roomy = new Uint8Array(bytes.length + 3 * CHUNK);
  roomy.set(bytes);
  return roomy;
}

/** Nothing shows the inventory of a prescan, which is that of the records that it had to decode. */
const withoutInventory = (scan: Gathered | null) => ({ ...scan!, inventory: null });

const splitBytesOf = (bytes: Uint8Array, parts: number) => Math.ceil(bytes.length / parts);

describe("a prescan in splits", () => {
  it("finds in an event log what the prescan of all of it finds", async () => {
    const bytes = log();
    const expected = await whole(bytes);
    expect(expected).toMatchObject({ exact: false, events: 180, indexed: [], nearMisses: null });
    // The built-in rule and the query for the same value.
    expect(expected!.findings.length).toBeGreaterThan(3);
    for (const [splitBytes, workers] of [
      [CHUNK, 1],
      [CHUNK, 7],
      [2 * CHUNK, 3],
      [5 * CHUNK, 2],
    ] as const)
      expect(withoutInventory(await inSplits(bytes, splitBytes, workers))).toEqual(
        withoutInventory(expected),
      );
  });

  it("finds the same in a damaged log, or is given up", async () => {
    const bytes = log();
    let same = 0;
    for (let seed = 1; seed <= 24; seed++) {
      const random = mulberry32(seed);
      for (let i = 0; i < 4; i++) random();
      const mutant = mutate(bytes, bytes, random).bytes;
      const splits = await inSplits(mutant, 2 * CHUNK, 2);
      if (splits === null) continue;
      same++;
      expect(withoutInventory(splits), `the mutant of seed ${seed}`).toEqual(
        withoutInventory(await whole(mutant)),
      );
    }
    expect(same).toBeGreaterThan(8);
  });

  it.each(["ndjson", "csv", "xml"] as const)(
    "finds the same in %s of every tool, intact and damaged",
    async (format) => {
      let same = 0;
      let alerts = 0;
      const samples = samplesOf(format);
      for (const { name, bytes } of samples)
        for (const seed of [0, 2]) {
          const random = mulberry32(seed);
          for (let i = 0; i < 4; i++) random();
          const given = seed === 0 ? bytes : mutate(bytes, bytes, random).bytes;
          const splits = await inSplits(given, splitBytesOf(bytes, 3 + seed), [1, 2, 3][seed]!);
          const expected = await whole(given);
          // Whether a short file is NDJSON is judged by its end as well; none that is shared is so short.
          if (splits === null || splits.exact !== expected!.exact) continue;
          same++;
          alerts += splits.findings.length;
          expect(withoutInventory(splits), `${name}, seed ${seed}`).toEqual(withoutInventory(expected));
        }
      expect(same).toBeGreaterThan(samples.length / 2);
      expect(alerts).toBeGreaterThan(samples.length / 6);
    },
  );

  it("decodes every record where a table may spell what a rule requires in another way", async () => {
    const row = `2024-01-01,4688,Security,"{""a"":""\\u0043""}"\n`;
    const bytes = new TextEncoder().encode(`TimeCreated,EventId,Channel,Payload\n${row.repeat(30)}`);
    const splits = await inSplits(bytes, 300, 2);
    expect(splits).toMatchObject({ exact: true, events: 30 });
    expect(splits!.indexed).toHaveLength(30);
  });
});
