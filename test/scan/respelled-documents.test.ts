import { describe, expect, it } from "vitest";
import { toEcs } from "../../src/sources/index.ts";
import { ndjson, scan } from "../support/scan.ts";
import { NXLOG, TREE } from "./collectors.ts";
import { ecs, TIME } from "./products.ts";

/* Documents in the spelling of databases that allow no dots in names, or that write types around values. */

const SYSMON = "Microsoft-Windows-Sysmon";
const DATA = TREE.Event.EventData;
const winlogbeat = {
  "@timestamp": TIME,
  event: { code: "13", provider: SYSMON },
  winlog: {
    event_id: 13,
    channel: `${SYSMON}/Operational`,
    provider_name: SYSMON,
    computer_name: "WS01",
    record_id: 515,
    event_data: DATA,
  },
};
const DOCUMENTS: readonly (readonly [name: string, document: Record<string, unknown>])[] = [
  ["a document of Elastic Defend", ecs("endpoint", "endpoint.events.registry")],
  ["a document of Winlogbeat", winlogbeat],
  ["event XML as JSON", TREE],
  ["a flat event", { "@timestamp": TIME, ...NXLOG, ...DATA }],
];

function joined(object: object, joint: string, before = ""): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]: [string, unknown]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(joined(value, joint, `${before}${name}${joint}`))
        : [[`${before}${name}`, value]],
    ),
  );
}

type Write = (value: unknown) => unknown;

/** Writes objects and lists with `object` and `list`, and scalars with `scalar`. */
function writer(
  scalar: (value: unknown) => unknown,
  object: (members: object) => unknown,
  list: (items: readonly unknown[]) => unknown,
): Write {
  const write: Write = (value) => {
    if (Array.isArray(value)) return list(value.map(write));
    if (typeof value !== "object" || value === null) return scalar(value);
    return object(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, write(item)])));
  };
  return write;
}

const isTime = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT.*Z$/.test(value);
const dynamo = writer(
  (value) => (typeof value === "number" ? { N: String(value) } : { S: value }),
  (M) => ({ M }),
  (L) => ({ L }),
);
const firestore = writer(
  (value) =>
    isTime(value)
      ? { timestampValue: value }
      : typeof value === "number"
        ? { integerValue: String(value) }
        : { stringValue: value },
  (fields) => ({ mapValue: { fields } }),
  (values) => ({ arrayValue: { values } }),
);
const mongo = (long: string, time: (value: string) => unknown): Write =>
  writer(
    (value) =>
      isTime(value) ? { $date: time(value) } : typeof value === "number" ? { [long]: String(value) } : value,
    (members) => members,
    (items) => items,
  );
const avro = writer(
  (value) => (typeof value === "number" ? { int: value } : { string: value }),
  (map) => ({ map }),
  (array) => ({ array }),
);
const inside = (value: unknown): object => Object.values(value as object)[0] as object;

const WRITERS: readonly (readonly [database: string, write: (document: object) => object])[] = [
  ["DynamoDB's items", (document) => inside(dynamo(document))],
  ["DynamoDB's export", (document) => ({ Item: inside(dynamo(document)) })],
  [
    "DynamoDB's stream",
    (document) => ({ eventName: "INSERT", dynamodb: { NewImage: inside(dynamo(document)) } }),
  ],
  ["Firestore", (document) => ({ name: "projects/x", createTime: TIME, ...inside(firestore(document)) })],
  [
    "MongoDB",
    (document) => ({ _id: { $oid: "1" }, ...(mongo("$numberInt", (time) => time)(document) as object) }),
  ],
  [
    "MongoDB's canonical form",
    (document) =>
      mongo("$numberLong", (time) => ({ $numberLong: String(Date.parse(time)) }))(document) as object,
  ],
  ["Avro's unions", (document) => inside(avro(document))],
];

describe("a document whose values have types around them", () => {
  it.each(
    WRITERS.flatMap(([database, write]) =>
      DOCUMENTS.map(([name, document]) => [name, database, write(document), document] as const),
    ),
  )("is read as it was: %s of %s", async (_name, _database, written, document) => {
    for (const count of [1, 3]) {
      const { findings, events, lost } = await scan(ndjson(Array.from({ length: count }, () => written)));
      expect([findings.length, events, lost]).toEqual([count, count, 0]);
    }
    const mapped = toEcs({ value: written })!;
    const { event } = toEcs({ value: document })!;
    for (const field of ["event.code", "event.category", "registry.path", "process.pid", "winlog.record_id"])
      expect(mapped.event[field], field).toEqual(event[field]);
    expect(Date.parse(String(mapped.event["@timestamp"]))).toBe(Date.parse(String(event["@timestamp"])));
    expect(mapped.extension).toContain("types of a database");
  });

  it("is read in a list of several", async () => {
    const Items = DOCUMENTS.map(([, document]) => inside(dynamo(document)));
    expect((await scan(JSON.stringify({ Items, Count: 4 }))).findings).toHaveLength(4);
  });

  it("may have values that are no numbers", () => {
    const value = { a: { $numberDouble: "NaN" }, b: { $numberInt: {} }, c: { $numberLong: "Infinity" } };
    expect(toEcs({ value })).toBeNull();
    const event = { ...ecs("endpoint", "x"), n: { $numberDouble: "NaN" } };
    expect(toEcs({ value: event })!.event["n"]).toBe("NaN");
  });

  it("may have times beyond the calendar, which are reported", async () => {
    for (const beyond of [1e20, -1e20, Number.MAX_VALUE]) {
      const written = { ...ecs("endpoint", "x"), "@timestamp": { $date: beyond } };
      expect(await scan(ndjson([written]))).toMatchObject({ events: 1, problems: [{ code: "unread-time" }] });
    }
  });

  it("is not meant by an object with the name of a type", () => {
    const value = { ...ecs("endpoint", "x"), sizes: { S: "small" }, string: { string: "x" } };
    expect(toEcs({ value })!.event).toMatchObject({ "sizes.S": "small", "string.string": "x" });
    expect(toEcs({ value })!.extension).toBeUndefined();
  });
});

describe("a document whose names are joined by another sign than a dot", () => {
  it.each(["_", "__", "/", ":", "-"])("is read as it was: %s", async (joint) => {
    for (const [, document] of DOCUMENTS.slice(0, 2)) {
      for (const before of ["", `source${joint}`]) {
        const written = { ...joined(document, joint, before), "@timestamp": TIME };
        const { findings, events, lost } = await scan(ndjson([written, written]));
        expect([before, findings.length, events, lost]).toEqual([before, 2, 2, 0]);
      }
    }
    const [, document] = DOCUMENTS[0]!;
    const mapped = toEcs({ value: joined(document, joint) })!;
    expect({ ...mapped.event }).toEqual({ ...toEcs({ value: document })!.event });
    expect(mapped.extension).toContain(`joined by ${joint} `);
  });

  it("keeps the underscores of the fields' own names", () => {
    const document = {
      ...ecs("endpoint", "x"),
      process: { command_line: "a b", parent: { command_line: "c", code_signature: { subject_name: "d" } } },
    };
    expect(toEcs({ value: joined(document, "_") })!.event).toMatchObject({
      "process.command_line": "a b",
      "process.parent.command_line": "c",
      "process.parent.code_signature.subject_name": "d",
    });
  });
});
