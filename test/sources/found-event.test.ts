import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainMapping, toEcs } from "../../src/sources/index.ts";
import { ACTIVITIES } from "../forms/activities.ts";
import { velociraptor, wazuh, winlogbeat6 } from "../forms/collectors.ts";
import { evtxDump } from "../forms/event-json.ts";
import { xmlOf } from "../forms/event-xml.ts";
import { forwarder, winlogbeat } from "../forms/shippers.ts";
import { evidenceLines, hasEvidence, mapped, seedMatches } from "./support.ts";

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replace(/"§([-\d.]+)§"/g, '"$1"')) as unknown;

/** The same events as products spell them. */
const SPELLINGS: readonly (readonly [string, (activity: (typeof ACTIVITIES)[number][0]) => unknown])[] = [
  ["event XML", (activity) => xmlOf(activity, { quote: "'" })],
  ["event XML with a message", (activity) => xmlOf(activity, { quote: '"', rendering: true })],
  ["evtx_dump", (activity) => evtxDump(activity)],
  ["System and EventData", (activity) => velociraptor(activity)],
  ["lower-case names", (activity) => wazuh(activity).data],
  ["Winlogbeat 6", (activity) => winlogbeat6(activity)],
  ["Winlogbeat", (activity) => winlogbeat(activity)],
  ["flat", (activity) => forwarder(activity)],
];

const spelled = fc
  .tuple(fc.constantFrom(...ACTIVITIES), fc.constantFrom(...SPELLINGS))
  .map(([[activity], [name, write]]) => ({ name, event: plain(write(activity)) }));

/** Names that no collector gives a meaning to, so that what is around the event adds nothing to it. */
const name = fc.constantFrom(
  "a",
  "payload",
  "log",
  "record",
  "inner",
  "x.y",
  "body",
  "__proto__",
  "Event_",
  "event",
);
const beside = fc.dictionary(
  fc.constantFrom("k", "tags", "id", "n", "rule"),
  fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string(), { maxLength: 3 })),
  { maxKeys: 3 },
);
type Wrap = (value: unknown) => unknown;
const wrap: fc.Arbitrary<Wrap> = fc.oneof(
  fc.tuple(name, beside).map(([key, more]): Wrap => (value) => {
    const object = { ...more };
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    return object;
  }),
  fc.constant<Wrap>((value) => [value]),
  fc.constant<Wrap>((value) => (typeof value === "object" ? JSON.stringify(value) : value)),
  fc.constant<Wrap>((value) =>
    typeof value === "string" && value.startsWith("<") ? `<13>host app: ${value}\n` : value,
  ),
);

/** What is around the event, the innermost first. The record itself is always an object. */
const wraps = fc.tuple(fc.array(wrap, { maxLength: 6 }), name, beside);
const wrapped = (event: unknown, [inner, key, more]: [Wrap[], string, object]): Record<string, unknown> => {
  const value = inner.reduce((content, around) => around(content), event);
  const record = { ...more };
  Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  return record as Record<string, unknown>;
};

function fieldsOf(value: unknown): Record<string, unknown> | null {
  const event = toEcs({ value })?.event;
  return event === undefined ? null : { ...event };
}

