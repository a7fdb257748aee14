import { describe, expect, it } from "vitest";
import { Effort, SEARCH, VOCABULARY } from "../../src/time/effort.ts";
import { plainText } from "../../src/time/local-text.ts";
import { writtenBack } from "../../src/time/written-back.ts";

/* In a process of its own: the words that other tests have read cost nothing any more. */

const walls = (text: string, effort: Effort): string[] =>
  writtenBack(plainText(text), effort).map(({ wall }) => new Date(wall).toISOString());
const KNOWN = "3 Adar II 5784 at 3:40:13 PM";
const READ = ["2024-03-13T15:40:13.000Z"];

describe("the effort for the times of a file", () => {
  it("ends the search, and what was given up is read for the next file", () => {
    const spent = new Effort(SEARCH + VOCABULARY);
    expect([walls(KNOWN, spent), spent.isSpent]).toEqual([[], true]);
    const fresh = new Effort();
    expect([walls(KNOWN, fresh), fresh.isSpent]).toEqual([READ, false]);
    // What is known costs nothing.
    expect(walls(KNOWN, spent)).toEqual(READ);
    expect(walls("4 Adar II 5784 at 3:40:13 PM", spent)).toEqual([]);
    expect(walls("4 Adar II 5784 at 3:40:13 PM", fresh)).toEqual(["2024-03-14T15:40:13.000Z"]);
  });
});
