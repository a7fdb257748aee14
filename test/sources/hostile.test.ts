import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WindowsEventRecord, type WindowsEvent, type XmlElement } from "../../src/formats/windows-event.ts";
import { explainMapping, toEcs } from "../../src/sources/index.ts";
import { unreadRecord } from "../../src/scan/unexamined.ts";
import { expectEqual } from "../support/expect-equal.ts";
import { sysmonRecord } from "./support.ts";
import { FULL_DUMPS, templatesOf, shapesWithoutSid } from "./windows/shapes.ts";

const SCALARS = new Set(["string", "number", "boolean"]);

/** Checks what must hold for every event, whatever it was mapped from. */
function check(value: unknown): void {
  const mapped = toEcs({ value });
  const steps = explainMapping({ value });
  if (mapped === null) {
    expect(steps).toEqual([]);
    return;
  }
  const { event } = mapped;
  expect(Object.getPrototypeOf(event)).toBeNull();
  for (const fieldValue of Object.values(event)) {
    const values = Array.isArray(fieldValue) ? (fieldValue as unknown[]) : [fieldValue];
    const others = values.filter((scalar) => !SCALARS.has(typeof scalar));
    expectEqual(others, []);
  }
  expectEqual(steps.map(({ to }) => to).sort(), Object.keys(event).sort());
}

const NAMES = [
  "AlertId",
  "AttackTechniques",
  "NetworkMessageId",
  "RawEventData",
  "__proto__",
  "constructor",
  "toString",
  "Event",
  "System",
  "EventID",
  "EventId",
  "Id",
  "Event ID",
  "Payload",
  "Channel",
  "LogName",
  "ProviderName",
  "SourceName",
  "EventData",
  "Data",
  "#text",
  "#attributes",
  "@Name",
  "UserData",
  "Message",
  "Properties",
  "TimeCreated",
  "UtcTime",
  "ProcessGuid",
  "TargetObject",
  "Details",
  "Hashes",
  "category",
  "properties",
  "RegistryKey",
  "ActionType",
  "DeviceName",
  "AdditionalFields",
  "event_type_full",
  "timestamp",
  "bytes_written",
  "winlog",
  "event_data",
  "@timestamp",
  "winlog.channel",
  "winlog.event_id",
  "winlog.event_data.User",
  "_source",
  "fields",
];
const TEXTS = [
  "Microsoft-Windows-Sysmon/Operational",
  "Microsoft-Windows-Sysmon",
  "Security",
  "Microsoft-Windows-Security-Auditing",
  "13",
  "4657",
  "4688",
  "22",
  "AdvancedHunting-DeviceRegistryEvents",
  "registry_event",
  "2024-03-01 10:00:00.250",
  "{",
  "\\",
  "=",
  "%%1",
  "0x",
  "0xffffffffffffffffff",
  "type: ",
  "a,b=",
  '{"EventData":{"Data":[null]}}',
];
const key = fc.oneof(fc.constantFrom(...NAMES), fc.string());
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string());
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("tree")), { maxLength: 8 }).map(fromPairs),
  ),
}));

