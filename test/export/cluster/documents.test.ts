import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bulkOfFile,
  eqlSearch,
  FieldPlan,
  type FieldUses,
  fieldUsesOf,
  indexTemplate,
  OTHER_FIELDS,
  rulesNdjson,
} from "../../../src/export/cluster/index.ts";
import { FieldTypes } from "../../../src/export/cluster/field-types.ts";
import { indexOf } from "../../../src/export/cluster/index-name.ts";
import { isoOf } from "../../../src/export/cluster/iso-time.ts";
import { ecsTypeOf, flatten } from "../../../src/ecs/index.ts";
import { readRules, type Rule } from "../../../src/rules/index.ts";
import { seedRule } from "../../support/seed.ts";
import { type BulkAction, bulkActions, Indices } from "../../support/elasticsearch.ts";
import { ndjson } from "../../support/scan.ts";

/* One document of a hand-over at a time: its index, its id, and what Elasticsearch could not take of it. */

function rule(query: string, more: Partial<Rule> = {}): Rule {
  const { rules } = readRules(JSON.stringify({ rule_id: "r", name: "r", type: "eql", query }), "r.ndjson");
  return { ...rules[0]!, ...more };
}

const usesOf = (...rules: Rule[]): FieldUses =>
  fieldUsesOf(rules.map((each) => ({ rule: each, exceptions: [] })));

async function handedOver(text: string, uses: FieldUses = usesOf()) {
  let body = "";
  const summary = await bulkOfFile(
    new Blob([text]),
    { path: "a.ndjson", sha256: "ab", uses, readSettings: {}, passwords: [] },
    { part: (bytes) => void (body += new TextDecoder().decode(bytes)), progress: () => undefined },
  );
  const actions = bulkActions(body);
  const indices = new Indices(indexTemplate(new FieldPlan(uses), "1.2.3"));
  for (const action of actions) indices.add(action);
  return { summary, actions, indices, body };
}

const EVENT = { "@timestamp": "2026-03-01T10:00:00Z", "event.category": "process", "agent.type": "endpoint" };
const others = ({ document }: BulkAction): unknown => document[OTHER_FIELDS];

