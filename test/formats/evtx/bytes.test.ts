import { describe, expect, it } from "vitest";
import { isZero } from "../../../src/formats/evtx/bytes.ts";

describe("isZero", () => {
  it("checks every byte, wherever the bytes begin and end", () => {
    const buffer = new ArrayBuffer(48);
    for (let offset = 0; offset < 5; offset++) {
      const bytes = new Uint8Array(buffer, offset, 40);
      for (let from = 0; from < 10; from++) {
        for (let to = from; to <= 20; to++) {
          expect(isZero(bytes, from, to)).toBe(true);
          for (let at = 0; at < 24; at++) {
            bytes[at] = 1;
            expect(isZero(bytes, from, to), `${at} in ${from} to ${to}`).toBe(at < from || at >= to);
            bytes[at] = 0;
          }
        }
      }
    }
  });
});
