import { describe, expect, it } from "vitest";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { readRules } from "../../../src/rules/index.ts";
import { runnable } from "../../../src/rules/run/index.ts";
import { ruleWarningSentence } from "../../../src/wording/index.ts";
import { eventRule } from "./helpers.ts";

const RULE = {
  rule_id: "r",
  name: "Rule",
  type: "query",
  query: "e: *",
  exceptions_list: [{ id: "1", list_id: "l", type: "rule_default", namespace_type: "single" }],
};
const NOW = Date.UTC(2024, 5, 1);

/** Reads rule and items as an export holds them, and runs the rule. */
function run(...items: object[]) {
  const lines = [RULE, { list_id: "l", type: "rule_default", namespace_type: "single" }, ...items];
  const { rules, exceptions, problems } = readRules(
    lines.map((l) => JSON.stringify(l)).join("\n"),
    "export.ndjson",
  );
  expect(problems).toEqual([]);
  expect(exceptions.lists).toEqual([
    { list_id: "l", name: "", type: "rule_default", namespace_type: "single" },
  ]);
  const result = runnable(rules[0]!, exceptions.items, NOW);
  if (result.state !== "runs" || result.kind !== "event") throw new Error("does not run");
  return result;
}

const item = (entries: object[], more: object = {}) => ({
  item_id: "i",
  list_id: "l",
  type: "simple",
  name: "Item",
  namespace_type: "single",
  os_types: [],
  entries,
  ...more,
});
const entry = (type: string, value: unknown, operator = "included", field = "f") => ({
  type,
  field,
  operator,
  value,
});
const raised = (items: object[], document: object) => run(...items).matches(flatten({ e: 1, ...document }));