/** As JSON.parse creates it: `__proto__` is an ordinary key. */
function fromPairs(pairs: readonly (readonly [string, unknown])[]): unknown {
  const object = {};
  for (const [name, value] of pairs) {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

const SIGNS = [
  "\\",
  '\\"',
  "{'",
  "{a:/*",
  "<Data ",
  "%7B",
  "&lt;",
  "7b ",
  "eyJ",
  "CEF:0|",
  "\\u0022",
  "EventID\t",
];

describe("hostile values", () => {
  it("in any JSON never throw", () => {
    fc.assert(fc.property(tree, check), { numRuns: 1500 });
    fc.assert(fc.property(fc.jsonValue(), check), { numRuns: 500 });
  });

  it("in place of any value of a known shape never throw", () => {
    const templates = [...templatesOf(FULL_DUMPS), ...shapesWithoutSid(FULL_DUMPS)]
      .map(([, value]) => value)
      .filter((value) => !(value instanceof WindowsEventRecord));
    fc.assert(
      fc.property(fc.constantFrom(...templates), fc.nat(), tree, (shape, at, replacement) => {
        const document = JSON.parse(JSON.stringify(shape)) as Record<string, unknown>;
        const spots = places(document);
        const [object, name] = spots[at % spots.length]!;
        object[name] = replacement;
        check(document);
      }),
      { numRuns: 1500 },
    );
  });

  it("in an event from a reader never throw", () => {
    const { element } = fc.letrec<{ element: XmlElement }>((tie) => ({
      element: fc.record({
        name: text,
        attributes: fc.array(fc.tuple(text, text), { maxLength: 2 }),
        children: fc.array(fc.oneof({ depthSize: "small" }, text, tie("element")), { maxLength: 3 }),
      }),
    }));
    const event = fc.record(
      {
        provider: text,
        eventId: text,
        keywords: text,
        level: text,
        opcode: text,
        version: text,
        systemTime: text,
        channel: fc.constantFrom(
          "Security",
          "Windows PowerShell",
          "Microsoft-Windows-PowerShell/Operational",
          "Microsoft-Windows-Sysmon/Operational",
          "x",
        ),
        computer: text,
        userSid: text,
        processId: text,
        eventData: fc.array(fc.record({ name: key, value: text }), { maxLength: 8 }),
        userData: element,
        rendering: fc.record({ message: text, keywords: fc.array(text, { maxLength: 2 }) }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(event, (generated) => check(new WindowsEventRecord(generated as WindowsEvent))),
      { numRuns: 1000 },
    );
  });

  it("under every name that a pipeline knows never throw", () => {
    const names = [
      "Hashes",
      "QueryResults",
      "User",
      "TargetObject",
      "Details",
      "CommandLine",
      "Image",
      "SourceIp",
      "UtcTime",
      "ImageLoaded",
    ];
    const codes = ["1", "3", "7", "12", "13", "14", "22", "24", "255"];
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.dictionary(fc.constantFrom(...names), text), (code, data) =>
        check(sysmonRecord(code, data)),
      ),
      { numRuns: 1000 },
    );
  });

  it("that are long or deeply nested neither throw nor hang", () => {
    const long = "\\".repeat(1_000_000);
    check(
      sysmonRecord("13", {
        TargetObject: `HKLM${long}`,
        Details: long,
        Image: long,
        CommandLine: `${long}"`,
        Hashes: ",".repeat(1e6),
      }),
    );
    check(sysmonRecord("22", { QueryResults: "type:  5 a;".repeat(50_000), QueryName: long }));
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`) as unknown;
    check({ Event: { System: { EventID: 1 }, UserData: deep, EventData: { Data: deep } } });
    // Signs of the spellings in which a second event is looked for.
    const place = { offset: 0, length: 1, line: 1 };
    for (const sign of SIGNS) {
      const text = `EventID: 13 Channel: x {'EventID': ${sign.repeat(300_000 / sign.length)}`;
      check(sysmonRecord("13", { Details: text }));
      check({ "@timestamp": "2024-01-01T00:00:00Z", event: { category: ["registry"] }, message: text });
      unreadRecord(JSON.stringify({ text }), place);
    }
  });

  it("never reach a prototype", () => {
    const value = JSON.parse(
      '{"EventID":13,"Channel":"x","__proto__":{"polluted":1},"constructor":"c"}',
    ) as unknown;
    const { event } = toEcs({ value })!;
    expect(event["winlog.event_data.constructor"]).toBe("c");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

function places(
  value: unknown,
  found: [Record<string, unknown>, string][] = [],
): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null) return found;
  for (const name of Object.keys(value)) {
    found.push([value as Record<string, unknown>, name]);
    places((value as Record<string, unknown>)[name], found);
  }
  return found;
}
