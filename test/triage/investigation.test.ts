import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileEql, parseEql } from "../../src/eql/index.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { compileKql, parseKql } from "../../src/kql/index.ts";
import type { InvestigatePlugin, Provider } from "../../src/rules/index.ts";
import {
  conditionWords,
  investigationEql,
  investigationKql,
  looksForAlerts,
  plainText,
} from "../../src/triage/index.ts";

const is = (
  field: string,
  value: Provider["value"] = `{{${field}}}`,
  more: Partial<Provider> = {},
): Provider => ({
  field,
  excluded: false,
  queryType: "phrase",
  value,
  valueType: "string",
  ...more,
});
const plugin = (...providers: Provider[][]): InvestigatePlugin => ({
  label: "l",
  description: "",
  providers,
  relativeFrom: "",
  relativeTo: "",
});

const event = flatten({
  "@timestamp": 1_704_164_645_000,
  "host.id": "h-1",
  "user.name": ["alice", "bob"],
  "process.pid": 4711,
  "process.executable": 'C:\\Program Files\\"x"\\*.exe',
  "user.id": "",
});
const both = (...providers: Provider[][]) => [
  investigationEql(plugin(...providers), event),
  investigationKql(plugin(...providers), event),
];

describe("investigationEql and investigationKql", () => {
  it("fill in values, and join groups with or", () => {
    expect(both([is("host.id"), is("event.category", "process")], [is("source.ip", "::1")])).toEqual([
      'any where host.id == "h-1" and event.category == "process" or source.ip == "::1"',
      '(host.id: "h-1" and event.category: "process") or source.ip: "::1"',
    ]);
  });

  it("escape special characters of the language", () => {
    expect(both([is("process.executable")])).toEqual([
      'any where process.executable == "C:\\\\Program Files\\\\\\"x\\"\\\\*.exe"',
      'process.executable: "C:\\\\Program Files\\\\\\"x\\"\\\\*.exe"',
    ]);
  });

  it("match any of several values, but put only a single value into a text", () => {
    expect(both([is("user.name")])).toEqual([
      'any where user.name in ("alice", "bob")',
      'user.name: ("alice" or "bob")',
    ]);
    expect(both([is("message", "host {{host.id}} pid {{process.pid}}")])).toEqual([
      'any where message == "host h-1 pid 4711"',
      'message: "host h-1 pid 4711"',
    ]);
    expect(both([is("message", "user {{user.name}}")])).toEqual([null, null]);
  });

  it("keep numbers and booleans", () => {
    expect(
      both([is("process.pid"), is("a", 5), is("b", true), is("c", "false", { valueType: "boolean" })]),
    ).toEqual([
      "any where process.pid == 4711 and a == 5 and b == true and c == false",
      "process.pid: 4711 and a: 5 and b: true and c: false",
    ]);
    expect(both([is("d", "4624", { valueType: "number" }), is("e", -1.5), is("f", "4624")])).toEqual([
      'any where d == 4624 and e == "-1.5" and f == "4624"',
      'd: 4624 and e: -1.5 and f: "4624"',
    ]);
  });

  it("support every kind of condition, and its negation", () => {
    const kinds = (excluded: boolean) => [
      is("a", "x", { excluded }),
      is("b", '["x","y"]', { excluded, queryType: "phrases" }),
      is("c", "", { excluded, queryType: "exists" }),
      is("d", '{"gte":1,"lt":5}', { excluded, queryType: "range" }),
      is("e", '{"gte":1}', { excluded, queryType: "range" }),
    ];
    expect(both(kinds(false))).toEqual([
      'any where a == "x" and b in ("x", "y") and c != null and (d >= 1 and d < 5) and e >= 1',
      'a: "x" and b: ("x" or "y") and c: * and d >= 1 and d < 5 and e >= 1',
    ]);
    expect(both(kinds(true))).toEqual([
      'any where a != "x" and b not in ("x", "y") and not c != null and not (d >= 1 and d < 5) and not e >= 1',
      'not a: "x" and not b: ("x" or "y") and not c: * and not (d >= 1 and d < 5) and not (e >= 1)',
    ]);
  });

  it("are null if a value is missing or a condition is invalid", () => {
    for (const missing of [
      is("process.entity_id"),
      is("user.id"),
      is("a", "{{constructor}}"),
      is("a", "x", { queryType: "phrases" }),
      is("a", "[]", { queryType: "phrases" }),
      is("a", "[{}]", { queryType: "phrases" }),
      is("a", "null", { queryType: "range" }),
      is("a", "{}", { queryType: "range" }),
    ]) {
      expect(both([is("host.id"), missing])).toEqual([null, null]);
      expect(both([is("host.id")], [missing])).toEqual([null, null]);
    }
  });

  it("are null if the language cannot express a condition", () => {
    expect(both([is("a", "x\0y")])).toEqual([null, 'a: "x\0y"']);
    expect(both([is("event.ingested", "now-1d")])).toEqual(['any where event.ingested == "now-1d"', null]);
  });

  const field = fc.oneof(
    fc.constantFrom("host.id", "and", "or", "not", "null", "a b", "a`b", "__proto__", "*", "a.b.", '"', "é"),
    fc.string({ minLength: 1 }),
  );
  const text = fc.oneof(
    fc.constantFrom(
      '"',
      "\\",
      '\\"',
      "*",
      "?",
      "\n",
      "\u202E",
      " or ",
      "{{",
      "}}",
      '"""',
      "\ud800",
      "now",
      ") or *",
    ),
    fc.string({ unit: "binary" }),
  );
  const value = fc.oneof(
    text,
    fc.array(text, { maxLength: 3 }).map((parts) => parts.join("")),
    fc.integer(),
    fc.boolean(),
  );

  it("can be parsed and match the event they were made for, whatever its values", () => {
    fc.assert(
      fc.property(field, value, fc.boolean(), (name, content, bound) => {
        fc.pre(!/[{}\s]/.test(name));
        const own = flatten({ [name]: content });
        fc.pre(Object.keys(own).length === 1);
        const search = plugin([is(name, bound ? `{{${name}}}` : content)]);
        const eql = investigationEql(search, own);
        const kql = investigationKql(search, own);
        const needed = !bound || String(content) !== "";
        const plain = typeof content !== "string" || !/\{\{/.test(content) || bound;
        if (eql !== null) expect(parseEql(eql)).toMatchObject({ kind: "event" });
        else expect(needed && plain && !`${name}${content}`.includes("\0")).toBe(false);
        if (kql !== null) expect(() => parseKql(kql)).not.toThrow();
        if (eql !== null && needed && plain) {
          const compiled = compileEql(eql);
          expect(compiled.kind === "event" && compiled.matches(own)).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("can be parsed for any plugin", () => {
    const provider = fc.record({
      field,
      excluded: fc.boolean(),
      queryType: fc.constantFrom("phrase", "phrases", "exists", "range" as const),
      value: fc.oneof(
        value,
        fc.jsonValue().map((json) => JSON.stringify(json)),
        fc.constant('{"gte":"2024","lt":9}'),
      ),
      valueType: fc.constantFrom("string", "number", "boolean"),
    });
    const groups = fc.array(fc.array(provider, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });
    let queries = 0;
    fc.assert(
      fc.property(groups, (providers) => {
        const eql = investigationEql(plugin(...providers), event);
        const kql = investigationKql(plugin(...providers), event);
        if (eql !== null) parseEql(eql);
        if (kql !== null) parseKql(kql);
        queries += Number(eql !== null) + Number(kql !== null);
        for (const provider of providers.flat()) plainText(conditionWords(provider), event);
      }),
      { numRuns: 3_000 },
    );
    expect(queries).toBeGreaterThan(500);
  });

  it("match the same in KQL as in EQL", () => {
    const search = plugin([is("process.executable"), is("process.pid")], [is("user.name")]);
    expect(compileKql(investigationKql(search, event)!).matches(event)).toBe(true);
    const compiled = compileEql(investigationEql(search, event)!);
    expect(compiled.kind === "event" && compiled.matches(event)).toBe(true);
  });
});

describe("conditionWords", () => {
  const words = (provider: Provider) => plainText(conditionWords(provider), event);

  it.each<[Provider, string]>([
    [is("host.id"), "host.id is h-1"],
    [is("user.name"), "user.name is alice, bob"],
    [is("process.entity_id"), "process.entity_id is not in this event"],
    [is("a", "x", { excluded: true }), "a is not x"],
    [is("a", '["x","{{host.id}}"]', { queryType: "phrases" }), "a is x or h-1"],
    [is("a", "", { queryType: "exists" }), "a exists"],
    [is("a", "", { queryType: "exists", excluded: true }), "a is missing"],
    [is("a", '{"gte":1,"lt":5}', { queryType: "range" }), "a is at least 1 and below 5"],
    [is("a", "broken", { queryType: "range" }), "a should be broken"],
  ])("%j", (provider, text) => {
    expect(words(provider)).toBe(text);
  });
});

describe("looksForAlerts", () => {
  it("is true only if every group looks for alerts", () => {
    const signals = [is("event.kind", "signal"), is("host.id")];
    expect(looksForAlerts(plugin(signals))).toBe(true);
    expect(looksForAlerts(plugin([is("kibana.alert.rule.name", "x")]))).toBe(true);
    expect(looksForAlerts(plugin(signals, [is("host.id")]))).toBe(false);
    expect(looksForAlerts(plugin([is("event.kind", "signal", { excluded: true })]))).toBe(false);
  });
});
