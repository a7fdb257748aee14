import { describe, expect, it } from "vitest";
import { condition } from "../../../src/app/filter/index.ts";
import { queryOfFilter, withConditions } from "../../../src/app/hunt/condition-text.ts";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import { LANGUAGES, runnable } from "../../../src/rules/index.ts";
import { type HuntCondition, meetsAll } from "../../../src/scan/index.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";
import { mulberry32, pick } from "../../bench/random.ts";

const is = (field: string, value: string, isNot = false): HuntCondition => ({ field, value, isNot });

describe("conditions in a query", () => {
  it("come before its pipes, and after the whole of its own condition", () => {
    expect(withConditions("eql", "any where true | head 5", [is("a", "x")])).toBe(
      'any where a == "x"\n| head 5',
    );
    expect(withConditions("eql", 'process where b == "1" or c == "2" // why\n', [is("a", 'q"\\')])).toBe(
      'process where (b == "1" or c == "2" // why\n)\n  and a == "q\\"\\\\"',
    );
    expect(withConditions("kuery", "b: 1 or c: 2", [is("a", "x"), is("a", "y"), is("d", "", true)])).toBe(
      '(b: 1 or c: 2)\nand (a: "x" or a: "y")\nand d: *',
    );
    expect(withConditions("kuery", "", [is("a", "x")])).toBe('a: "x"');
    expect(withConditions("eql", "sequence [any where true] [any where true]", [is("a", "x")])).toBe(null);
    expect(withConditions("eql", "no query", [is("a", "x")])).toBe(null);
  });

  it("mean what they meant for the listed results", () => {
    const random = mulberry32(5);
    const values = ["x", 'say "*"', "a\\b", "", "line\nbreak", "7", "true", "é?"];
    const texts: Readonly<Record<string, readonly string[]>> = {
      eql: ["any where true", 'any where a == "x" or b == "x"', 'any where not a : "*b" // c'],
      kuery: ["", "a: x or b: x", "not a: x"],
    };
    for (let round = 0; round < 300; round++) {
      const language = pick(random, ["eql", "kuery"]);
      const text = pick(random, texts[language]!);
      const conditions = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        is(pick(random, ["a", "b.c"]), pick(random, values), random() < 0.4),
      );
      const query = withConditions(language, text, conditions)!;
      const testOf = (each: string) => {
        const runs = runnable(ownRule({ name: "q", language, query: each, severity: "low" }, "q"), []);
        return runs.state === "runs" && runs.kind === "event" ? runs.matches : () => true;
      };
      const [before, after] = [testOf(text), testOf(query)];
      for (let n = 0; n < 20; n++) {
        const event: FlatEvent = Object.assign(Object.create(null) as FlatEvent, {
          ...(random() < 0.8 && {
            a: pick(
              random,
              values.filter((each) => each !== ""),
            ),
          }),
          ...(random() < 0.8 && { "b.c": [pick(random, ["x", "7"]), "z"] }),
        });
        const expected = before(event) && meetsAll(event, conditions);
        expect([query, event, after(event)]).toEqual([query, event, expected]);
      }
    }
  });
});

describe("the filter of all events as a query", () => {
  it("asks the same in EQL, and counts what a query cannot ask", () => {
    const { text, leftOut } = queryOfFilter(
      [
        condition("host.name", "WS-*", { isPattern: true }),
        condition("host.name", "srv"),
        condition("user.name", "S-1-5-18", { isNot: true }),
        condition("event.code", "1", { isOff: true }),
        condition("", "LocalDumps"),
      ],
      { from: 0, to: 999 },
    );
    expect(text).toBe(
      'any where (host.name : "WS-*" or host.name in~ ("srv"))\n  and user.id not in~ ("S-1-5-18")\n' +
        '  and @timestamp >= "1970-01-01T00:00:00.000Z"\n  and @timestamp < "1970-01-01T00:00:01.000Z"',
    );
    expect(leftOut).toBe(1);
    expect(() => LANGUAGES.get("eql")!.compile(text, {})).not.toThrow();
    expect(queryOfFilter([], {}).text).toBe("any where true");
  });
});
