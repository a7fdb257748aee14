import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Condition } from "../../../src/app/list/condition.ts";
import { fieldNamed } from "../../../src/app/list/field-names.ts";
import { readConditions } from "../../../src/app/list/read-conditions.ts";
import { writeCondition, writeConditions } from "../../../src/app/list/write-condition.ts";

const free = (value: string, more: Partial<Condition> = {}): Condition => ({
  field: "",
  value,
  isNot: false,
  isOff: false,
  ...more,
});
const field = (name: string, value: string, more: Partial<Condition> = {}): Condition => ({
  ...free(value, more),
  field: name,
});

describe("what an analyst types", () => {
  it.each<[string, Condition[]]>([
    ["", []],
    ["  \t ", []],
    ["reg.exe  DumpType", [free("reg.exe"), free("DumpType")]],
    ['"LSASS dump" x', [free("LSASS dump"), free("x")]],
    ["host.name: WS-FIN-07", [field("host.name", "WS-FIN-07")]],
    ["host:WS-FIN-07 alice", [field("host", "WS-FIN-07"), free("alice")]],
    ['user: "CORP\\alice b"', [field("user", "CORP\\alice b")]],
    ["user:CORP\\alice", [field("user", "CORP\\alice")]],
    ["-status: closed", [field("status", "closed", { isNot: true })]],
    ["NOT status:closed", [field("status", "closed", { isNot: true })]],
    ["not", [free("not")]],
    ["not ", [free("not")]],
    ["-", [free("-")]],
    ["- x", [free("-"), free("x")]],
    ["--decode", [free("--decode")]],
    ["# -host: a", [field("host", "a", { isNot: true, isOff: true })]],
    ["#", [free("#")]],
    ["#5", [free("#5")]],
    ["process.name: power*", [field("process.name", "power*")]],
    ["winlog.event_data.TargetUserName: bob", [field("winlog.event_data.TargetUserName", "bob")]],
    ["my.own: 1", [field("my.own", "1")]],
    ["Host: a", [field("Host", "a")]],
    [
      'process.executable: "C:\\Program Files\\" x',
      [field("process.executable", "C:\\Program Files\\"), free("x")],
    ],
    ['"say ""hi"""', [free('say "hi"')]],
    ['"C": 1', [field("C", "1")]],
    ['host: ""', [field("host", "")]],
  ])("%j", (text, conditions) => expect(readConditions(text)).toEqual(conditions));

  it.each([
    "C:\\Windows\\Temp",
    "http://evil.example/a",
    "file:///C:/a",
    "10.0.0.1:445",
    "payload.exe:stream",
    "HKLM:",
    "a:b",
    ":x",
  ])("%j is a text, not a field", (text) => expect(readConditions(text)).toEqual([free(text)]));

  it.each(["host:", "host: ", "-host.name:"])("%j is no condition yet", (text) =>
    expect(readConditions(text)).toEqual([]),
  );

  it("may lack the closing quotation mark", () =>
    expect(readConditions('user: "two wo')).toEqual([field("user", "two wo")]));

  it("keeps the name as typed, and knows which field it means", () => {
    expect(["Host", "host.name", "kibana.alert.rule.name", "process.pid"].map(fieldNamed)).toEqual([
      "host.name",
      "host.name",
      "rule.name",
      "process.pid",
    ]);
  });
});

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom('"', "\\", ":", "-", "#", "*", " ", "\n", "a", "not", "host", ".", "Σ", "\ud800"),
  }),
);
const conditions = fc.record<Condition>({
  field: fc.oneof(fc.constantFrom("", "host", "process.name", "my.own"), texts),
  value: texts,
  isNot: fc.boolean(),
  isOff: fc.boolean(),
});

describe("a condition that was written", () => {
  it("is read as it was", () =>
    fc.assert(
      fc.property(conditions, (given) => {
        expect(readConditions(writeCondition(given))).toEqual([given]);
      }),
    ));

  it("is read as it was among others", () =>
    fc.assert(
      fc.property(fc.array(conditions), (given) => {
        expect(readConditions(writeConditions(given))).toEqual(given);
      }),
    ));

  it("looks as an analyst would type it", () =>
    expect(
      [
        field("host.name", "WS-FIN-07"),
        free("C:\\x"),
        field("user", "a b", { isNot: true }),
        free("-enc"),
      ].map(writeCondition),
    ).toEqual(["host.name: WS-FIN-07", '"C:\\x"', '-user: "a b"', '"-enc"']));
});

describe("any text", () => {
  it("can be read, and what it says can be written and read again", () =>
    fc.assert(
      fc.property(texts, (text) => {
        const given = readConditions(text);
        expect(readConditions(writeConditions(given))).toEqual(given);
      }),
    ));
});