describe("an event inside another record", () => {
  it("is mapped as it would be by itself, under any name and at any depth", () => {
    fc.assert(
      fc.property(spelled, wraps, ({ event }, around) => {
        const alone = fieldsOf(typeof event === "string" ? { text: event } : event);
        expect(alone).not.toBeNull();
        expect(alone!["event.code"]).toBeDefined();
        expect(fieldsOf(wrapped(event, around))).toEqual(alone);
      }),
      { numRuns: 600 },
    );
  });

  it("is explained by steps for each of its fields", () => {
    fc.assert(
      fc.property(spelled, wraps, ({ event }, around) => {
        const value = wrapped(event, around);
        const fields = explainMapping({ value }).map(({ to }) => to);
        expect(fields.sort()).toEqual(Object.keys(fieldsOf(value)!).sort());
      }),
      { numRuns: 200 },
    );
  });

  it("is found beside a time of the record's own", () => {
    fc.assert(
      fc.property(spelled, ({ event }) => {
        const own = { "@timestamp": "2024-03-14T11:00:00.000Z", "@version": "1" };
        const found = fieldsOf({ ...own, message: event });
        const { "event.created": created, ...rest } = found!;
        const { "event.created": known, ...alone } = fieldsOf({ message: event })!;
        expect(rest).toEqual(alone);
        expect(created).toBe(known ?? "2024-03-14T11:00:00.000Z");
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the host and the time that its collector knows, where the event has none", () => {
    const event = {
      System: { EventID: 13, Channel: "Microsoft-Windows-Sysmon/Operational" },
      EventData: { Details: "1" },
    };
    const value = { host: "WS01", _time: "2024-03-14 10:00:00.5 +00:00", result: event };
    expect(fieldsOf(value)).toMatchObject({ "host.name": "WS01", "@timestamp": "2024-03-14T10:00:00.5Z" });
    expect(mapped(value).extension).toContain("at result.");
  });

  it("is not looked for in a document that a pipeline has mapped", () => {
    const document = {
      "@timestamp": "2024-03-14T10:00:00.000Z",
      event: { category: ["process"], original: xmlOf(ACTIVITIES[0]![0], { quote: "'" }) },
      process: { pid: 5 },
    };
    expect(fieldsOf(document)).toEqual({
      "@timestamp": "2024-03-14T10:00:00.000Z",
      "event.category": ["process"],
      "process.pid": 5,
      "event.original": document.event.original,
    });
  });

  it("is read alone where several follow, and this is said", () => {
    const one = xmlOf(ACTIVITIES[0]![0], { quote: "'" });
    expect(mapped({ a: `<Events>${one}</Events>` }).more).toBeUndefined();
    expect(mapped({ a: `<Events>${one}\n${one}</Events>` }).more).toBe(true);
  });

  it("is not made of a record that only looks like one", () => {
    for (const value of [
      { a: "<Event>", b: "Event" },
      { a: "<Event><System/></Event>" },
      { a: { EventID: 13 } },
      { a: { EventID: 99999999, Channel: "x", EventData: {} } },
      { System: { EventID: 1 }, EventData: {} },
      { event_data: "x", event_id: "y", channel: "z" },
    ])
      expect(toEcs({ value }), JSON.stringify(value)).toBeNull();
  });

  it("costs no more than a bounded search in a large document", () => {
    const value = { list: Array.from({ length: 50_000 }, (_, i) => ({ [`k${i}`]: "<Event ".repeat(20) })) };
    const wide = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, i) => [`k${i}`, { a: { b: "x".repeat(30) } }]),
    );
    expect(toEcs({ value })).toBeNull();
    expect(toEcs({ value: wide })).toBeNull();
  });
});

describe("records whose mapping nothing shows", () => {
  it("are marked, whatever names of ECS they use", () => {
    expect(mapped({ "@timestamp": "2024-03-14T10:00:00Z", a: 1 }).unmapped).toBe(true);
    expect(mapped({ event: { type: "something" }, a: 1 }).unmapped).toBe(true);
    expect(mapped({ event: { type: "start" }, a: 1 }).unmapped).toBeUndefined();
    expect(mapped({ event: { category: ["file"] } }).unmapped).toBeUndefined();
  });
});

describe.skipIf(!hasEvidence)("inputs from public reports", () => {
  it.each([
    "06-full-events-in-forms-not-read/velociraptor-evtx.jsonl",
    "06-full-events-in-forms-not-read/splunk-result.json",
    "06-full-events-in-forms-not-read/wazuh-archives.ndjson",
    "06-full-events-in-forms-not-read/graylog.ndjson",
    "03-no-registry-event-at-all-untrue/winlogbeat6.ndjson",
    "01-header-only-in-silence/evtxtoelk.json",
  ])("%s is an event that the built-in rule matches", (path) => {
    const [value] = evidenceLines(`reports/${path}`);
    const { event } = mapped(value);
    expect(seedMatches(event)).toBe(true);
    expect(event["host.name"]).toBe("WS01.corp.example");
    expect(event["user.id"]).toBe(/graylog|wazuh/.test(path) ? undefined : "S-1-5-18");
  });
});
