import { describe, expect, it } from "vitest";
import { passOutcome } from "../../src/app/queue/pass-outcome.ts";

describe("the effect of a pass on the alerts of an earlier scan", () => {
  it.each([
    // earlier fingerprint, current fingerprint, locked members, page from which alerts are replaced
    ["", "b", [], null, "compared"],
    ["a", "a", [], null, "compared"],
    ["a", "a", [], 0, "replaced"],
    ["", "b", [], 3, "replaced"],
    ["a", "a", ["m"], null, "locked"],
    ["a", "a", ["m"], 3, "locked"],
    // A changed file says nothing about the earlier one, whatever else is true.
    ["a", "b", [], null, "changed"],
    ["a", "b", ["m"], 3, "changed"],
  ] as const)(
    "fingerprint %j then %j, locked %j, replaces from page %j: %s",
    (before, now, locked, from, outcome) => {
      const file = { fingerprint: before, replacesFrom: from };
      expect(passOutcome(file, { fingerprint: now, locked })).toBe(outcome);
    },
  );
});
