import { describe, expect, it } from "vitest";
import { type AlertFinding, derivedUsed } from "../../src/case/index.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { runnable } from "../../src/rules/index.ts";
import { packEvent, type SeenEvent } from "../../src/scan/finding.ts";
import { derivedSentence } from "../../src/wording/index.ts";
import { ruleOf } from "../rules/run/helpers.ts";

const seen = (derived?: SeenEvent["derived"]) => ({
  fields: packEvent(flatten({ host: { id: "loupe:x" }, a: 1 })),
  ...(derived !== undefined && { derived }),
});
const one = (derived?: SeenEvent["derived"]) =>
  ({ kind: "event", ...seen(derived) }) as unknown as AlertFinding;
const several = (...events: (SeenEvent["derived"] | "unread" | null)[]) =>
  ({
    kind: "sequence",
    events: events.map((event) =>
      event === null ? null : { seen: event === "unread" ? null : seen(event) },
    ),
  }) as unknown as AlertFinding;
const SEQUENCE = "sequence by host.id [any where a == 1] [any where a == 1]";

describe("derivedUsed", () => {
  it.each<[string, AlertFinding, string[]]>([
    ["any where a == 1", one(["host.id"]), []],
    ['any where host.id : "x"', one(["host.id"]), ["host.id"]],
    ['any where host.id : "x"', one(), []],
    ['any where not host.id : "x"', one(["host.id", "process.entity_id"]), ["host.id"]],
    [SEQUENCE, several(undefined, ["host.id"]), ["host.id"]],
    [SEQUENCE, several(undefined, undefined), []],
    [SEQUENCE, several(null, "unread", ["host.id"], ["host.id"]), ["host.id"]],
    [
      "sequence by host.id [any where a == 1] by process.entity_id [any where a == 1] by process.parent.entity_id",
      several(["host.id"], ["host.id", "process.parent.entity_id"]),
      ["host.id", "process.parent.entity_id"],
    ],
    ["any where", one(["host.id"]), []],
  ])("of %s", (query, finding, expected) => {
    expect(derivedUsed(runnable(ruleOf({ type: "eql", query }), [], 0), finding)).toEqual(expected);
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
