import fc from "fast-check";
import { expect, it } from "vitest";
import { containsWord } from "../../../src/app/list/contains-text.ts";

/** Letters whose lower case is another letter, several, or that of others, and what patterns have for their own. */
const LETTERS = fc.constantFrom(..."kKıİiIſsSßẞΣςσaA.*+?^$()[]{}|\\/- \n\u212a\u212b\u0307\ud800ǅﬀ0");
const TEXT = fc.array(LETTERS, { maxLength: 12 }).map((letters) => letters.join(""));

it("a word is found as it is in the lower case of a text", () => {
  fc.assert(
    fc.property(TEXT, TEXT, fc.nat(), fc.nat(), (text, other, from, length) => {
      const lower = text.toLowerCase();
      const start = from % (lower.length + 1);
      // Some words are in the text.
      for (const word of [lower.slice(start, start + (length % 4)), other.toLowerCase().slice(0, 3)])
        expect(containsWord(word)(text), JSON.stringify([text, word])).toBe(lower.includes(word));
    }),
    { numRuns: 20_000 },
  );
});
