import { describe, expect, it } from "vitest";
import { compileEql } from "../../src/eql/index.ts";
import { clauseEffects } from "../../src/match/clause-effect.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { SIGNS, verdictWords } from "../../src/wording/clause-words.ts";

function lines(condition: string, event: object): string[] {
  const query = compileEql(`any where ${condition}`);
  if (query.kind !== "event") throw new Error("not an event query");
  const effects = clauseEffects([query.explain(flatten(event))]);
  return [...effects].map(
    ([{ text, held }, effect]) => `${SIGNS[effect]} ${text}: ${verdictWords(held, effect)}`,
  );
}

describe("the words of a clause", () => {
  it("mark an exclusion that did not hold as good for the match", () => {
    expect(lines("not a == 1", { a: 2 })).toEqual(["✓ a != 1: true", "✓ a == 1: false, as required"]);
  });

  it("mark an exclusion that held as what kept the event from matching", () => {
    expect(lines("not a == 1", { a: 1 })).toEqual(["✗ a != 1: false", "✗ a == 1: true, but must be false"]);
  });

  it("say of an alternative that was not needed that it made no difference", () => {
    expect(lines("a == 1 or b == 2", { a: 1 })).toEqual([
      "✓ a == 1 or b == 2: true",
      "✓ a == 1: true",
      "○ b == 2: false, not needed",
    ]);
  });
});
