import { describe, expect, it } from "vitest";
import { withWholeHead } from "../../src/bytes/index.ts";

async function* pieces(
  bytes: Uint8Array,
  size: number,
  fails = false,
): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
  if (fails) throw new Error("gone");
}

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);

describe("the first piece of a file", () => {
  it.each([1, 3, 10, 99, 100, 200])("has the bytes that are asked for, in pieces of %i", async (size) => {
    for (const least of [1, 10, 64, 100, 300]) {
      const found: Uint8Array[] = [];
      for await (const piece of withWholeHead(pieces(bytes, size), least)) found.push(piece.slice());
      expect(found[0]!.length).toBeGreaterThanOrEqual(Math.min(least, bytes.length));
      expect(new Uint8Array(Buffer.concat(found))).toEqual(bytes);
    }
  });

  it("is handed over before the error of a file that cannot be read further", async () => {
    const found: Uint8Array[] = [];
    const read = async (): Promise<void> => {
      for await (const piece of withWholeHead(pieces(bytes, 7, true), 1000)) found.push(piece.slice());
    };
    await expect(read()).rejects.toThrow("gone");
    expect(new Uint8Array(Buffer.concat(found))).toEqual(bytes);
  });
});
