import { describe, expect, it } from "vitest";
import { sortRows } from "../../src/columns/index.ts";
import { OrderedTexts } from "../../src/case/ordered-texts.ts";
import { mulberry32 } from "../bench/random.ts";

const text = (position: number): string => `${position} "quoted"\r\n\ud800`;

/** The parts in which the texts leave, and when: how many were added before each. */
async function leave(positions: Iterable<number>, count: number, maxCharacters?: number) {
  const texts = new OrderedTexts(count, maxCharacters);
  const parts: string[][] = [];
  const addedBefore: number[] = [];
  let added = 0;
  for (const position of positions) {
    texts.add(position, text(position));
    added++;
    for await (const part of texts.complete()) {
      parts.push(part);
      addedBefore.push(added);
    }
  }
  return { parts, addedBefore };
}

describe("texts in order", () => {
  const all = Uint32Array.from({ length: 12_345 }, (_, position) => position);

  it("leave as soon as they are complete", async () => {
    const { parts, addedBefore } = await leave(all, all.length);
    expect(addedBefore).toEqual([5000, 10_000, 12_345]);
    expect(parts.flat()).toEqual(Array.from(all, text));
  });

  it.each([undefined, 1000, 100_000])(
    "leave in order, however they came, with a limit of %s",
    async (limit) => {
      const random = mulberry32(3);
      const shuffled = sortRows(all, () => random());
      const { parts } = await leave(shuffled, all.length, limit);
      expect(parts.flat()).toEqual(Array.from(all, text));
    },
  );

  it("are none where there are none", async () => {
    expect((await leave([], 0)).parts).toEqual([]);
  });
});
