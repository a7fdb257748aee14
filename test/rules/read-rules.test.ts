import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRules } from "../../src/rules/index.ts";
import { ruleProblemSentence } from "../../src/wording/index.ts";

const codes = (text: string) => readRules(text, "file").problems.map((problem) => problem.code);
const minimal = { rule_id: "r1", name: "One", type: "eql", query: "any where true" };
const line = (changes: object) => JSON.stringify({ ...minimal, ...changes });

const TOML = `
[metadata]
maturity = "production"

[transform]
[[transform.investigate]]
label = "x"
providers = [[{ excluded = false, field = "host.id", queryType = "phrase", value = "{{host.id}}" }],
  [{ excluded = false, field = "user.id", queryType = "phrase", value = "{{user.id}}" }]]

[rule]
author = ["Me"]
description = """
Two
lines.
"""
from = "now-9m"
integration = "windows"
index = "logs-*"
name = "One"
risk_score = 21
rule_id = "r1"
severity = "low"
tags = ["A", "B"]
type = "eql"
note = """## Triage
C:\\\\Windows"""
query = '''
process where process.name : "C:\\\\x"
'''

[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1"
name = "Technique"
reference = "https://t1"
[rule.threat.tactic]
id = "TA1"
name = "Tactic"
reference = "https://ta1"
`;

const provider = (field: string) => ({
  field,
  excluded: false,
  queryType: "phrase",
  value: `{{${field}}}`,
  valueType: "string",
});
const INVESTIGATE = {
  label: "x",
  description: "",
  providers: [[provider("host.id")], [provider("user.id")]],
  relativeFrom: "",
  relativeTo: "",
};

describe("readRules, TOML", () => {
  it("reads Elastic's layout, technique before tactic, with Elastic's defaults", () => {
    const { rules, problems } = readRules(TOML, "rule.toml");
    expect(problems).toEqual([]);
    expect(rules).toEqual([
      {
        rule_id: "r1",
        name: "One",
        description: "Two lines.",
        type: "eql",
        language: "eql",
        query: 'process where process.name : "C:\\\\x"\n',
        index: ["logs-*"],
        severity: "low",
        risk_score: 21,
        from: "now-9m",
        to: "now",
        interval: "5m",
        max_signals: 100,
        tags: ["A", "B"],
        author: ["Me"],
        license: "",
        references: [],
        false_positives: [],
        note: "## Triage\nC:\\Windows",
        setup: "",
        threat: [
          {
            framework: "MITRE ATT&CK",
            tactic: { id: "TA1", name: "Tactic", reference: "https://ta1" },
            technique: [{ id: "T1", name: "Technique", reference: "https://t1", subtechnique: [] }],
          },
        ],
        investigation_fields: [],
        severity_mapping: [],
        risk_score_mapping: [],
        exceptions_list: [],
        filters: [],
        metadata: { maturity: "production", updated_date: "", integrations: [] },
        transform: { osquery: [], investigate: [INVESTIGATE] },
      },
    ]);
  });

  it("says where the text is not TOML", () => {
    const [problem] = readRules('[rule]\nname = "x"\nquery = oops\n', "rule.toml").problems;
    expect(problem).toMatchObject({ code: "not-toml", line: 3 });
    expect(ruleProblemSentence(problem!)).toContain("Line 3 of “rule.toml” is not TOML");
    expect(ruleProblemSentence(problem!)).not.toContain("\n");
  });

  it("names the missing keys and the line of the rule's table", () => {
    const [problem] = readRules('[metadata]\na = 1\n\n[rule]\nname = "x"\ntype = "eql"\n', "r").problems;
    expect(problem).toMatchObject({ code: "missing-key", line: 4 });
    expect(ruleProblemSentence(problem!)).toContain("has no rule_id, query.");
  });

  it("tells a TOML file without a rule", () => {
    expect(codes('[[exceptions]]\nname = "x"\n')).toEqual(["no-rule"]);
    expect(codes('[[actions]]\nid = "x"\n')).toEqual(["no-rule"]);
    expect(codes("rule = 1")).toEqual(["not-an-object"]);
    expect(codes("Just some text.")).toEqual(["not-toml"]);
  });
});

