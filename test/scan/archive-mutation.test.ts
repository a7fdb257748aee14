import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { registryDocument } from "../support/documents.ts";
import { ndjson, scan } from "../support/scan.ts";
import { zip } from "../support/zip.ts";

/*
 * An archive with members of every kind, changed in a few places: the scan ends, never throws, and reports a problem
 * if alerts are lost.
 */

const events = (host: string): string => ndjson([registryDocument({ host }), registryDocument({ host })]);

async function archive(): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  const inner = zip([{ path: "in.ndjson", data: events("IN") }]);
  await writer.add("plain.ndjson", new TextReader(events("PLAIN")), { zip64: true });
  await writer.add("aes.ndjson", new TextReader(events("AES")), { password: "infected" });
  await writer.add("old.ndjson", new TextReader(events("OLD")), { password: "infected", zipCrypto: true });
  await writer.add("packed.zip", new Uint8ArrayReader(inner));
  await writer.add("stored.zip", new Uint8ArrayReader(inner), { level: 0, dataDescriptor: true });
  await writer.add("last.ndjson", new TextReader(events("LAST")), { level: 0 });
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

/** Long enough for any machine: it only ends the wait for a scan that hangs. */
const PATIENCE_MS = 120_000;

it("a damaged archive never makes the scan hang or throw, and every loss is reported", async () => {
  const whole = await archive();
  const { findings } = await scan(whole);
  expect(findings).toHaveLength(12);
  const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(edits, fc.option(fc.nat(whole.length)), async (changes, cut) => {
      const damaged = whole.slice(0, cut === null ? undefined : Math.max(4, cut));
      for (const [at, byte] of changes) if (at >= 4 && at < damaged.length) damaged[at] = byte;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const hung = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error("The scan hangs.")), PATIENCE_MS);
      });
      const found = await Promise.race([scan(damaged), hung]).finally(() => clearTimeout(timer));
      if (found.findings.length < 12) expect(found.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 500, seed: 20240514 },
  );
});