describe("a document of a hand-over", () => {
  it("keeps lists and types, and says where its record is", async () => {
    const { actions, summary } = await handedOver(
      ndjson([{ ...EVENT, process: { pid: 4, args: ["a", "b"], code_signature: { trusted: true } } }]),
    );
    expect(actions).toHaveLength(1);
    const { document, id, index } = actions[0]!;
    expect(index).toBe("logs-endpoint.events.process-loupe");
    expect(id).toMatch(/^[\da-f]{64}$/);
    expect(document).toEqual({
      ...EVENT,
      "process.pid": 4,
      "process.args": ["a", "b"],
      "process.code_signature.trusted": true,
      "loupe.file.path": "a.ndjson",
      "loupe.file.hash.sha256": "ab",
      "loupe.offset": 0,
      "loupe.line": 1,
      "loupe.source": "elastic-defend",
    });
    expect(summary.events).toBe(1);
    expect(Object.values(summary.adapted)).toEqual(Object.values(summary.adapted).map(() => 0));
  });

  it("cannot keep another from being indexed, and loses nothing of its own", async () => {
    const documents = [
      { ...EVENT, foo: 1 },
      { ...EVENT, foo: { bar: 2 } },
      { ...EVENT, process: "text where an object belongs" },
      { ...EVENT, process: { name: { first: "an object where a text belongs" } } },
      { ...EVENT, "process.name": ["x.exe", "y.exe"], host: { ip: ["10.0.0.1", "LOCAL"], name: "h" } },
      { ...EVENT, "process..pid": 7, "": 1, " ": 2, _id: "mine", _source: { a: 1 } },
      { ...EVENT, process: { pid: "0x1f4", start: "yesterday", exit_code: 1.5 } },
      { ...EVENT, loupe: { file: { path: "not ours" } } },
    ];
    const { actions, summary } = await handedOver(ndjson(documents));
    expect(actions).toHaveLength(documents.length);
    expect(actions.map(others)).toEqual([
      { foo: 1 },
      { "foo.bar": 2 },
      { process: "text where an object belongs" },
      { "process.name.first": "an object where a text belongs" },
      { "host.ip": "LOCAL" },
      { "process..pid": 7, " ": [1, 2], _id: "mine", "_source.a": 1 },
      { "process.pid": "0x1f4", "process.start": "yesterday", "process.exit_code": 1.5 },
      { "loupe.file.path": "not ours" },
    ]);
    expect(actions[7]!.document["loupe.file.path"]).toBe("a.ndjson");
    expect(summary.adapted).toMatchObject({ moved: 10, unfit: 4 });
  });

  it("has a time that a cluster orders by, or says that it has none", async () => {
    const { actions, summary } = await handedOver(
      ndjson([
        { ...EVENT, "@timestamp": 1772359200123 },
        { ...EVENT, "@timestamp": "2026-03-01 10:00:00,5" },
        { ...EVENT, "@timestamp": ["2026-03-01T10:00:00Z", "2027-01-01T00:00:00Z"] },
        { ...EVENT, "@timestamp": "soon" },
      ]),
    );
    expect(actions.map(({ document }) => document["@timestamp"])).toEqual([
      "2026-03-01T10:00:00.123Z",
      "2026-03-01T10:00:00.500Z",
      "2026-03-01T10:00:00Z",
      undefined,
    ]);
    expect(summary.adapted).toMatchObject({ dates: 2, unfit: 2, timeless: 1 });
    expect(isoOf("2026-03-01T10:00:00.1234567Z")).toBe("2026-03-01T10:00:00.1234567Z");
    expect(isoOf("2026-03-01T10:00:00.12345678901")).toBe("2026-03-01T10:00:00.123456789Z");
    expect(isoOf(1e300)).toBeNull();
    expect(isoOf(253402300800000)).toBe(253402300800000);
  });

  it("is text, whatever it holds", async () => {
    const hostile = 'x"}\n{"delete":{"_index":"*"}}\n{"a":"\u2028\r';
    const line = JSON.stringify({
      ...EVENT,
      message: hostile,
      [hostile]: "y",
      "process.name": "half \ud800",
    });
    const proto = line.replace(/^\{/, '{"__proto__":{"polluted":1},"constructor":"no","\\u0000":"zero",');
    const { actions, body, summary } = await handedOver(`${proto}\n`);
    expect(body.split("\n")).toHaveLength(3);
    expect(actions[0]!.document["message"]).toBe(hostile);
    expect(actions[0]!.document["process.name"]).toBe("half \ufffd");
    expect(summary.adapted.mended).toBe(1);
    const moved = others(actions[0]!) as Record<string, unknown>;
    expect(Object.keys(moved)).toEqual(["__proto__.polluted", "constructor", "\ufffd", hostile]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("has a limit of fields, and of what can be found in one", async () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`winlog.event_data.f${i}`, i]));
    const text = ndjson([
      { ...EVENT, ...many, "process.title": "t".repeat(9000), [`process.${"n".repeat(3000)}`]: 1 },
    ]);
    const { summary, actions } = await handedOver(
      text,
      usesOf(rule('any where winlog.event_data.f2999 == "2999"')),
    );
    expect(summary.adapted).toMatchObject({ surplus: 2003, long: 1 });
    expect(actions[0]!.document["winlog.event_data.f2999"]).toBe(2999);
    const long = { ...EVENT, "process.title": "t".repeat(9000), odd: "o".repeat(7001) };
    expect((await handedOver(ndjson([long]))).summary.adapted.long).toBe(2);
  });

  it("is taken by Elasticsearch whatever it is, next to any other", async () => {
    const key = fc.oneof(
      fc.constantFrom(
        "process",
        "name",
        "pid",
        "event",
        "category",
        "host",
        "ip",
        "@timestamp",
        "a.b",
        "",
        "..",
        "_id",
      ),
      fc.string({ maxLength: 6, unit: "binary" }),
    );
    const leaf = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt().map(String),
    );
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(key, tie("node"), { maxKeys: 4 }),
      ),
    }));
    const documents = fc.array(fc.dictionary(key, node, { maxKeys: 6 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(documents, async (all) => {
        const { actions, summary } = await handedOver(ndjson(all.map((each) => ({ ...EVENT, ...each }))));
        expect(actions).toHaveLength(summary.events);
        for (const { document } of actions) expect(Object.keys(document).length).toBeGreaterThan(3);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the index of an event", () => {
  const of = (source: Parameters<typeof indexOf>[0]["source"], index = "", event: object = {}): string =>
    indexOf({ source, index }, flatten(event));

  it.each([
    ["logs-windows.sysmon_operational-loupe", of("sysmon")],
    ["logs-system.security-loupe", of("windows-security")],
    [
      "logs-windows.powershell-loupe",
      of("windows-powershell", "", { "event.dataset": "windows.powershell" }),
    ],
    ["winlogbeat-loupe", of("winlogbeat")],
    ["winlogbeat-loupe", of("windows")],
    ["endgame-loupe", of("endgame")],
    ["logs-m365_defender.event-loupe", of("m365-defender")],
    [
      "logs-endpoint.events.registry-loupe",
      of("elastic-defend", "", { "event.category": ["configuration", "registry"] }),
    ],
    ["logs-endpoint.events.network-loupe", of("elastic-defend", "", { "event.category": "network" })],
    ["logs-endpoint.alerts-loupe", of("elastic-defend", "", { "data_stream.dataset": "endpoint.alerts" })],
    ["logs-endpoint.events.file-loupe", of("ecs", ".ds-logs-endpoint.events.file-default-2026.01.02-000001")],
    ["winlogbeat-loupe", of("sysmon", "cluster:winlogbeat-8.15.0")],
    ["logs-generic-loupe", of("ecs")],
    ["logs-generic-loupe", of("ecs", "LOGS/../*,-x", { "event.dataset": ["../x", "Windows.Evil"] })],
  ])("is %s", (expected, index) => expect(index).toBe(expected));
});

describe("the template of a hand-over", () => {
  it("has what rules compare as the type that they need", async () => {
    const uses = usesOf(
      rule(
        'process where process.Ext.made_up > 5 and custom.flag == true and custom.flag != null and process.name : "x"',
      ),
      rule("any where custom.number in (1, 2)", {
        timestamp_field: "custom.at",
        tiebreaker_field: "custom.order",
      }),
    );
    const plan = new FieldPlan(uses);
    expect(
      [
        "process.Ext.made_up",
        "custom.flag",
        "custom.number",
        "custom.at",
        "custom.order",
        "process.name",
      ].map((name) => plan.placeOf(name)),
    ).toEqual(["double", "boolean", "double", "date", "keyword", "keyword"]);
    const { indices } = await handedOver(
      ndjson([{ ...EVENT, "custom.number": "12", "custom.flag": "true", "custom.else": 1 }]),
      uses,
    );
    const typeOf = (name: string) => indices.typeOf("logs-endpoint.events.process-loupe", name);
    expect(
      ["@timestamp", "event.category", "custom.number", "custom.flag", "registry.data.strings"].map(typeOf),
    ).toEqual(["date", "keyword", "double", "boolean", "wildcard"]);
  });

  it("names what cannot be reached under its name", () => {
    const plan = new FieldPlan(usesOf(rule('any where host == "a" and `a..b` == "c"')));
    expect(plan.unreachable).toEqual(["a..b", "host"]);
  });

  it("gives every field of a known type that type", () => {
    const types = new FieldTypes(usesOf());
    for (const name of [
      "@timestamp",
      "event.ingested",
      "process.parent.start",
      "file.mtime",
      "source.ip",
      "host.ip",
      "related_ip",
      "x509.not_after",
      "dll.code_signature.timestamp",
      "file.created",
    ])
      expect([name, types.of(name)]).toEqual([name, ecsTypeOf(name)]);
    expect(
      ["registry.data.bytes", "process.started", "event.code", "user.created"].map((name) => types.of(name)),
    ).toEqual(["keyword", "keyword", "keyword", "keyword"]);
    expect(types.of("powershell.file.script_block_text")).toBe("script");
  });
});

describe("rules and queries of a hand-over", () => {
  it("are read back as the same rules, with their exceptions", () => {
    const reference = { id: "1", list_id: "list", type: "detection", namespace_type: "single" };
    const item = {
      ...{ item_id: "i", list_id: "list", name: "Backup", namespace_type: "single", os_types: [] },
      entries: [
        { field: "process.name", operator: "included" as const, type: "match" as const, value: "b.exe" },
      ],
    };
    const broken = {
      ...item,
      item_id: "j",
      entries: [{ type: "unsupported" as const, kind: "entry" as const }],
    };
    const note = "Ask $osquery_0, then $osquery_7.";
    const transform = { osquery: [{ label: "Ask", query: "SELECT 1" }], investigate: [] };
    const asked = { ...seedRule, exceptions_list: [reference], note, transform };
    const text = [...rulesNdjson([{ rule: asked, exceptions: [item, broken] }])].join("");
    const { rules, exceptions, problems } = readRules(text, "rules.ndjson");
    expect(problems).toEqual([]);
    const { query, index, threat, risk_score, timestamp_override } = seedRule;
    expect(rules[0]).toMatchObject({ query, index, threat, risk_score, timestamp_override, enabled: false });
    expect(rules[0]!.note).toBe('Ask !{osquery{"label":"Ask","query":"SELECT 1"}}, then $osquery_7.');
    expect(exceptions.items).toEqual([item]);
    expect(exceptions.lists).toHaveLength(1);
  });

  it("keep what a rule groups events by, whose fields are found under their names", () => {
    const counted = {
      ...{
        rule_id: "t",
        name: "t",
        type: "threshold",
        language: "kuery",
        query: "odd.code: 1 and odd.amount > 3",
      },
      threshold: { field: ["odd.host"], value: 5, cardinality: [{ field: "odd.user", value: 2 }] },
    };
    const fresh = {
      ...{ rule_id: "n", name: "n", type: "new_terms", language: "kuery", query: "odd.code: 1" },
      ...{ new_terms_fields: ["odd.path"], history_window_start: "now-7d" },
    };
    const given = readRules(ndjson([counted, fresh]), "rules.ndjson").rules;
    const read = readRules(
      [...rulesNdjson(given.map((each) => ({ rule: each, exceptions: [] })))].join(""),
      "r.ndjson",
    );
    expect(read.rules).toMatchObject([
      { threshold: counted.threshold },
      { new_terms_fields: ["odd.path"], history_window_start: "now-7d" },
    ]);
    const plan = new FieldPlan(usesOf(...given));
    expect(
      ["odd.host", "odd.user", "odd.path", "odd.amount", "odd.else"].map((name) => plan.placeOf(name)),
    ).toEqual(["keyword", "keyword", "keyword", "double", "keyword"]);
  });

  it("search with the options with which Loupe evaluates", () => {
    expect(eqlSearch(rule("any where true", { tiebreaker_field: "event.sequence" }), "tail")).toEqual({
      query: "any where true",
      event_category_field: "event.category",
      timestamp_field: "@timestamp",
      tiebreaker_field: "event.sequence",
      size: 10_000,
      result_position: "tail",
    });
    expect(
      eqlSearch(rule("any where true", { event_category_override: "kind", timestamp_field: "at" }), "head"),
    ).toMatchObject({ event_category_field: "kind", timestamp_field: "at", result_position: "head" });
  });
});
