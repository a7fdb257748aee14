import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { compileKql } from "../../src/kql/index.ts";

const matches = (query: string, document: object): boolean => compileKql(query).matches(flatten(document));
const script = (text: string) => ({ "powershell.file.script_block_text": text });

describe("compileKql on keywords", () => {
  it.each<[string, object, boolean]>([
    ["a: b", { a: "b" }, true],
    ["a: b", { a: "B" }, false],
    ["a: b", { a: ["x", "b"] }, true],
    ["a: b", { a: "b c" }, false],
    ["a: b c", { a: "b c" }, true],
    ['a: "b c"', { a: "b c" }, true],
    ["a: b", {}, false],
    ["not a: b", {}, true],
    ["not a: b", { a: ["x", "b"] }, false],
    ["a: 443", { a: 443 }, true],
    ["a: 443.0", { a: 443 }, true],
    ["a: 443", { a: "0443" }, false],
    ["a: true", { a: true }, true],
    ["a: true", { a: "true" }, true],
    ['a: "false"', { a: false }, true],
    ["a: (x or 443 or true)", { a: true }, true],
    ["a: (x or 443 or true)", { a: "y" }, false],
    ["a: (x and y)", { a: ["y", "x"] }, true],
    ["a: (x and not y)", { a: ["y", "x"] }, false],
    ["a: *", { a: "" }, true],
    ["a: *", { a: [] }, false],
    ["a: *", { a: null }, false],
    ["a: b*", { a: "bc" }, true],
    ["a: b*", { a: "Bc" }, false],
    ["a: *b c*d", { a: "xb c\nd" }, true],
    ["a: b?", { a: "bc" }, false],
    ["a: b?*", { a: "b?c" }, true],
    [String.raw`a: *\**`, { a: "x*y" }, true],
    [String.raw`a: *\**`, { a: "xy" }, false],
    ["a: 44*", { a: 443 }, true],
    ['"a b": c', { "a b": "c" }, true],
    // Alternatives of one field become one lookup; those of several fields do not.
    ["a: x or a: y", { a: "x" }, true],
    ["a: x or a: y", { a: "z" }, false],
    ["a: x or b: y", { a: "x" }, true],
    ["a: x or b: y", { b: "y" }, true],
    ["a: x or b: y", { a: "y", b: "x" }, false],
    ["a: x or b: y or a: z", { a: "z" }, true],
    ["a: x or b: y or a: z", { b: "z" }, false],
    ["a: x or a > 5", { a: 6 }, true],
    ["a: x or a > 5", { a: "x" }, true],
    ["a: x or a > 5", { a: 5 }, false],
    ["a: x or a: y*", { a: "yes" }, true],
    ["a: x or a: y*", { a: "y*" }, true],
    ["a: x or not a: y", { a: "y" }, false],
    ["a: x or not a: y", { a: "z" }, true],
    ["a: x or y", { a: "z", b: "y" }, true],
    ["a: (x or y) or b: y", { b: "y" }, true],
    ["a: (x or y) and b: y", { a: "y", b: "x" }, false],
    ["a*: x or a: y", { ab: "x" }, true],
    ["a*: x or a: y", { ab: "y" }, false],
    ["n: { a: x or b: y }", { n: { b: "y" } }, true],
    ["n: { a: x or a: y }", { a: "y" }, false],
    ["n: { a: x or a: y }", { n: { a: "y" } }, true],
    ["", {}, true],
    ["*", { a: 1 }, true],
    ["not *", { a: 1 }, false],
  ])("%s on %j: %s", (query, document, expected) => {
    expect(matches(query, document)).toBe(expected);
  });
});

