import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { investigateFrom, osqueryFrom, readRules } from "../../src/rules/index.ts";
import { ruleProblemSentence } from "../../src/wording/index.ts";

const RULE = '[rule]\nrule_id = "r"\nname = "n"\ntype = "eql"\nquery = "any where true"\n';
const condition = {
  field: "host.id",
  excluded: false,
  queryType: "phrase",
  value: "{{host.id}}",
  valueType: "string",
};

describe("[transform]", () => {
  it("keeps the place of an entry that cannot be read, and says so", () => {
    const transform = `
[[transform.osquery]]
label = "first"
query = """SELECT "x" FROM t
WHERE a = 1"""
[[transform.osquery]]
label = "without a query"
[[transform.osquery]]
label = "third"
query = "SELECT 3"
[[transform.investigate]]
label = "L"
providers = [[{ excluded = "no", field = "f", queryType = "phrase", value = "v", valueType = "string" }]]
`;
    for (const text of [transform + RULE, RULE + transform]) {
      const { rules, problems } = readRules(text, "rule.toml");
      expect(rules[0]!.transform).toEqual({
        osquery: [
          { label: "first", query: 'SELECT "x" FROM t\nWHERE a = 1' },
          null,
          { label: "third", query: "SELECT 3" },
        ],
        investigate: [null],
      });
      expect(problems.map(({ code }) => code)).toEqual(["wrong-value", "wrong-value"]);
      expect(ruleProblemSentence(problems[0]!)).toContain("transform.osquery, entry 1,");
      expect(ruleProblemSentence(problems[1]!)).toContain("$investigate_0");
    }
  });

  it("never throws, whatever stands there", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("osquery", "investigate"), (value, key) => {
        for (const from of [osqueryFrom, investigateFrom]) expect(() => from(value)).not.toThrow();
        const group = investigateFrom({ label: "l", providers: value });
        expect(group === null || group.providers.every((one) => one.length > 0)).toBe(true);
        const { rules } = readRules(
          `transform = { ${key} = ${JSON.stringify(JSON.stringify(value))} }\n${RULE}`,
          "r",
        );
        expect(rules).toHaveLength(1);
      }),
    );
  });
});

describe("investigateFrom", () => {
  it("fills in what Kibana leaves out", () => {
    const short = { label: "l", providers: [[{ field: "host.id", value: "{{host.id}}" }]] };
    expect(investigateFrom(short)).toEqual({
      label: "l",
      description: "",
      providers: [[condition]],
      relativeFrom: "",
      relativeTo: "",
    });
  });

  it("takes the parameters that Kibana had before 8.9", () => {
    const old = [
      [
        { field: "host.id", value: "host.id", type: "parameter" },
        { field: "a", value: "b", type: "literal" },
      ],
    ];
    const plugin = investigateFrom({ label: "l", providers: old });
    expect(plugin!.providers[0]!.map(({ value }) => value)).toEqual(["{{host.id}}", "b"]);
  });

  it.each([
    ["no label", { providers: [[condition]] }],
    ["no providers", { label: "l" }],
    ["no group", { label: "l", providers: [] }],
    ["an empty group", { label: "l", providers: [[condition], []] }],
    ["one condition without a field", { label: "l", providers: [[condition, { ...condition, field: "" }]] }],
    ["an unknown kind of condition", { label: "l", providers: [[{ ...condition, queryType: "regexp" }]] }],
    ["more conditions than a person would read", { label: "l", providers: [Array(501).fill(condition)] }],
    ["a value that is an object", { label: "l", providers: [[{ ...condition, value: {} }]] }],
  ])("refuses a plugin with %s", (_, raw) => {
    expect(investigateFrom(raw)).toBeNull();
  });
});
