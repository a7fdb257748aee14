import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/index.ts";
import { compileEql } from "../../src/eql/index.ts";
import type { Explanation } from "../../src/match/index.ts";
import { whyNot } from "../../src/wording/index.ts";

function explain(text: string, event: object): Explanation {
  const query = compileEql(`any where ${text}`);
  if (query.kind !== "event") throw new Error("not an event query");
  return query.explain(flatten(event));
}

describe("whyNot", () => {
  it.each<[string, object, string]>([
    [
      'registry.data.strings : ("2", "0x00000002")',
      { registry: { data: { strings: "1" } } },
      'One clause kept it from matching: registry.data.strings : ("2", "0x00000002"); the event has "1".',
    ],
    ["a == 1 and b == 2", { a: 1 }, "One clause kept it from matching: b == 2; b is not in this event."],
    [
      "a == 1",
      { a: [2, 3, true, 5, 6] },
      "One clause kept it from matching: a == 1; the event has 2, 3, true and 2 more.",
    ],
    [
      'concat(a, b) == "xy"',
      { a: "x" },
      'One clause kept it from matching: concat(a, b) == "xy"; a is "x"; b is not in this event.',
    ],
    [
      'a == 1 and not b : "svchost*"',
      { a: 1, b: "svchost.exe" },
      'One clause kept it from matching, an exclusion that is true: b : "svchost*"; the event has "svchost.exe".',
    ],
    [
      "a == 1 and b == 2 and c == 3 and d == 4 and e == 5",
      { a: 1 },
      "4 of 5 conditions are false: b == 2; c == 3; d == 4; and 1 more.",
    ],
    ["a == 1 and b == 2", {}, "2 of 2 conditions are false: a == 1; b == 2."],
    [
      "x == 0 and not not (a == 1 and b == 2)",
      { x: 0 },
      "One part kept it from matching: 2 of 2 conditions are false: a == 1; b == 2.",
    ],
    ["a == 1 or b == 2", {}, "None of 2 alternatives is true: a == 1 or b == 2."],
    [
      "a == 1 and b == 2 or c == 3",
      { a: 1, b: 5 },
      "None of 2 alternatives is true: a == 1 and b == 2 or c == 3; the nearest fails at b == 2; the event has 5.",
    ],
    [
      'a == 1 and not b : "x*" or c == 3',
      { a: 1, b: "xy" },
      'None of 2 alternatives is true: a == 1 and not b : "x*" or c == 3; the nearest is excluded by b : "x*"; the event has "xy".',
    ],
    ["a == 1 and false", { a: 1 }, "One clause kept it from matching: false."],
    ["a == 1", { a: 1 }, "Every condition is true: the event matches."],
  ])("explains %s for %j: %s", (text, event, expected) => {
    expect(whyNot(explain(text, event))).toBe(expected);
  });

  it("truncates long values and escapes invisible characters", () => {
    const sentence = whyNot(explain('a == "x"', { a: [`\u202e\n${"😀".repeat(100_000)}`, "b"] }));
    expect(sentence).toContain('has "\\u{202e}\\u{a}😀');
    expect(sentence).toMatch(/😀…", "b"\.$/u);
    expect(sentence.length).toBeLessThan(300);
    const list = `a in (${Array.from({ length: 3000 }, (_, i) => `"${i}"`).join(", ")})`;
    expect(whyNot(explain(list, {})).length).toBeLessThan(300);
  });
});
