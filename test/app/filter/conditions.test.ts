import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEventField, readEventConditions } from "../../../src/app/events/event-fields.ts";
import {
  type Condition,
  condition,
  type IsField,
  readConditions as read,
  withCondition,
  withToggled,
  writeCondition as write,
  writeConditions as writeAll,
} from "../../../src/app/filter/index.ts";
import { fieldNamed, isFieldName } from "../../../src/app/list/field-names.ts";

const readConditions = (text: string) => read(text, isFieldName);
const writeCondition = (one: Condition) => write(one, isFieldName);
const writeConditions = (all: readonly Condition[]) => writeAll(all, isFieldName);
const free = (value: string, more: Partial<Condition> = {}) => condition("", value, more);
const field = condition;

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
    ["process.name: power*", [field("process.name", "power*", { isPattern: true })]],
    ["host: ws?1", [field("host", "ws?1", { isPattern: true })]],
    ['host: "ws*"', [field("host", "ws*")]],
    ['-host: like "ws 1*"', [field("host", "ws 1*", { isNot: true, isPattern: true })]],
    ["host: like ws", [field("host", "like"), free("ws")]],
    ["*dump* *", [free("dump")]],
    ['"*dump*"', [free("*dump*")]],
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
/** Words that the reader takes for more than a text. */
const values = fc.oneof(texts, fc.constantFrom("like", "LIKE", "not", "*", "a*", "?", "a b*"));
const conditions = fc
  .record<Condition>({
    field: fc.oneof(fc.constantFrom("", "host", "process.name", "my.own"), texts),
    value: values,
    isNot: fc.boolean(),
    isPattern: fc.boolean(),
    isOff: fc.boolean(),
  })
  // A text is looked for anywhere, so it is no pattern.
  .map((one) => (one.field === "" ? { ...one, isPattern: false } : one));

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

  it("is read as it was whatever names a list has", () => {
    const namesNone: IsField = () => false;
    fc.assert(
      fc.property(fc.array(conditions), fc.constantFrom(isEventField, namesNone), (given, isField) => {
        expect(read(writeAll(given, isField), isField)).toEqual(given);
      }),
    );
  });

  it("looks as an analyst would type it", () =>
    expect(
      [
        field("host.name", "WS-FIN-07"),
        free("C:\\x"),
        field("user", "a b", { isNot: true }),
        free("-enc"),
        field("host", "ws*", { isPattern: true }),
        field("host", "ws*"),
        field("user", "a b*", { isPattern: true }),
      ].map(writeCondition),
    ).toEqual([
      "host.name: WS-FIN-07",
      '"C:\\x"',
      '-user: "a b"',
      '"-enc"',
      "host: ws*",
      'host: "ws*"',
      'user: like "a b*"',
    ]));
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

describe("what is typed to filter events", () => {
  it("means the same as for alerts, with the fields that the index has", () =>
    expect(readEventConditions('Host: WS* -id:4624 "a b" C:\\x')).toEqual([
      field("host.name", "WS*", { isPattern: true }),
      field("event.code", "4624", { isNot: true }),
      free("a b"),
      free("C:\\x"),
    ]));

  it("is a text where no field has the name", () =>
    expect(readEventConditions('"my field": 1 constructor:1')).toEqual([
      free("my field: 1"),
      free("constructor:1"),
    ]));
});

describe("a list of conditions", () => {
  const ws1 = field("host.name", "WS-1");
  const not = field("host.name", "ws-1", { isNot: true });

  it("has one condition about a value", () => {
    expect(withCondition([], ws1)).toEqual([ws1]);
    expect(withCondition([ws1], not)).toEqual([not]);
    expect(withCondition([ws1], { ...ws1, isPattern: true })).toHaveLength(2);
  });

  it("loses a condition that is chosen again, and turns its opposite round", () => {
    expect(withToggled([ws1], ws1)).toEqual([]);
    expect(withToggled([ws1], not)).toEqual([not]);
    expect(withToggled([], ws1)).toEqual([ws1]);
    expect(withToggled([{ ...ws1, isOff: true }], ws1)).toEqual([ws1]);
  });
});