describe("exceptions", () => {
  it.each<[object, object, boolean]>([
    [entry("match", "x"), { f: "x" }, false],
    [entry("match", "x"), { f: "X" }, true],
    [entry("match", "x"), { f: ["y", "x"] }, false],
    [entry("match", "x"), {}, true],
    [entry("match", "443"), { f: 443 }, false],
    [entry("match", "x y", "included", "message"), { message: "an X, Y." }, false],
    // A phrase hides what holds its words in a row, not what holds them somewhere.
    [entry("match", "x y", "included", "message"), { message: "y then x" }, true],
    [entry("match_any", ["x y", "q"], "included", "message"), { message: "an X, Y." }, false],
    [entry("match_any", ["x y", "q"], "included", "message"), { message: "y then x" }, true],
    [entry("match", "a*"), { f: "abc" }, true],
    [entry("match", "a*"), { f: "a*" }, false],
    [entry("match_any", ["a*", "b?"]), { f: "bc" }, true],
    [entry("match", "x", "excluded"), { f: "x" }, true],
    [entry("match", "x", "excluded"), { f: "y" }, false],
    [entry("match", "x", "excluded"), {}, false],
    [entry("match_any", ["x", "y"]), { f: "y" }, false],
    [entry("match_any", ["x", "y"]), { f: "z" }, true],
    [entry("match_any", ["x", "y"], "excluded"), { f: "z" }, false],
    [entry("wildcard", "C:\\\\a?\\\\*.exe"), { f: "C:\\ab\\c.exe" }, false],
    [entry("wildcard", "C:\\\\a?\\\\*.exe"), { f: "c:\\ab\\c.exe" }, true],
    [entry("wildcard", "C:\\a*"), { f: "C:\\a" }, true],
    [entry("wildcard", "C:\\a*"), { f: "C:ab" }, false],
    [entry("wildcard", "\\*?\\"), { f: "*x\\" }, false],
    [entry("wildcard", "CMD*", "included", "process.name.caseless"), { "process.name": "cmd.exe" }, false],
    [entry("wildcard", "wor?", "included", "message"), { message: "a WORD here" }, false],
    [entry("wildcard", "x*", "excluded"), { f: "xy" }, true],
    [entry("exists", undefined), { f: "" }, false],
    [entry("exists", undefined), {}, true],
    [entry("exists", undefined, "excluded"), {}, false],
    [
      { type: "nested", field: "n", entries: [entry("match", "x"), entry("match", "y", "included", "g")] },
      { n: [{ f: "x", g: "y" }] },
      false,
    ],
    [
      { type: "nested", field: "n", entries: [entry("match", "x"), entry("match", "y", "included", "g")] },
      { n: { f: "x", g: "z" } },
      true,
    ],
    // Which of several objects has which value is lost: nothing is hidden on a guess.
    [
      { type: "nested", field: "n", entries: [entry("match", "x"), entry("match", "y", "included", "g")] },
      { n: [{ f: "x" }, { f: "z", g: "y" }] },
      true,
    ],
    [
      {
        type: "nested",
        field: "n",
        entries: [entry("match", "long"), entry("match", "word", "included", "g")],
      },
      { n: [{ f: "long", g: "word" }] },
      false,
    ],
    [{ type: "nested", field: "n", entries: [entry("match", "x", "excluded")] }, {}, true],
  ])("%j on %j: raised %s", (one, document, expected) => {
    expect(raised([item([one])], document)).toBe(expected);
  });

  it("joins entries by and, items by or", () => {
    const both = item([entry("match", "x"), entry("match", "y", "included", "g")]);
    expect(raised([both], { f: "x" })).toBe(true);
    expect(raised([both], { f: "x", g: "y" })).toBe(false);
    expect(raised([both, item([entry("match", "q")], { item_id: "j" })], { f: "q" })).toBe(false);
  });

  it("adds the operating system under either name", () => {
    const one = item([entry("match", "x")], { os_types: ["windows", "linux"] });
    expect(raised([one], { f: "x" })).toBe(true);
    expect(raised([one], { f: "x", "host.os.type": "windows" })).toBe(false);
    expect(raised([one], { f: "x", "host.os.name": "Linux" })).toBe(false);
    expect(raised([one], { f: "x", "host.os.type": "macos" })).toBe(true);
  });

  it.each([
    [{ expire_time: "2024-05-31T00:00:00Z" }, true, ["exception-expired"]],
    [{ expire_time: "2024-06-02T00:00:00Z" }, false, []],
    // The last moment is one in which it holds.
    [{ expire_time: "2024-06-01T00:00:00.000Z" }, false, []],
    // The list itself came along: it has no item of its own.
    [{ list_id: "other" }, true, []],
    [{ namespace_type: "agnostic" }, true, []],
    [{ entries: [] }, true, ["exception-empty"]],
    [
      {
        entries: [
          entry("match", "x"),
          { type: "list", field: "g", operator: "included", list: { id: "ips", type: "ip" } },
        ],
      },
      true,
      ["exception-unsupported"],
    ],
    [{ entries: [entry("match", "x"), entry("match", 5)] }, true, ["exception-unsupported"]],
    [{ entries: [entry("match", "x", "maybe")] }, true, ["exception-unsupported"]],
    [{ entries: [entry("match_any", [])] }, true, ["exception-unsupported"]],
    [{ entries: [{ type: "nested", field: "n", entries: [] }] }, true, ["exception-unsupported"]],
    [
      { entries: [{ type: "nested", field: "n", entries: [entry("odd", 1)] }] },
      true,
      ["exception-unsupported"],
    ],
    [{ entries: ["x"] }, true, ["exception-unsupported"]],
  ])("with %j: raised %s, warnings %j", (more, expected, codes) => {
    const result = run(item([entry("match", "x")], more));
    expect(result.matches(flatten({ e: 1, f: "x" }))).toBe(expected);
    expect(result.warnings.map(({ code }) => code)).toEqual(codes);
  });

  it("says that a list is missing unless the export holds it, be it empty", () => {
    const codes = (...lines: object[]) => {
      const text = [RULE, ...lines].map((l) => JSON.stringify(l)).join("\n");
      const { rules, exceptions } = readRules(text, "export.ndjson");
      const result = runnable(rules[0]!, exceptions.items, NOW);
      return result.state === "runs" ? result.warnings.map(({ code }) => code) : [];
    };
    const list = { list_id: "l", type: "rule_default", namespace_type: "single", name: "L" };
    expect(codes()).toEqual(["exceptions-missing"]);
    expect(codes(item([entry("match", "x")], { list_id: "other" }))).toEqual(["exceptions-missing"]);
    expect(codes({ ...list, namespace_type: "agnostic" })).toEqual(["exceptions-missing"]);
    expect(codes(list)).toEqual([]);
  });

  it("does not apply an item whose entry an earlier version stored as a phrase", () => {
    const [stored] = readRules(`${JSON.stringify(item([entry("match", "x")]))}\n`, "e").exceptions.items;
    const entries = [{ type: "unsupported", what: "the value list ips" }] as const;
    const result = eventRule(RULE, [{ ...stored!, entries }], NOW);
    expect(result.matches(flatten({ e: 1, f: "x" }))).toBe(true);
    expect(result.warnings.map(ruleWarningSentence)).toEqual([
      "The exception “Item” is not applied: it uses the value list ips, which the export does not contain or Loupe cannot read. The rule may raise more alerts than in Elastic.",
    ]);
  });

  it("says where it cannot tell which of several objects an item means", () => {
    const nested = { type: "nested", field: "n", entries: [entry("match", "x")] };
    const { warnings } = run(item([nested]));
    expect(warnings).toEqual([{ code: "exception-nested", data: { exception: "Item", field: "n" } }]);
  });

  it("never applies the endpoint's list", () => {
    const rule = {
      ...RULE,
      exceptions_list: [{ id: "1", list_id: "l", type: "endpoint", namespace_type: "single" }],
    };
    const text = [rule, item([entry("match", "x")])].map((l) => JSON.stringify(l)).join("\n");
    const { rules, exceptions } = readRules(text, "export.ndjson");
    const result = runnable(rules[0]!, exceptions.items, NOW);
    expect(result).toMatchObject({ state: "runs", warnings: [] });
    expect(result.state === "runs" && result.guard(flatten({ f: "x" }))).toBe(true);
  });
});