describe("readRules, NDJSON", () => {
  const details = JSON.stringify({ exported_count: 3, exported_rules_count: 1 });
  const list = JSON.stringify({ list_id: "l", type: "detection", name: "List", namespace_type: "single" });
  const item = JSON.stringify({ item_id: "i", list_id: "l", type: "simple", entries: [] });
  const connector = JSON.stringify({ attributes: { name: "mail" }, type: "action", id: "c" });

  it("classifies each line as Kibana does, skips blank lines, and takes CRLF and a byte order mark", () => {
    const text = `\uFEFF\r\n${line({ id: "x" })}\r\n\r\n${list}\r\n${item}\r\n${connector}\r\n${details}\r\n`;
    const file = readRules(text, "no-extension");
    expect(file.problems).toEqual([]);
    expect(file.rules.map((rule) => rule.rule_id)).toEqual(["r1"]);
    expect(file.skipped).toEqual({ connectors: 1 });
    expect(file.exceptions.lists.map((l) => l.list_id)).toEqual(["l"]);
    expect(file.exceptions.items.map((i) => i.item_id)).toEqual(["i"]);
  });

  it.each([
    [{ entries: [] }, "item"],
    [{ item_id: "i", attributes: {} }, "item"],
    [{ list_id: "l" }, "list"],
    [{ attributes: {} }, "connector"],
    [{ exported_count: 1, entries: [] }, "details"],
  ])("gives %j its place in Kibana's order of tests: %s", (kind, expected) => {
    const file = readRules(`${line({})}\n${line({ rule_id: "r2", ...kind })}`, "f");
    expect(file.rules.map((rule) => rule.rule_id)).toEqual(["r1"]);
    expect({
      item: file.exceptions.items.length,
      list: file.exceptions.lists.length,
      connector: file.skipped.connectors,
    }).toEqual({ item: 0, list: 0, connector: 0, ...(expected === "details" ? {} : { [expected]: 1 }) });
  });

  it("keeps what changes how a rule is run", () => {
    const suppression = {
      group_by: ["host.id"],
      duration: { value: 5, unit: "m" },
      missing_fields_strategy: "doNotSuppress",
    };
    const filters = [{ meta: { negate: true }, query: { exists: { field: "a" } } }];
    const [rule] = readRules(line({ enabled: false, filters, alert_suppression: suppression }), "f").rules;
    expect(rule).toMatchObject({ enabled: false, filters, alert_suppression: suppression });
    expect(readRules(line({ alert_suppression: { duration: 1 } }), "f").rules[0]!.alert_suppression).toEqual({
      group_by: [],
      missing_fields_strategy: "suppress",
    });
  });

  it("counts a line that cannot be parsed with its number and goes on", () => {
    const { rules, problems } = readRules(`${line({})}\n\n{"a":\n42\n${line({ rule_id: "r2" })}`, "e.ndjson");
    expect(rules.map((rule) => rule.rule_id)).toEqual(["r1", "r2"]);
    expect(problems.map(({ code, line: at }) => [code, at])).toEqual([
      ["not-json", 3],
      ["not-an-object", 4],
    ]);
  });

  it("keeps all that Kibana writes and wraps the old shape of investigation_fields", () => {
    const { rules, problems } = readRules(
      line({
        version: 7,
        language: "eql",
        max_signals: 3,
        interval: "1h",
        timestamp_override: "event.ingested",
        event_category_override: "kind",
        tiebreaker_field: "seq",
        timestamp_field: "time",
        building_block_type: "default",
        rule_name_override: "message",
        timestamp_override_fallback_disabled: true,
        data_view_id: "security",
        investigation_fields: ["host.name"],
        severity_mapping: [{ field: "f", operator: "equals", value: "v", severity: "high", extra: {} }, 5],
        risk_score_mapping: [{ field: "f", operator: "equals", value: "" }],
        exceptions_list: [{ id: "1", list_id: "l", type: "detection", namespace_type: "agnostic" }],
        threat: [{ framework: "F", tactic: { id: "TA", name: "N", reference: "R" } }],
        execution_summary: { last: {} },
      }),
      "f",
    );
    expect(problems).toEqual([]);
    expect(rules[0]).toMatchObject({
      version: 7,
      max_signals: 3,
      interval: "1h",
      timestamp_override: "event.ingested",
      event_category_override: "kind",
      tiebreaker_field: "seq",
      timestamp_field: "time",
      building_block_type: "default",
      rule_name_override: "message",
      timestamp_override_fallback_disabled: true,
      data_view_id: "security",
      investigation_fields: ["host.name"],
      severity_mapping: [{ field: "f", operator: "equals", value: "v", severity: "high" }],
      risk_score_mapping: [{ field: "f", operator: "equals", value: "" }],
      exceptions_list: [{ id: "1", list_id: "l", type: "detection", namespace_type: "agnostic" }],
      threat: [{ framework: "F", tactic: { id: "TA", name: "N", reference: "R" }, technique: [] }],
    });
    const wrapped = readRules(line({ investigation_fields: { field_names: ["a", "b"] } }), "f").rules[0];
    expect(wrapped!.investigation_fields).toEqual(["a", "b"]);
  });

  it("takes a formatted rule and a list of rules", () => {
    expect(readRules(JSON.stringify(minimal, null, 2), "f").rules).toHaveLength(1);
    expect(readRules(`[\n${line({})},\n${line({ rule_id: "r2" })}]`, "f").rules).toHaveLength(2);
  });

  it("takes the answer of Kibana's API to a search, and a rule as Elastic's package has it", () => {
    const answer = {
      page: 1,
      perPage: 20,
      total: 2,
      data: [JSON.parse(line({})), { ...minimal, rule_id: "r2" }],
    };
    expect(readRules(JSON.stringify(answer), "f").rules.map((rule) => rule.rule_id)).toEqual(["r1", "r2"]);
    const asset = { id: "r1_3", type: "security-rule", attributes: { ...minimal, version: 3 } };
    expect(readRules(JSON.stringify(asset), "f").rules).toMatchObject([{ rule_id: "r1", version: 3 }]);
  });

  it("reports what an export counts but does not contain", () => {
    const counted = (counts: object) =>
      JSON.stringify({ exported_count: 9, exported_rules_count: 1, ...counts });
    const messages = (counts: object) =>
      readRules([line({}), list, item, counted(counts)].join("\n"), "e.ndjson").problems.map(
        (problem) => `${problem.code} ${ruleProblemSentence(problem)}`,
      );
    const all = { exported_exception_list_count: 1, exported_exception_list_item_count: 1 };
    expect(messages({})).toEqual([]);
    expect(messages({ ...all, missing_exception_lists_count: 0 })).toEqual([]);
    expect(messages({ ...all, exported_rules_count: 3 })).toEqual([
      expect.stringMatching(/incomplete .*3 rules, but it contains 1: /),
    ]);
    expect(messages({ ...all, exported_exception_list_count: 2 })).toEqual([
      expect.stringMatching(/2 exception lists, but it contains 1:/),
    ]);
    expect(messages({ exported_exception_list_item_count: 4 })).toEqual([
      expect.stringMatching(/4 exception items, but it contains 1:/),
    ]);
    expect(messages({ missing_exception_lists_count: 2, exported_rules_count: "9" })).toEqual([
      expect.stringMatching(/could not export 2 /),
    ]);
    // Two exports in one file, of which the first has lost a rule.
    const both = [
      counted({ exported_rules_count: 2 }),
      line({ rule_id: "r2" }),
      counted({ exported_rules_count: 1 }),
    ];
    expect(readRules([line({}), ...both].join("\n"), "e.ndjson").problems).toMatchObject([
      { code: "incomplete", data: { kind: "rules", exported: 3, found: 2 } },
    ]);
    // A rule that came twice was lost to nobody.
    const twice = readRules(
      [line({}), line({}), counted({ exported_rules_count: 2 })].join("\n"),
      "e.ndjson",
    );
    expect(twice.problems.map(({ code }) => code)).toEqual(["duplicate-rule"]);
  });

  it("takes in a hundred thousand lists, and a rule that carries as many others, in a moment", () => {
    const refs = Array.from({ length: 100_000 }, (_, i) => i);
    const lists = refs.map((i) => JSON.stringify({ list_id: `${i}`, name: "L" }));
    const rule = line({ exceptions_list: refs.map((i) => ({ list_id: `other ${i}`, type: "detection" })) });
    expect(readRules([...lists, rule].join("\n"), "e.ndjson").rules).toHaveLength(1);
  });

  it("uses the last of two rules with one rule_id and says so", () => {
    const { rules, problems } = readRules(`${line({})}\n${line({ name: "Two" })}`, "f");
    expect(rules.map((rule) => rule.name)).toEqual(["Two"]);
    expect(problems).toMatchObject([{ code: "duplicate-rule", line: 2 }]);
  });

  it("reports a file that has only other things than rules", () => {
    const none = JSON.stringify({ exported_count: 1, exported_rules_count: 0 });
    expect(codes(`${connector}\n${none}`)).toEqual(["no-rule"]);
    expect(codes("[]")).toEqual(["no-rule"]);
    expect(codes("")).toEqual(["empty-file"]);
    expect(codes("\uFEFF \n")).toEqual(["empty-file"]);
  });
});

