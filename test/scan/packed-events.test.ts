import { describe, expect, it } from "vitest";
import { toEcs } from "../../src/sources/index.ts";
import { ndjson, scan } from "../support/scan.ts";
import { csv, escaped, TREE, XML } from "./collectors.ts";
import { ecs, ENDGAME, ROW, TIME } from "./products.ts";

const EVENTS: readonly (readonly [product: string, source: string, event: object])[] = [
  ["Endgame's sensor", "endgame", ENDGAME],
  ["Endgame's index", "endgame", ecs("endgame", "endgame")],
  ["Defender's table", "m365-defender", ROW],
  [
    "Defender's stream",
    "m365-defender",
    {
      time: TIME,
      operationName: "Publish",
      category: "AdvancedHunting-DeviceRegistryEvents",
      properties: ROW,
    },
  ],
  ["Elastic Defend", "elastic-defend", ecs("endpoint", "endpoint.events.registry")],
  ["Winlogbeat", "winlogbeat", { ...ecs("sysmon", "sysmon"), agent: { type: "winlogbeat" } }],
  ["an event log", "sysmon", TREE],
  ["event XML", "sysmon", { xml: XML }],
];

const json = (value: unknown): string => JSON.stringify(value);
const base64 = (value: unknown): string => Buffer.from(json(value)).toString("base64");
const shipped = { "@timestamp": "2024-05-14T02:01:18Z", agent: { type: "filebeat" }, host: { name: "c" } };
const line = (document: object): string => ndjson([document]);

/** Files with the event once. */
const WRAPPERS: readonly (readonly [collector: string, write: (event: object) => string])[] = [
  ["Filebeat's message", (event) => line({ ...shipped, message: json(event) })],
  ["event.original", (event) => line({ ...shipped, event: { kind: "event", original: json(event) } })],
  ["an object of Filebeat's", (event) => line({ ...shipped, input: { type: "kafka" }, json: event })],
  ["message in message", (event) => line({ host: "c", message: json({ log: json(event) }) })],
  ["three messages", (event) => line({ Body: json({ Message: json({ ...shipped, event: json(event) }) }) })],
  ["a queue's bytes", (event) => line({ topic: "win", partition: 0, value: base64(event) })],
  ["a batch of bytes", (event) => json({ requestId: "1", records: [{ data: base64(event) }] })],
  ["Splunk's HEC", (event) => line({ time: 1715652077.25, host: "WS01", sourcetype: "_json", event })],
  ["Splunk's table", (event) => csv({ _time: "2024-05-14T02:01:17.250+0000", _raw: json(event) })],
  ["Graylog's table", (event) => csv({ timestamp: TIME, source: "c", message: json(event) })],
  ["OpenTelemetry", (event) => line({ timeUnixNano: "1", body: { stringValue: json(event) } })],
  ["syslog", (event) => `<14>1 2024-05-14T02:01:18Z WS01 win - - - @cee: ${json(event)}\n`],
  ["kafka's console", (event) => `key1\t${json(event)}\n`],
  ["Fluent Bit's standard output", (event) => `win: [1715652077.25, ${json({ log: json(event) })}]\n`],
  [
    "Splunk's XML",
    (event) => `<results>\n<field k='_raw'><v>${escaped(json(event))}</v></field>\n</results>\n`,
  ],
  ["JSONP", (event) => `callback(${json(event)});\n`],
  ["words after it", (event) => line({ ...shipped, message: `got ${json(event)} from x` })],
];

const CASES = WRAPPERS.flatMap(([collector, write]) =>
  EVENTS.map(([product, source, event]) => [product, collector, source, write(event)] as const),
);

describe("an event of any product inside another record", () => {
  it.each(CASES)("is found: %s in %s", async (_product, _collector, source, text) => {
    const { findings, inventory, lost, events } = await scan(text);
    expect({ events, lost, found: findings.length }).toEqual({ events: 1, lost: 0, found: 1 });
    expect(inventory.sources).toEqual([[source, 1]]);
  });

  it("names the place where it was found", () => {
    const value = { ...shipped, message: json(ENDGAME) };
    expect(toEcs({ value })!.extension).toContain("inside the record, at message.");
  });

  it("is found in base64 in a file too large to decode whole, where its bytes have no text of the rule", async () => {
    const other = { ...ENDGAME, key_path: "\\REGISTRY\\MACHINE\\SOFTWARE\\x" };
    const records = [...Array.from({ length: 40 }, () => other), ENDGAME].map((event) => ({
      "@timestamp": TIME,
      value: base64(event),
    }));
    const found = await scan(ndjson(records), { decodeAllBytes: 100 });
    expect(found).toMatchObject({ events: 41, lost: 0 });
    expect(found.findings).toHaveLength(1);
  });

  it("is found beside others of its kind under names of their own", async () => {
    const found = await scan(json({ a: json(ENDGAME), b: json(ENDGAME) }));
    expect(found).toMatchObject({ events: 2, lost: 0 });
    expect(found.findings).toHaveLength(2);
  });

  it.each([
    ["two in one text", { ...shipped, message: `${json(ENDGAME)}\n${json(ENDGAME)}` }],
    ["two texts in a list", { ...shipped, messages: [json(ENDGAME), json(ENDGAME)] }],
  ])("is said to be the first of several: %s", async (_, document) => {
    const found = await scan(line(document));
    expect(found.findings).toHaveLength(1);
    expect(found.problems).toMatchObject([
      { code: "no-event", severity: "error", data: { kind: "further" } },
    ]);
  });

  it.each([
    ["a list of two as JSON", json([ENDGAME, ENDGAME])],
    ["a text that was cut", json(ENDGAME).slice(0, -3)],
  ])("is reported where it cannot be read: %s", async (_, message) => {
    const found = await scan(line({ ...shipped, message }));
    expect(found).toMatchObject({ events: 1, lost: 1 });
    expect(found.problems).toMatchObject([{ code: "no-event", severity: "error", data: { kind: "unread" } }]);
    expect(await scan(line({ ...shipped, message: "nothing, 'really'" }))).toMatchObject({ lost: 0 });
  });

  it("does not make a category of Azure's one of ECS", () => {
    const value = { "@timestamp": TIME, event: { category: "AdvancedHunting-DeviceEvents" } };
    expect(toEcs({ value })!.unmapped).toBe(true);
  });
});
