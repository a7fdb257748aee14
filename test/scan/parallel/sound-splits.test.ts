import { describe, expect, it } from "vitest";
import { scanFile, scanSplits, splitKindOf, SplitScheduler } from "../../../src/scan/index.ts";
import { mulberry32 } from "../../bench/random.ts";
import { ChunkWriter } from "../../formats/evtx/chunk-writer.ts";
import { evidenceBytes, evidenceLogs, hasEvidence } from "../../formats/evtx/evidence.ts";
import { evtxFile } from "../../formats/evtx/writer.ts";
import { mutate } from "../../fuzz/mutate.ts";
import { ndjson } from "../../support/scan.ts";
import { registryWrite } from "../../support/registry-log.ts";
import { inPieces } from "../correlation-rules.ts";
import { gathered } from "./gathered.ts";
import { splitRules } from "./split-rules.ts";

/*
 * A file in splits gives the same as the whole file, or says that it has to be read from start to end: when a split needs
 * what is before or after it.
 */

const whole = (bytes: Uint8Array) =>
  gathered((receiver) =>
    scanFile(inPieces(bytes, 1 << 20), splitRules(), receiver, {
      decodeAllBytes: Infinity,
      nearMisses: true,
    }),
  );

/** Null if the file has to be read from start to end. */
async function inSplits(bytes: Uint8Array, splitBytes: number, workers: number, piece = 70_001) {
  const blob = inPieces(bytes, piece);
  const kind = await splitKindOf(blob, {});
  if (kind === null) return null;
  return gathered(async (receiver) => {
    const scheduler = new SplitScheduler(blob.size, workers, receiver, splitBytes);
    scheduler.begin(kind, splitRules().correlationRules, "validation");
    await Promise.all(
      Array.from({ length: workers }, () => scanSplits(blob, splitRules(), scheduler, { nearMisses: true })),
    );
    return scheduler.result();
  });
}

const CHUNK = 65_536;

function log(chunks: number): Uint8Array {
  return Uint8Array.from(
    evtxFile(
      Array.from({ length: chunks }, (_, c) => {
        const chunk = new ChunkWriter();
        for (let n = 1; n <= 15; n++) chunk.add(15 * c + n, registryWrite(15 * c + n, `HOST-${n % 3}`));
        return chunk.finish();
      }),
    ),
  );
}

/** A log with room for more chunks than it has, as Windows writes it. */
function logWithRoom(): Uint8Array {
  const bytes = log(4);
  const roomy = new Uint8Array(bytes.length + 5 * CHUNK);
  roomy.set(bytes);
  return roomy;
}

describe("an event log in splits", () => {
  it.each([
    ["whose chunks are all in use", log(7)],
    ["with room for more chunks", logWithRoom()],
  ])("gives the same as the whole log: %s", async (_, bytes) => {
    const expected = await whole(bytes);
    expect(expected!.findings.length).toBeGreaterThan(50);
    expect(expected!.nearMisses!.map(({ first }) => first.length)).toEqual([20]);
    for (const [splitBytes, workers] of [
      [CHUNK, 1],
      [CHUNK, 3],
      [2 * CHUNK, 2],
      [4 * CHUNK, 7],
      [100 * CHUNK, 2],
    ] as const)
      expect(await inSplits(bytes, splitBytes, workers)).toEqual(expected);
  });

  it("is read from start to end if it is damaged, or else gives the same", async () => {
    const bytes = log(7);
    let same = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = mulberry32(seed);
      for (let i = 0; i < 4; i++) random();
      const mutant = mutate(bytes, logWithRoom(), random).bytes;
      const splits = await inSplits(mutant, 2 * CHUNK, 2);
      if (splits === null) continue;
      same++;
      expect(splits, `the mutant of seed ${seed}`).toEqual(await whole(mutant));
    }
    // Bytes that no checksum covers, and no one needs.
    expect(same).toBeGreaterThan(0);
  });

  it("is read from start to end if chunks follow where there should be none", async () => {
    const bytes = logWithRoom();
    bytes.copyWithin(4096 + 7 * CHUNK, 4096, 4096 + CHUNK);
    for (const splitBytes of [CHUNK, 2 * CHUNK, 100 * CHUNK])
      expect(await inSplits(bytes, splitBytes, 2)).toBeNull();
  });

  it.skipIf(!hasEvidence)("gives the same for real logs, or is read from start to end", async () => {
    let same = 0;
    for (const name of evidenceLogs(600_000)) {
      const bytes = evidenceBytes(name);
      const splits = await inSplits(bytes, 3 * CHUNK, 2);
      if (splits === null) continue;
      same++;
      expect(splits, name).toEqual(await whole(bytes));
    }
    expect(same).toBeGreaterThan(20);
  });
});

describe("lines in splits", () => {
  const events = Array.from({ length: 40 }, (_, n) => ({
    "@timestamp": `2024-01-01T00:00:${10 + n}Z`,
    event: { category: "process" },
    host: { name: "H" },
  }));
  const table = "@timestamp,event.category,host.name\n2024-01-01T00:00:00Z,process,H\n".repeat(2);

  it("are read from start to end if another form begins among them", async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const plain = bytes(ndjson(events));
    expect(await inSplits(plain, 700, 2)).toEqual(await whole(plain));
    expect(await inSplits(bytes(`${ndjson(events)}${table}`), 700, 2)).toBeNull();
    expect(await inSplits(bytes(`${ndjson(events)}${table}${ndjson(events)}`), 700, 2)).toBeNull();
  });
});