describe("readRules, keys", () => {
  it.each(["rule_id", "name", "type", "query"])(
    "refuses a rule whose %s is missing, blank or no text",
    (key) => {
      for (const value of [undefined, "", " \n", 5, null, ["x"]]) {
        const { rules, problems } = readRules(line({ [key]: value }), "f");
        expect(rules).toEqual([]);
        expect(problems).toMatchObject([{ code: "missing-key", line: 1 }]);
        expect(ruleProblemSentence(problems[0]!)).toContain(key);
      }
    },
  );

  it.each([
    ["eql", "eql", true],
    ["esql", "esql", true],
    ["query", "kuery", true],
    ["threshold", "kuery", true],
    ["threat_match", "kuery", true],
    ["new_terms", "kuery", true],
    ["saved_query", "kuery", false],
    ["machine_learning", "", false],
  ])("knows the type %s, its language %j and whether it needs a query (%s)", (type, language, needsQuery) => {
    expect(readRules(line({ type }), "f").rules[0]!.language).toBe(language);
    expect(readRules(line({ type, query: undefined }), "f").rules).toHaveLength(needsQuery ? 0 : 1);
  });

  it("takes a query rule that consists of filters", () => {
    const filters = [{ query: { match_all: {} } }];
    expect(readRules(line({ type: "query", query: undefined, filters }), "f").rules).toHaveLength(1);
    expect(codes(line({ type: "eql", query: undefined, filters }))).toEqual(["missing-key"]);
  });

  it("refuses an unknown type", () => {
    expect(codes(line({ type: "magic" }))).toEqual(["unknown-type"]);
    expect(codes(line({ type: "constructor" }))).toEqual(["unknown-type"]);
  });

  it.each([
    [{ severity: "urgent" }, { severity: "low", risk_score: 21 }],
    [{ severity: "toString" }, { severity: "low" }],
    [
      { severity: "high", risk_score: 101 },
      { severity: "high", risk_score: 73 },
    ],
    [{ severity: "medium", risk_score: "47" }, { risk_score: 47 }],
    [{ max_signals: 0 }, { max_signals: 100 }],
    [{ max_signals: 1.5 }, { max_signals: 100 }],
  ])("replaces %j by a default, and says so", (wrong, used) => {
    const { rules, problems } = readRules(line({ risk_score: 21, severity: "low", ...wrong }), "f");
    expect(rules).toMatchObject([used]);
    expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set(["wrong-value"]));
  });

  it("treats hostile keys as keys", () => {
    const json = `{"__proto__":{"rule_id":"r1","name":"n","type":"eql","query":"q"},"constructor":{"prototype":{"x":1}}}`;
    expect(codes(json)).toEqual(["missing-key"]);
    const toml = `[__proto__]\nrule_id = "p"\n[rule]\nrule_id = "r"\nname = "n"\ntype = "eql"\nquery = "q"\n[rule.__proto__]\nseverity = "high"\n`;
    expect(readRules(toml, "f").rules).toMatchObject([{ rule_id: "r", severity: "low" }]);
    expect(codes(`[__proto__]\nrule = { a = 1 }\n`)).toEqual(["no-rule"]);
    expect(({} as Record<string, unknown>)["rule_id"]).toBeUndefined();
  });

  it("never repeats more than a short, visible piece of the file", () => {
    const name = "\u202E" + "x".repeat(10_000) + "\n";
    const { problems } = readRules(line({ type: name }), name);
    const sentence = ruleProblemSentence(problems[0]!);
    expect(sentence.length).toBeLessThan(500);
    expect(sentence).not.toMatch(/[\n\u202E]/);
    expect(problems[0]!.data).toMatchObject({ type: name.slice(0, 81) });
  });

  it("stops reporting after a hundred problems, not reading", () => {
    const { rules, problems } = readRules(`${'{"a"\n'.repeat(5_000)}${line({})}`, "f");
    expect(rules).toHaveLength(1);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)!.code).toBe("more-problems");
  });
});

