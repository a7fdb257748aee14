import { describe, expect, it } from "vitest";
import { EqlError, type TermMatch } from "../../../src/eql/index.ts";
import { type FlatEvent, flatten } from "../../../src/ecs/flat-event.ts";
import { parseInstant } from "../../../src/time/instant.ts";
import { RuleSet, runnable, type RunsSequence } from "../../../src/rules/run/index.ts";
import { unsupportedSentence } from "../../../src/wording/index.ts";
import { eventRule, ruleOf } from "./helpers.ts";

/** What a scan notes of an event for a rule of several terms. */
function termMatchOf({ terms }: Pick<RunsSequence, "terms">, event: FlatEvent, time: number): TermMatch {
  return {
    instant: parseInstant(time),
    keys: terms.map((term) => (term.matches(event) ? term.keys(event) : [])),
  };
}

describe("runnable", () => {
  it.each([
    [{ type: "esql", query: "from x" }, "esql"],
    [{ type: "machine_learning" }, "machine-learning"],
    [{ type: "threshold" }, "threshold"],
    [{ type: "new_terms" }, "new-terms"],
    [{ type: "threat_match" }, "threat-match"],
    [{ type: "saved_query" }, "saved-query"],
    [{ language: "lucene" }, "lucene"],
    [{ type: "eql", language: "kuery" }, "language"],
    [{ query: "", filters: [{ query: { script: {} } }] }, "no-query"],
    [{ query: "", filters: [{ query: { exists: { field: "a" } } }, { query: { script: {} } }] }, "no-query"],
  ])("says why %j cannot run", (changes, code) => {
    const run = runnable(ruleOf(changes), []);
    expect(run).toMatchObject({ state: "unsupported", code });
    expect(run.state === "unsupported" && unsupportedSentence(run)).toMatch(/^[A-Z].{20,}\.$/);
  });

  it("gives the place where a query does not parse", () => {
    const eql = runnable(ruleOf({ type: "eql", query: "process where\n  a = 1" }), []);
    expect(eql).toMatchObject({ state: "unsupported", code: "syntax", data: { line: 2, column: 5 } });
    expect(eql.state === "unsupported" && unsupportedSentence(eql)).toContain(
      "Line 2, column 5 of the query: ",
    );
    expect(runnable(ruleOf({ query: "a: (b" }), [])).toMatchObject({
      code: "syntax",
      data: { line: 1, column: 4 },
    });
  });

  it("runs event rules of both languages", () => {
    const kql = eventRule({ query: "event.category: process and a: b" });
    expect(kql).toMatchObject({
      language: { id: "kuery" },
      category: "process",
      fields: ["event.category", "a"],
      warnings: [],
    });
    const event = flatten({ "event.category": "process", a: "b" });
    expect([kql.matches(event), kql.explain(event).held, kql.guard(event)]).toEqual([true, true, true]);
    const eql = eventRule({ type: "eql", query: 'process where a == "b"' });
    expect(eql).toMatchObject({ language: { id: "eql" }, category: "process" });
    expect(eql.matches(event)).toBe(true);
  });

  it("takes the category from the overriding field", () => {
    const run = eventRule({ type: "eql", query: "start where true", event_category_override: "event.type" });
    expect(run.category).toBeNull();
    expect(run.matches(flatten({ "event.type": "start" }))).toBe(true);
    expect(run.matches(flatten({ "event.category": "start" }))).toBe(false);
  });

  it("hands the order's fields on and keeps excluded events from a sequence", () => {
    const rule = ruleOf({
      type: "eql",
      query: 'sequence by host.id [any where a == "1"] [any where a == "2"]',
      timestamp_field: "time",
      tiebreaker_field: "seq",
      filters: [{ meta: { negate: true }, query: { match_phrase: { user: "bot" } } }],
    });
    const run = runnable(rule, []);
    if (run.state !== "runs" || run.kind !== "sequence") throw new Error("no sequence");
    expect(run).toMatchObject({ timestampField: "time", tiebreakerField: "seq", category: null });
    // The bot's event would take the place of the first 1 if it were only hidden afterwards.
    const events = [{ a: "1" }, { a: "1", user: "bot" }, { a: "2" }].map((e) =>
      flatten({ "host.id": "h", ...e }),
    );
    const machine = run.open<number>();
    events.forEach((event, i) => machine.push(termMatchOf(run, event, i), i));
    expect(machine.finish().map(({ items }) => items)).toEqual([[0, 2]]);
    expect(events.map((event) => run.guard(event))).toEqual([true, false, true]);
  });

  it("keeps excluded events from a sample", () => {
    const rule = ruleOf({
      type: "eql",
      query: 'sample by host.id [any where a == "1"] [any where a == "2"]',
      filters: [{ meta: { negate: true }, query: { match_phrase: { user: "bot" } } }],
    });
    const run = runnable(rule, []);
    if (run.state !== "runs" || run.kind !== "sample") throw new Error("no sample");
    const collector = run.open<number>();
    [{ a: "1", user: "bot" }, { a: "1" }, { a: "2" }].forEach((e, i) =>
      collector.push(termMatchOf(run, flatten({ "host.id": "h", ...e }), i), i),
    );
    expect(collector.finish()).toEqual([{ key: '["h"]', items: [1, 2] }]);
  });

  it("takes a sequence apart into terms that are decided like event rules", () => {
    const rule = ruleOf({
      type: "eql",
      query: `sequence by host.id with maxspan=1m
        [process where a : "xyz*"] by pid with runs=2
        ![any where b == "2"] by ppid
        until [file where c == "3"] by ?owner`,
      filters: [{ meta: { negate: true }, query: { match_phrase: { user: "bot" } } }],
    });
    const run = runnable(rule, []);
    if (run.state !== "runs" || run.kind !== "sequence") throw new Error("no sequence");
    expect(run.terms.map(({ category }) => category)).toEqual(["process", null, "file"]);
    expect(run.terms[0]!.requiredTexts).toContainEqual({
      field: "a",
      anyOf: [{ text: "xyz", ignoreCase: true }],
    });
    const event = flatten({
      event: { category: ["process", "file"] },
      a: "XYZ",
      b: 2,
      c: "3",
      host: { id: ["g", "h"] },
      pid: 4,
    });
    expect(run.terms.map((term) => term.keys(event))).toEqual([
      ['["g","4"]', '["h","4"]'],
      [],
      ['["g",null]', '["h",null]'],
    ]);
    const set = new RuleSet(run.terms);
    const failed = (): never => {
      throw new Error("no term fails here");
    };
    expect(set.match(event, failed)).toEqual([0, 1, 2]);
    expect(set.match(flatten({ ...event, user: "bot" }), failed)).toEqual([]);
    expect(run.terms.map(({ matches }) => matches(flatten({ ...event, user: "bot" })))).toEqual([
      false,
      false,
      false,
    ]);
    const many = flatten({ ...event, "host.id": Array.from({ length: 10_001 }, (_, i) => i) });
    expect(() => run.terms[0]!.keys(many)).toThrow(EqlError);
  });

  it("looks for a term's category in the overriding field", () => {
    const rule = ruleOf({
      type: "eql",
      query: "sequence [start where true] [end where true]",
      event_category_override: "event.type",
    });
    const run = runnable(rule, []);
    if (run.state !== "runs" || run.kind !== "sequence") throw new Error("no sequence");
    expect(run.terms.map(({ category }) => category)).toEqual([null, null]);
    const event = flatten({ event: { category: "start", type: "end" } });
    expect(run.terms.map(({ matches }) => matches(event))).toEqual([false, true]);
  });

  it("warns about what it does not do", () => {
    const run = eventRule({
      type: "eql",
      query: "any where true | head 5",
      alert_suppression: { group_by: ["host.id"], missing_fields_strategy: "suppress" },
      filters: [
        { query: { script: {} } },
        { query: { geo_shape: {} } },
        { query: { exists: { field: "a" } } },
      ],
      exceptions_list: [
        { id: "1", list_id: "l", type: "detection", namespace_type: "single" },
        { id: "2", list_id: "endpoint_list", type: "endpoint", namespace_type: "agnostic" },
      ],
    });
    expect(run.warnings.map(({ code }) => code)).toEqual([
      "exceptions-missing",
      "filters",
      "suppression",
      "pipes",
    ]);
    expect(run.warnings.map(({ data }) => data)).toEqual([
      { list: "l" },
      { count: 2 },
      { groupBy: ["host.id"] },
      { pipes: "| head 5" },
    ]);
    expect([run.matches(flatten({})), run.matches(flatten({ a: 1 }))]).toEqual([false, true]);
  });

  it.each([
    [String.raw`any where endsWith(a, "C:\\b") or stringContains~(b, "c\\")`, 2],
    [
      String.raw`sequence by k [any where true] [any where true] until [any where stringContains(a, "\\b")]`,
      1,
    ],
    [
      String.raw`any where stringContains(a, "\\*\\?\\\\") and endsWith(a, "b\\") and startsWith(a, "C:\\b")`,
      0,
    ],
    [String.raw`any where endsWith(substring(a, 0), "C:\\b") and a : "C:\\b*"`, 0],
  ])("warns about backslashes that Elasticsearch loses in %s", (query, count) => {
    const run = runnable(ruleOf({ type: "eql", query }), []);
    const warnings = run.state === "runs" ? run.warnings : [];
    expect(warnings.map(({ code }) => code)).toEqual(new Array(count).fill("backslashes"));
    if (count === 1) expect(warnings[0]!.data).toEqual({ call: String.raw`stringContains(a, "\\b")` });
  });

  it.each([
    ['any where @timestamp > "now-1d" and event.created in ("2024-05-01", "now/d")', 2],
    ['any where not "2024-05-01||+1M/d" >= @timestamp', 1],
    ['sequence by k [any where true] [any where true] until [any where @timestamp < "now"]', 1],
    ['sample by k [any where true] [any where process.start < "now+1h"]', 1],
    ['any where @timestamp > "2024-05-01" and name == "now-1d" and event.created : "nowhere"', 0],
    ['any where event.created == "nowhere" or event.created == concat("now", "-", name)', 0],
  ])("warns about date math, which has nothing to reckon from, in %s", (query, count) => {
    const run = runnable(ruleOf({ type: "eql", query }), []);
    const warnings = run.state === "runs" ? run.warnings : [];
    expect(warnings.map(({ code }) => code)).toEqual(new Array(count).fill("date-math"));
  });

  it("takes the rule's own timestamp field for a date", () => {
    const query = 'any where seen > "now-1d"';
    const codes = (more: object): string[] => {
      const run = runnable(ruleOf({ type: "eql", query, ...more }), []);
      return run.state === "runs" ? run.warnings.map(({ code }) => code) : [];
    };
    expect([codes({}), codes({ timestamp_field: "seen" })]).toEqual([[], ["date-math"]]);
  });

  it("shows filters and exceptions beside the query's own conditions", () => {
    const run = eventRule({
      query: "a: b and c: d",
      filters: [
        { meta: { negate: true }, query: { wildcard: { f: { value: "x*", case_insensitive: true } } } },
      ],
    });
    expect(run.explain(flatten({ a: "b", c: "d", f: "XY" }))).toMatchObject({
      kind: "and",
      held: false,
      clauses: [
        { text: "a: b" },
        { text: "c: d" },
        { kind: "not", held: false, text: 'not (f matches "x*" in any case)' },
      ],
    });
  });

  it("says that a query has lost a character", () => {
    const codes = (query: string) =>
      eventRule({ type: "eql", query }).warnings.map(({ code }) => code as string);
    expect(codes('process where user.name == "J\uFFFDrg"')).toEqual(["characters"]);
    expect(codes('process where user.name == "J\u00f6rg"')).toEqual([]);
  });

  it("compiles a list of two hundred thousand texts on one line", () => {
    const texts = Array.from({ length: 200_000 }, (_, n) => `"C:\\\\tools\\\\${n}.exe"`);
    const run = eventRule({ type: "eql", query: `process where process.executable : (${texts.join(", ")})` });
    const set = new RuleSet([run]);
    const decide = (executable: string) =>
      set.match(flatten({ event: { category: "process" }, process: { executable } }), () => undefined);
    expect(decide("c:\\TOOLS\\199999.exe")).toEqual([0]);
    expect(decide("c:\\tools\\200000.exe")).toEqual([]);
  });
});
