import { describe, expect, it } from "vitest";
import { searchWords, type WordHits } from "../../src/scan/index.ts";

const LONG = `${"x".repeat(500)} Needle`;
const LINES = [
  { "@timestamp": "2024-03-01T10:00:00Z", "event.code": "1", "process.command_line": LONG },
  { "@timestamp": "2024-03-01T10:00:01Z", "event.code": "1", "process.args": ["a", "NEEDLE in a list"] },
  { "@timestamp": "2024-03-01T10:00:02Z", "event.code": "13", "process.pid": 4711, note: "n\u0065edle" },
  { "@timestamp": "2024-03-01T10:00:03Z", "event.code": "13", "user.name": "nobody" },
].map((line) => ({ "event.category": ["process"], ...line }));

async function search(searches: readonly (readonly string[])[], text: string) {
  const hits: WordHits[] = [];
  const result = await searchWords(new Blob([text]), searches, { found: (found) => void hits.push(found) });
  return {
    result,
    found: hits.flatMap(({ offsets, searches: of }) => offsets.map((offset, i) => [of[i], offset] as const)),
  };
}

describe("a search for words", () => {
  const text = LINES.map((line) => `${JSON.stringify(line)}\n`).join("");
  const offsets = LINES.map((_, i) =>
    LINES.slice(0, i).reduce((sum, line) => sum + JSON.stringify(line).length + 1, 0),
  );

  it("looks at all of every field, whatever the case", async () => {
    const { found, result } = await search([["needle"], ["NEEDLE", "4711"], ["13", "nobody"]], text);
    expect(found).toEqual([
      [0, offsets[0]],
      [0, offsets[1]],
      [0, offsets[2]],
      [1, offsets[2]],
      [2, offsets[3]],
    ]);
    expect(result).toEqual({ readable: true, lost: 0, locked: 0 });
  });

  it("says how much could not be read", async () => {
    const { result } = await search([["needle"]], `${text}{"event": \n`);
    expect(result.lost).toBeGreaterThan(0);
    expect((await search([["needle"]], "\u0000\u0001\u0002nothing")).result.readable).toBe(false);
  });
});