describe("readRules, any text", () => {
  const sound = (text: string) => {
    const { rules, problems } = readRules(text, "any");
    expect(rules.length + problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(ruleProblemSentence(problem)).toMatch(/[.”)]$/);
    for (const rule of rules) expect(rule.rule_id.trim()).not.toBe("");
  };

  it("never throws, and never says nothing", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), sound), { numRuns: 500 });
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), sound), { numRuns: 500 });
  });

  it("never throws on a damaged rule file", () => {
    const at = fc.integer({ min: 0, max: TOML.length });
    fc.assert(
      fc.property(
        at,
        fc.integer({ min: 0, max: 40 }),
        fc.string({ maxLength: 5 }),
        (from, length, instead) => {
          sound(TOML.slice(0, from) + instead + TOML.slice(from + length));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("never throws on a rule whose values are anything", () => {
    const keys = [
      "severity",
      "risk_score",
      "index",
      "threat",
      "tags",
      "exceptions_list",
      "investigation_fields",
    ];
    const anything = fc.dictionary(
      fc.constantFrom(...keys, "severity_mapping", "version", "__proto__"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(anything, (changes) => {
        const { rules } = readRules(line({ ...changes }), "any");
        expect(rules).toHaveLength(1);
        expect(() => structuredClone(rules)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["nested lists in JSON", '{"a":' + "[".repeat(200_000)],
    ["nested objects in JSON", '{"a":'.repeat(100_000)],
    ["nested lists in TOML", "a = " + "[".repeat(200_000)],
    ["a dotted key without end", `a${".a".repeat(50_000)} = 1`],
    ["blank lines before nothing", "\n".repeat(200_000) + "x"],
    ["spaces without end", `[rule]\nname = "x"${" ".repeat(200_000)}\n`],
  ])("survives %s", (_, text) => {
    sound(text);
  });
});