describe("compileKql on other types", () => {
  it.each<[string, object, boolean]>([
    // Words of a text field: without quotes any of them, with quotes all of them in a row.
    ["message: Foo bar", { message: "only BAR here" }, true],
    ['message: "foo bar"', { message: "a FOO, bar." }, true],
    ['message: "foo bar"', { message: "bar foo" }, false],
    ["message: fo*", { message: "a FOO" }, true],
    ["message: f*o b", { message: "b" }, true],
    ["message: *o b*", { message: "x foo baz" }, true],
    ["message: *oo,*", { message: "foo," }, false],
    ['message: "--"', { message: "--" }, false],
    ['process.name.text: "CMD exe"', { "process.name": "cmd exe" }, true],
    ["process.name.caseless: CMD.exe", { "process.name": "cMd.EXE" }, true],
    ["process.name.caseless: CM*", { "process.name": "cmd" }, true],
    ["winlog.event_data.text: x", { winlog: { event_data: { text: "x y" } } }, true],
    // Scripts have an analyzer of their own.
    ['powershell.file.script_block_text: "New-Object"', script("$a = new-object X"), true],
    ["powershell.file.script_block_text: Object", script("$a = new-object X"), false],
    ["powershell.file.script_block_text: WebClient", script("System.Net.WebClient"), true],
    ['powershell.file.script_block_text: "]::GetText"', script("[x]::GetText()"), true],
    ["powershell.file.script_block_text: *mikatz*", script("Invoke-Mimikatz -x"), true],
    ["powershell.file.script_block_text: (a and not b)", script("A C"), true],
    // In wildcard fields a pattern is split at blanks, as by query_string.
    ["process.command_line: *a b*", { "process.command_line": "bc" }, true],
    ["process.command_line: *a b*", { "process.command_line": "x b" }, false],
    ["process.command_line: *a*", { "process.command_line": "x a b" }, true],
    ['process.command_line: "a b"', { "process.command_line": "a b" }, true],
    // IP addresses.
    ["source.ip: 10.0.0.0/8", { "source.ip": "10.1.2.3" }, true],
    ['source.ip: "10.0.0.0/8"', { "source.ip": ["1.1.1.1", "11.0.0.1"] }, false],
    ['host.ip: "::1"', { "host.ip": "0:0:0:0:0:0:0:1" }, true],
    ["source.ip >= 9.255.0.0", { "source.ip": "10.0.0.1" }, true],
    ['source.ip > "::1"', { "source.ip": "10.0.0.1" }, true],
    ["source.ip < 9.255.0.0", { "source.ip": "10.0.0.1" }, false],
    ["source.ip > 10.0.0.1", { "source.ip": "10.0.0.1" }, false],
    ["source.ip >= 10.0.0.1 and source.ip <= 10.0.0.1", { "source.ip": "10.0.0.1" }, true],
    ["source.ip < 10.0.0.1", { "source.ip": "no address" }, false],
    ["message: x or source.ip: 10.0.0.0/8", { "source.ip": "10.1.1.1" }, true],
    ["source.ip: 10.0.0.0/8 or source.ip: 11.0.0.1", { "source.ip": "10.1.1.1" }, true],
    ['message: "a b" or message: c', { message: "B a" }, false],
    ["message: a or message: c", { message: "x C" }, true],
    ["source.ip: 10.*", { "source.ip": "10.0.0.1" }, true],
    // Dates: a day includes all of its instants.
    ["@timestamp: 2024-01-02", { "@timestamp": "2024-01-02T23:59:59.9999Z" }, true],
    ["@timestamp: 2024-01-02", { "@timestamp": "2024-01-03T00:00:00Z" }, false],
    ["@timestamp > 2024-01-02", { "@timestamp": "2024-01-02T10:00:00Z" }, false],
    ["@timestamp > 2024-01-02", { "@timestamp": "2024-01-03T00:00:00Z" }, true],
    ["@timestamp <= 2024-01-02", { "@timestamp": "2024-01-02T10:00:00Z" }, true],
    ["@timestamp < 2024-01-02", { "@timestamp": "2024-01-02T00:00:00Z" }, false],
    ['@timestamp >= "2024-01-02T01:00:00+01:00"', { "@timestamp": 1704153600000 }, true],
    ["@timestamp >= 1704153600000", { "@timestamp": "2024-01-02T00:00:00Z" }, true],
    ["@timestamp >= 2025", { "@timestamp": "2024-12-31T23:59:59Z" }, false],
    ["@timestamp: x", { "@timestamp": "x" }, true],
    ["@timestamp: 1704153600000", { "@timestamp": "2024-01-02T00:00:00.000Z" }, true],
    ["threat.indicator.first_seen: 2024-01-02", { "threat.indicator.first_seen": 1704153600000 }, true],
    // Numbers are compared by value, texts by code point.
    ["a > 9", { a: 10 }, true],
    ["a > 9", { a: "10" }, true],
    ["a >= 10", { a: 10 }, true],
    ["a < 10", { a: ["11", 9] }, true],
    ["a < b", { a: "abc" }, true],
    ["a < b", {}, false],
    // Patterns of field names, and free text.
    ["u.*: x", { "u.a": "y", "u.b": "x" }, true],
    ["u.*: x", { v: "x" }, false],
    ["u.*: *", { "u.b": 1 }, true],
    ["u.* > 5", { "u.b": 6 }, true],
    ["*: x", { v: "x" }, true],
    ["foo", { a: { b: "foo" } }, true],
    ["foo", { a: "foo bar" }, false],
    ["foo", { message: "foo bar" }, true],
    ["foo", { "process.command_line": "cmd /c foo" }, true],
    ['"foo bar"', { "process.name": "x foo bar" }, true],
    ["443", { "source.port": 443 }, true],
    ["fo*", { a: "foo" }, true],
    ["not foo", { a: "foo" }, false],
    // Nested conditions, evaluated on flat events.
    ["u: { n: x and m > 1 }", { u: [{ n: "x" }, { m: 2 }] }, true],
    ["u: { n: x and m: { k: y } }", { u: { n: "x", m: { k: "z" } } }, false],
    ["u: { *: x }", { u: { q: "x" } }, true],
  ])("%s on %j: %s", (query, document, expected) => {
    expect(matches(query, document)).toBe(expected);
  });

  it("treats names of properties of every object as fields", () => {
    expect(
      matches(
        "constructor: x and __proto__: *",
        JSON.parse('{"constructor": "x", "__proto__": "y"}') as object,
      ),
    ).toBe(true);
    expect(matches("constructor: *", {})).toBe(false);
    expect(matches("*: x", {})).toBe(false);
  });
});

