import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { registryDocument } from "../support/documents.ts";
import { ndjson, scan } from "../support/scan.ts";

/* Record templates wait for the rest of a line; at an early end there is none. */

const lines = ndjson(Array.from({ length: 20 }, (_, i) => registryDocument({ host: `H${i}` })));

it("finds the alert of the last whole line, whichever byte of the gzip trailer the file ends at", async () => {
  const packed = gzipSync(lines);
  for (const decodeAllBytes of [0, 1 << 20]) {
    for (let missing = 1; missing <= 8; missing++) {
      const cut = packed.subarray(0, packed.length - missing);
      const { events, findings, problems } = await scan(cut, { decodeAllBytes });
      expect([events, findings.length, problems.map(({ code }) => code)]).toEqual([20, 20, ["bad-gzip"]]);
    }
  }
});

it("finds the alert of a last line without a line break", async () => {
  const cut = gzipSync(lines.trimEnd()).subarray(0, -8);
  const { events, findings } = await scan(cut, { decodeAllBytes: 0 });
  expect([events, findings.length]).toEqual([20, 20]);
});
