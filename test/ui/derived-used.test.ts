import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { runnable } from "../../src/rules/index.ts";
import { packEvent, type SeenEvent } from "../../src/scan/finding.ts";
import { derivedSentence } from "../../src/wording/index.ts";
import { derivedUsed } from "../../src/ui/detail/derived-used.ts";
import { ruleOf } from "../rules/run/helpers.ts";

const seen = (derived?: SeenEvent["derived"]) => ({
  fields: packEvent(flatten({ host: { id: "loupe:x" }, a: 1 })),
  ...(derived !== undefined && { derived }),
});
const eql = (query: string) => runnable(ruleOf({ type: "eql", query }), [], 0);

describe("derivedUsed", () => {
  it.each<[string, SeenEvent["derived"][], string[]]>([
    ["any where a == 1", [["host.id"]], []],
    ['any where host.id : "x"', [["host.id"]], ["host.id"]],
    ['any where not host.id : "x"', [["host.id", "process.entity_id"]], ["host.id"]],
    ["sequence by host.id [any where a == 1] [any where a == 1]", [undefined, ["host.id"]], ["host.id"]],
    ["sequence by host.id [any where a == 1] [any where a == 1]", [undefined, undefined], []],
    [
      "sequence by host.id [any where a == 1] by process.entity_id [any where a == 1] by process.parent.entity_id",
      [["host.id"], ["host.id", "process.parent.entity_id"]],
      ["host.id", "process.parent.entity_id"],
    ],
    ["any where", [["host.id"]], []],
  ])("of %s with %j", (query, derived, expected) => {
    expect(derivedUsed(eql(query), derived.map(seen))).toEqual(expected);
  });
});

describe("derivedSentence", () => {
  it("names the fields", () => {
    expect(derivedSentence(["host.id"])).toBe(
      "This rule uses host.id, which raw records lack. Loupe derived its value; an agent would have written its own.",
    );
    expect(derivedSentence(["host.id", "process.entity_id"])).toMatch(
      /^This rule uses host\.id and process\.entity_id, which raw records lack\. Loupe derived their values;/,
    );
  });
});