describe("a compiled query", () => {
  it("names its fields", () => {
    const { fields } = compileKql(
      "a: 1 and not b.text: x and h.*: y and n: { c > 1 } and free and a: (2 or 3)",
    );
    expect(fields).toEqual(["a", "b", "n.c"]);
  });

  it.each([
    ["event.category: process and a: b", "process"],
    ['a: b and event.category: "process"', "process"],
    ["event.category: file", "file"],
    ["event.category: (file or process) and a: b", null],
    ["event.category: pro* and a: b", null],
    ["not event.category: process", null],
    ["event.category: process or a: b", null],
    ["event.category: 7", null],
    ["a: { event.category: process }", null],
  ])("knows the category required by %s", (query, category) => {
    expect(compileKql(query).category).toBe(category);
  });

  it("explains each clause with the values of the event", () => {
    const query = compileKql("event.category: process and not (a: (x or y) or u: { n: z }) and h.*: q");
    const event = flatten({ "event.category": ["process"], a: "x", "h.i": "q", "h.j": "r" });
    const explanation = query.explain(event);
    expect(explanation).toMatchObject({ kind: "and", held: false });
    expect(explanation.clauses.map((c) => [c.kind, c.text, c.held])).toEqual([
      ["test", "event.category: process", true],
      ["not", "not ((a: x or a: y) or u: { n: z })", false],
      ["test", "h.*: q", true],
    ]);
    const either = explanation.clauses[1]!.clauses[0]!;
    expect(either.clauses.map((c) => [c.text, c.held])).toEqual([
      ["a: x or a: y", true],
      ["u: { n: z }", false],
    ]);
    expect(either.clauses[1]!.values).toEqual([{ field: "u.n", values: [] }]);
    expect(explanation.clauses[2]!.values).toEqual([{ field: "h.i", values: ["q"] }]);
  });

  it("requires texts that survive the analysis of text fields", () => {
    const { requiredTexts } = compileKql(
      'powershell.file.script_block_text: "Invoke-Mimikatz" and message: kitchen and a: (b or c*d) and not e: f and p: 443',
    );
    expect(requiredTexts).toEqual([
      { field: "powershell.file.script_block_text", anyOf: [{ text: "invoke-mimikatz", ignoreCase: true }] },
      { field: "message", anyOf: [{ text: "tchen", ignoreCase: true }] },
      {
        field: "a",
        anyOf: [
          { text: "b", ignoreCase: false },
          { text: "c", ignoreCase: false },
        ],
      },
    ]);
  });

  it("matches hostile texts", () => {
    const long = { a: "a".repeat(200_000), message: "a b ".repeat(50_000), ...script("x-".repeat(100_000)) };
    for (const query of [
      `a: ${"*a".repeat(100)}*b`,
      `message: "${"a b ".repeat(50)}c"`,
      `message: ${"*a".repeat(50)}*c`,
      "powershell.file.script_block_text: *x-x-y*",
    ]) {
      expect(matches(query, long)).toBe(false);
    }
  });
});
