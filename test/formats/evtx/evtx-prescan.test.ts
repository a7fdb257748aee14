import { describe, expect, it } from "vitest";
import { type Finding, scanFile, type ScanOptions } from "../../../src/scan/index.ts";
import { mulberry32 } from "../../bench/random.ts";
import { mutate } from "../../fuzz/mutate.ts";
import { inPieces } from "../../scan/correlation-rules.ts";
import { registryWrite } from "../../support/registry-log.ts";
import { seedRules } from "../../support/seed.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { evidenceBytes, evidenceLogs, hasEvidence } from "./evidence.ts";
import { evtxFile } from "./writer.ts";

/* The prescan of event logs finds nothing that the scan of every record does not find, and in intact logs the same. */

async function scanned(bytes: Uint8Array, options: ScanOptions = {}, piece = 1 << 20) {
  const findings: Finding[] = [];
  const receiver = { batch: (found: readonly Finding[]) => void findings.push(...found) };
  const result = await scanFile(inPieces(bytes, piece), seedRules(), receiver, options);
  return { findings, exact: result.exact, kind: result.kind, events: result.events };
}

const prescanned = (bytes: Uint8Array, piece?: number) =>
  scanned(bytes, { prescan: true, prescanFrom: 0 }, piece);

/** A log of some chunks. In every third one record raises an alert; in others the text is there, but does not. */
function log(): Uint8Array {
  const chunks = Array.from({ length: 9 }, (_, c) => {
    const chunk = new ChunkWriter();
    for (let n = 0; n < 20; n++) {
      const id = 20 * c + n + 1;
      chunk.add(id, registryWrite(id, `HOST-${id}`, c % 3 === 1 && n === 7 ? 2 : 1));
    }
    return chunk.finish();
  });
  return Uint8Array.from(evtxFile(chunks));
}

describe("the prescan of an event log", () => {
  it("finds the same as the scan of every record, however the bytes arrive", async () => {
    const bytes = log();
    const whole = await scanned(bytes);
    expect(whole).toMatchObject({ exact: true, events: 180 });
    expect(whole.findings).toHaveLength(3);
    for (const piece of [1 << 20, 65_536, 70_001, 4097, 333]) {
      const first = await prescanned(bytes, piece);
      expect(first).toMatchObject({ exact: false, events: 180, kind: whole.kind });
      expect(first.findings).toEqual(whole.findings);
    }
  });

  it("leaves what is damaged to the validation pass, and finds nothing else", async () => {
    const bytes = log();
    let found = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = mulberry32(seed);
      for (let i = 0; i < 4; i++) random();
      const mutant = mutate(bytes, bytes, random).bytes;
      const whole = await scanned(mutant);
      const first = await prescanned(mutant);
      if (first.exact) continue; // it is no event log any more
      for (const finding of first.findings) expect(whole.findings, mutantName(seed)).toContainEqual(finding);
      found += first.findings.length;
    }
    expect(found).toBeGreaterThan(60);
  });

  it.skipIf(!hasEvidence)("finds the same in real logs", async () => {
    let found = 0;
    for (const name of evidenceLogs(1_500_000)) {
      const bytes = evidenceBytes(name);
      const [first, whole] = [await prescanned(bytes), await scanned(bytes)];
      const intact = whole.findings.filter(({ place }) => !place.damaged && !place.carved && !place.spliced);
      expect(first.findings, name).toEqual(intact);
      found += first.findings.length;
    }
    expect(found).toBeGreaterThan(0);
  });
});

const mutantName = (seed: number) => `the mutant of seed ${seed}`;
