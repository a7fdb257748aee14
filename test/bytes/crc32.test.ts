import { crc32 as reference } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Crc32, crc32 } from "../../src/bytes/crc32.ts";

it("agrees with zlib's CRC-32 over any range", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, fc.nat(20), fc.nat(300), (bytes, from, split) => {
      const start = Math.min(from, bytes.length);
      const middle = Math.min(Math.max(start, split), bytes.length);
      expect(crc32(bytes, start, bytes.length)).toBe(reference(bytes.subarray(start)));
      expect(new Crc32().add(bytes, start, middle).add(bytes, middle, bytes.length).value).toBe(
        reference(bytes.subarray(start)),
      );
    }),
  );
});
