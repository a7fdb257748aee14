import { describe, expect, it } from "vitest";
import { compileEql, runEql } from "../../src/eql/index.ts";
import { requiredValuesOf } from "../../src/match/required-value.ts";
import { holds } from "./helpers.ts";

describe("dates", () => {
  const event = {
    "@timestamp": 1614834367500,
    event: { ingested: "2021-03-04T05:06:08Z" },
    file: { mtime: ["2020-01-01T00:00:00Z", "2021-03-04T06:06:07+01:00"] },
    note: "2021-03-04T05:06:08Z",
  };

  it.each<[string, boolean]>([
    // A partial date means all of its instants: the whole day, the whole second.
    ['@timestamp == "2021-03-04"', true],
    ['@timestamp != "2021-03-04"', false],
    ['@timestamp <= "2021-03-04"', true],
    ['@timestamp >= "2021-03-04"', true],
    ['@timestamp > "2021-03-04"', false],
    ['@timestamp < "2021-03-04"', false],
    ['@timestamp > "2021-03-03"', true],
    ['"2021-03-04" < @timestamp', false],
    ['"2021-03-05" > @timestamp', true],
    ['@timestamp == "2021-03-04T05:06:07Z"', true],
    ['@timestamp == "2021-03-04T05:06:07.000Z"', false],
    ['@timestamp in ("2020-01-01", "2021-03-04")', true],
    ['@timestamp not in ("2020-01-01", "2021-03-05")', true],
    ['@timestamp : "2021-03-04"', true],
    ['@timestamp : ("2021-03-05", "x*")', false],
    ["@timestamp == 1614834367500", true],
    ["@timestamp > 1614834367500", false],
    // Other fields of ECS, and a field outside ECS.
    ['event.ingested == "2021-03-04T06:06:08+01:00"', true],
    ["event.ingested > 1614834367999", true],
    ['file.mtime == "2021-03-04T05:06:07Z"', true],
    ['file.mtime != "2020-01-01"', false],
    ['note == "2021-03-04T06:06:08+01:00"', false],
    // The same inside a function.
    ['concat(@timestamp == "2021-03-04", "") == "true"', true],
    ['concat("2021-03-05" <= event.ingested, "") == "false"', true],
    // Without a fixed now there is no date math: compared as texts.
    ['@timestamp > "now-1d"', false],
    ["missing.mtime == 1", false],
  ])("%s: %s", (condition, expected) => {
    expect(holds(condition, event)).toBe(expected);
  });

  it("are compared as texts if one side is not a date", () => {
    expect(holds('event.start == "soon"', { event: { start: "soon" } })).toBe(true);
    expect(holds('event.start < "2021-03-04"', { event: { start: "1999 or so" } })).toBe(true);
    expect(holds("event.start == 132592000000000000", { event: { start: "132592000000000000" } })).toBe(true);
  });

  it("include the timestamp field", () => {
    const events = [{ seen: "1614834367000" }];
    const query = 'any where seen == "2021-03-04T05:06:07Z"';
    expect(runEql(query, events, { timestampField: "seen" })).toEqual(events);
    expect(runEql(query, events)).toEqual([]);
  });
});

describe("addresses", () => {
  const event = { source: { ip: ["10.1.2.3", "2001:db8::a"] }, other: "10.1.2.3" };
  it.each<[string, boolean]>([
    ['source.ip == "10.0.0.0/8"', true],
    ['source.ip != "10.0.0.0/8"', false],
    ['source.ip in ("192.168.0.0/16", "2001:db8::/32")', true],
    ['source.ip not in ("192.168.0.0/16", "127.0.0.1")', true],
    ['source.ip == "2001:0DB8::000A"', true],
    ['source.ip == "::ffff:10.1.2.3"', true],
    ['source.ip : "10.1.0.0/16"', true],
    ['source.ip < "10.1.2.20"', true],
    ['source.ip > "10.1.2.20"', true],
    ['source.ip < "9.9.9.9"', false],
    ['other == "10.0.0.0/8"', false],
    ['source.ip == "localhost"', false],
  ])("%s: %s", (condition, expected) => {
    expect(holds(condition, event)).toBe(expected);
  });
});

describe("required texts and values", () => {
  // A required text would exclude other forms of the same value.
  it.each([
    'any where @timestamp == "2021-03-04T05:06:07Z"',
    'any where file.created in ("2021-03-04", "2021-03-05")',
    'any where event.created : "2021-03-04"',
    'any where source.ip == "2001:db8::1"',
    'any where source.ip in~ ("2001:db8::1", "x")',
  ])("are not derived from %s", (text) => {
    const query = compileEql(text);
    expect(query.requiredTexts).toEqual([]);
    expect(query.kind === "event" && requiredValuesOf(query.clause)).toBeNull();
  });

  it("are derived if neither the field nor the constant has such a type", () => {
    const query = compileEql('any where seen == "2021-03-04" and file.mtime == "never"');
    expect(query.requiredTexts.map(({ field }) => field)).toEqual(["seen", "file.mtime"]);
    const dated = compileEql('any where seen == "2021-03-04"', { timestampField: "seen" });
    expect(dated.requiredTexts).toEqual([]);
  });
});
