import { describe, expect, it } from "vitest";
import { readRules } from "../../src/rules/index.ts";
import type { InvestigatePlugin, RuleTransform } from "../../src/rules/index.ts";
import { placeholdersIn, plainText, readGuide, type Block } from "../../src/triage/index.ts";

const search: InvestigatePlugin = {
  label: "Alerts of the *host*",
  description: "In two_days.",
  providers: [
    [{ field: "host.id", excluded: false, queryType: "phrase", value: "{{host.id}}", valueType: "string" }],
  ],
  relativeFrom: "now-48h/h",
  relativeTo: "now",
};
const query = {
  label: "Osquery - Retrieve DNS Cache",
  query: 'SELECT * FROM dns_cache WHERE name = "a_b_c"',
};
const transform: RuleTransform = { osquery: [query, null], investigate: [search] };

const kinds = (blocks: readonly Block[]) => blocks.map(({ kind }) => kind);
const texts = (blocks: readonly Block[]) =>
  blocks.map((block) => (block.kind === "paragraph" ? plainText(block.inlines) : block.kind));

describe("plugins of a guide", () => {
  it("are shown at their index in a TOML file, as steps and below steps", () => {
    const note = `### Possible investigation steps
- Look at the host.
    - $investigate_0
- $osquery_0

### False positive analysis
$osquery_0
`;
    const [steps, other] = readGuide(note, transform).sections;
    expect(steps!.steps).toHaveLength(2);
    expect(kinds(steps!.steps[0]!.blocks)).toEqual(["paragraph", "list"]);
    const below = steps!.steps[0]!.blocks[1];
    expect(below?.kind === "list" && below.items).toEqual([[{ kind: "investigate", plugin: search }]]);
    expect(steps!.steps[1]!.blocks).toEqual([{ kind: "osquery", plugin: query }]);
    expect(other!.blocks).toEqual([{ kind: "osquery", plugin: query }]);
  });

  it("are separated from the sentence around them", () => {
    const blocks = readGuide(
      "Run $osquery_0, then\n$investigate_0\n$osquery_0 and _look_.",
      transform,
    ).introduction;
    expect(texts(blocks)).toEqual(["Run ", "osquery", ", then ", "investigate", "osquery", " and look."]);
  });

  it.each([
    "$osquery_1",
    "$osquery_2",
    "$investigate_1",
    "$investigate_99999",
    "$osquery_",
    "$osquery_0x",
    "$constructor_0",
    "$osquery___proto__",
  ])("leave %s unchanged", (placeholder) => {
    const blocks = readGuide(`See ${placeholder} here.`, transform).introduction;
    expect(texts(blocks)).toEqual([`See ${placeholder} here.`]);
  });

  it("need the rule's transform", () => {
    expect(texts(readGuide("$osquery_0 $investigate_0").introduction)).toEqual(["$osquery_0 $investigate_0"]);
  });

  it("are read from the JSON that Kibana writes", () => {
    const rendered = `- !{osquery${JSON.stringify(query)}}\n- !{investigate${JSON.stringify(search)}}`;
    const [list] = readGuide(rendered).introduction;
    expect(list?.kind === "list" && list.items).toEqual([
      [{ kind: "osquery", plugin: query }],
      [{ kind: "investigate", plugin: search }],
    ]);
  });

  it("support the older name of an investigation", () => {
    const providers = [[{ field: "user.name", value: "user.name", type: "parameter" }]];
    const note = `!{insight${JSON.stringify({ label: "User", description: "d", providers })}}`;
    const [block] = readGuide(note).introduction;
    expect(block).toMatchObject({
      kind: "investigate",
      plugin: { label: "User", providers: [[{ field: "user.name", value: "{{user.name}}" }]] },
    });
  });

  it.each([
    '!{timeline{"title":"a","id":"b"}}',
    '!{osquery{"label":"no query"}}',
    '!{osquery{"label":"a","query":"b"}',
    '!{osquery{"label":"a" "query":"b"}}',
    "!{osquery{}}",
    '!{investigate{"label":"a","providers":[]}}',
    '!{investigate{"label":"a","providers":[[{"field":"f","queryType":"script","value":"v"}]]}}',
    '!{constructor{"label":"a","query":"b"}}',
    '!{unknown{"label":"a","query":"b"}}',
  ])("leave %s unchanged", (raw) => {
    const blocks = readGuide(raw).introduction;
    expect(texts(blocks)).toEqual([raw]);
  });

  it("stay text in headings, tables and bold text", () => {
    const { introduction, sections } = readGuide(
      "|a|\n|-|\n|$osquery_0|\n\n**$osquery_0**\n\n# $osquery_0",
      transform,
    );
    expect(kinds(introduction)).toEqual(["table", "paragraph"]);
    expect(sections.map(({ title }) => title)).toEqual(["$osquery_0"]);
  });

  it("list the fields of their placeholders", () => {
    expect(placeholdersIn("WHERE a = {{user.name}} OR b = '{{ host.id }}' OR c = {{user.name}}")).toEqual([
      "user.name",
      "host.id",
    ]);
    expect(placeholdersIn(query.query)).toEqual([]);
  });

  it("are read from a rule file", () => {
    const toml = `
[transform]
[[transform.osquery]]
label = "${query.label}"
query = '''${query.query}'''
[rule]
rule_id = "r"
name = "n"
type = "eql"
query = "any where true"
note = """
- $osquery_0
"""
`;
    const [rule] = readRules(toml, "rule.toml").rules;
    const [list] = readGuide(rule!.note, rule!.transform).introduction;
    expect(list?.kind === "list" && list.items).toEqual([[{ kind: "osquery", plugin: query }]]);
  });
});
