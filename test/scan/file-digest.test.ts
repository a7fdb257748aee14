import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FileDigest } from "../../src/scan/file-digest.ts";

const expected = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe("the SHA-256 of a file", () => {
  it("is that of its bytes, however they are cut and whatever size was expected", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 })),
        fc.integer({ min: -200, max: 200 }),
        async (pieces, difference) => {
          const whole = Buffer.concat(pieces);
          const digest = new FileDigest(Math.max(0, whole.length + difference));
          for (const piece of pieces) {
            digest.update(piece);
            piece.fill(0); // the reader uses one buffer for all pieces
          }
          expect(await digest.finish()).toBe(expected(whole));
        },
      ),
    );
  });

  it("is the same for a file too large to be held", async () => {
    const piece = new Uint8Array(1024 * 1024).fill(7);
    const digest = new FileDigest(65 * piece.length);
    const hash = createHash("sha256");
    for (let n = 0; n < 65; n++) {
      digest.update(piece);
      hash.update(piece);
    }
    expect(await digest.finish()).toBe(hash.digest("hex"));
  });
});
