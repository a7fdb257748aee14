import { describe, expect, it } from "vitest";
import { toEcs } from "../../src/sources/index.ts";
import { ndjson, scan } from "../support/scan.ts";
import { csv, DATA, escaped, TREE, XML } from "./collectors.ts";
import { ecs, ENDGAME, ROW, TIME } from "./products.ts";

const json = (value: unknown): string => JSON.stringify(value);
const lines = (object: object): string =>
  Object.entries(object)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\r\n");
const YAML = `System:\n  EventID: 13\n  Channel: Microsoft-Windows-Sysmon/Operational\nEventData:\n${Object.entries(
  DATA,
)
  .map(([name, value]) => `  ${name}: ${value}`)
  .join("\n")}\n`;
const PARTS = { System: TREE.Event.System, EventData: DATA };

/** Spellings of one event that are read wherever they are. */
const READ: readonly (readonly [spelling: string, content: unknown])[] = [
  ["event XML", XML],
  ["event XML with quotes", XML.replaceAll("'", '"')],
  ["event XML after words", `got ${XML} from x`],
  ["JSON", json(TREE)],
  ["JSON over several lines", JSON.stringify(TREE, null, 2)],
  ["System and EventData as JSON", json(PARTS)],
  ["System and EventData as an object", PARTS],
  ["an object", TREE],
  ["base64", Buffer.from(json(TREE)).toString("base64")],
  ["event XML in base64", Buffer.from(XML).toString("base64")],
  ["event XML in base64 of UTF-16", Buffer.from(XML, "utf16le").toString("base64")],
  ["percent-encoding", encodeURIComponent(json(TREE))],
  ["escaped event XML", escaped(XML)],
];
/** Spellings that are only reported. */
const REPORTED: readonly (readonly [spelling: string, content: unknown])[] = [
  ["YAML", YAML],
  ["a rendered message", `Registry value set:\r\n${lines(DATA)}`],
  ["a table", csv({ EventID: "13", Channel: "x", ...DATA })],
  ["names and values by tabs", `EventID\t13\nChannel\tx\n${lines(DATA).replaceAll(": ", "\t")}`],
  ["pairs", `EventID=13 Channel="x" ${lines(DATA).replaceAll(": ", "=").replaceAll("\r\n", " ")}`],
];
const ALL = [...READ, ...REPORTED];
const beside = (path: string) => [
  { code: "no-event", severity: "error", line: 1, data: { kind: "beside", path } },
];

const thin = {
  "@timestamp": TIME,
  event: { kind: "event", category: ["configuration"] },
  host: { name: "c" },
};
const own = {
  ...ecs("endpoint", "endpoint.events.registry"),
  registry: { path: "HKLM\\SOFTWARE\\x", value: "x" },
};
const shipped = { "@timestamp": TIME, host: { name: "c" } };
const app = {
  ...shipped,
  event: { code: "1", provider: "SomeApp" },
  winlog: { event_id: 1, channel: "Application", provider_name: "SomeApp", record_id: 5 },
};

describe("a document with a category and no other field of an event", () => {
  it.each(READ)("has the event inside read: %s", async (_, content) => {
    for (const document of [
      { ...thin, message: content },
      { ...thin, event: { ...thin.event, original: content } },
      { ...thin, payload: content },
    ]) {
      const { findings, events, lost } = await scan(ndjson([document]));
      expect({ found: findings.length, events, lost }).toEqual({ found: 1, events: 1, lost: 0 });
    }
  });

  it("is read as the Windows event whose names it has", async () => {
    expect((await scan(ndjson([{ ...thin, ...PARTS }]))).findings).toHaveLength(1);
    expect((await scan(ndjson([{ ...thin, ...TREE }]))).findings).toHaveLength(1);
  });

  it.each(REPORTED)("has the event inside reported: %s", async (_, content) => {
    expect((await scan(ndjson([{ ...thin, message: content }]))).problems).toMatchObject(beside("message"));
  });
});

describe("another event in a field of an event", () => {
  it.each(ALL)("is reported: %s", async (_, content) => {
    const cases: readonly (readonly [path: string, document: object])[] = [
      ["message", { ...own, message: content }],
      ["event.original", { ...own, event: { kind: "event", category: ["registry"], original: content } }],
      ["process.Ext.x", { ...own, process: { pid: 1, Ext: { x: content } } }],
      [
        "raw",
        { ...shipped, EventID: 1, Channel: "Application", SourceName: "SomeApp", a: "b", raw: content },
      ],
      ["winlog.event_data.param1", { ...app, winlog: { ...app.winlog, event_data: { param1: content } } }],
      [
        "winlog.event_data.param1",
        {
          ...app,
          event: { ...app.event, category: ["process"] },
          winlog: { ...app.winlog, event_data: { param1: content } },
        },
      ],
    ];
    for (const [path, document] of cases) {
      // As one of many, a record is validated along a template and never decoded.
      for (const count of [1, 5]) {
        const { problems, events, lost } = await scan(ndjson(Array.from({ length: count }, () => document)));
        expect([path, events, lost]).toEqual([path, count, count]);
        expect(problems[0]).toMatchObject(beside(path)[0]!);
      }
      const { problems } = await scan(json([document]));
      expect(problems).toMatchObject(beside(path));
    }
  });

  it.each(ALL.filter(([, content]) => typeof content === "string"))(
    "is reported in the data of an application's event: %s",
    async (_, content) => {
      const header = XML.slice(0, XML.indexOf("<EventData>"))
        .replace(">13<", ">1<")
        .replaceAll("Microsoft-Windows-Sysmon/Operational", "Application")
        .replaceAll("Microsoft-Windows-Sysmon", "SomeApp");
      const event = `${header}<EventData><Data>${escaped(content as string)}</Data></EventData></Event>`;
      for (const text of [`${event}\n`, `<Events>\n${event}\n${event}</Events>`]) {
        const { problems, inventory } = await scan(text);
        expect(inventory.sources.map(([source]) => source)).toEqual(["windows"]);
        expect(problems[0]).toMatchObject({ code: "no-event", data: { kind: "beside", path: "param1" } });
      }
    },
  );

  it.each(READ)("is reported beside one that was found: %s", async (_, content) => {
    const first = XML.replace("515", "514").replace("DumpType", "Other");
    const document = { ...shipped, message: first, raw: content };
    expect((await scan(ndjson([document]))).problems).toMatchObject(beside("raw"));
  });

  it("is reported in a list, and below the levels that are searched", async () => {
    const deep = (levels: number): object => (levels === 0 ? TREE : { a: deep(levels - 1) });
    for (const base of [shipped, own, thin]) {
      for (const inner of [
        { a: [{ a: [TREE, TREE] }] },
        { a: { a: { a: { a: [TREE, TREE] } } } },
        deep(200),
      ]) {
        const { events, lost } = await scan(ndjson([{ ...base, x: inner }]));
        expect([events, lost]).toEqual([1, 1]);
      }
    }
    expect((await scan(ndjson([{ ...own, x: deep(100) }]))).lost).toBe(1);
    for (const base of [shipped, thin])
      expect((await scan(ndjson([{ ...base, x: deep(100) }]))).findings).toHaveLength(1);
    const { findings, lost } = await scan(ndjson([{ ...shipped, message: XML, x: deep(200) }]));
    expect([findings.length, lost]).toEqual([1, 1]);
  });

  it.each([
    ["the original that a collector keeps", { ...toEcs({ value: TREE })!.event, "event.original": XML }],
    ["the original in another form", { ...toEcs({ value: TREE })!.event, "event.original": json(TREE) }],
    ["the original twice", { ...shipped, message: json(TREE), event: { original: json(TREE) } }],
    [
      "its own message",
      { ...toEcs({ value: TREE })!.event, message: `Registry value set:\r\n${lines(DATA)}` },
    ],
    [
      "an event ID in a text",
      { ...own, message: "Sysmon's EventID: 13 was seen in Channel: x by Provider: y" },
    ],
    [
      "a query",
      { ...own, message: `<QueryList><Query Id="0"><Select Path="Security">*[System[EventID=4624]]` },
    ],
    [
      "JSON of something else",
      { ...own, message: json({ a: "b", list: [{ name: "x" }], text: "y".repeat(200) }) },
    ],
    [
      "XML of something else",
      { ...own, message: `<Task xmlns="x"><Events><a/></Events></Task>${"x".repeat(200)}` },
    ],
    ["a list of objects", { ...own, rule: { list: [{ event_id: 1 }, { event_id: 2 }] } }],
    ["the highlights of a search", { _source: own, highlight: { "event.category": ["<em>registry</em>"] } }],
  ])("is not meant by %s", async (_, document) => {
    const { problems, events } = await scan(ndjson([document, document, document]));
    expect([events, problems]).toEqual([3, []]);
  });

  it("is not meant by a script that asks for events", async () => {
    const script = `Get-WinEvent -FilterXml '<QueryList><Query><Select Path="Security">*[System[(EventID=4624)]]</Select></Query></QueryList>' | % { "EventID: $($_.Id)" }`;
    const row = {
      EventID: "4104",
      Channel: "Microsoft-Windows-PowerShell/Operational",
      SourceName: "Microsoft-Windows-PowerShell",
      EventTime: "2024-05-14T02:01:17Z",
      ScriptBlockText: script.repeat(5),
    };
    expect((await scan(csv(row))).problems).toEqual([]);
  });
});

describe("an event of another product in a field of an event", () => {
  it.each([
    ["Endgame", ENDGAME],
    ["Defender", ROW],
    ["Elastic Defend", ecs("endpoint", "endpoint.events.registry")],
  ])("is reported: %s", async (_, event) => {
    for (const content of [event, json(event)])
      expect((await scan(ndjson([{ ...own, payload: content }]))).problems).toMatchObject(beside("payload"));
  });
});

describe("an event in a hit of a search", () => {
  it.each([
    ["Endgame", { ...ecs("endpoint", "x"), endgame: ENDGAME }],
    [
      "Endgame, only marked",
      { ...own, endgame: { event_subtype_full: "registry_modify_event", metadata: {} } },
    ],
    ["Winlogbeat", { ...app, winlog: { event_id: 1, channel: "x", event_data: { a: "b" } } }],
  ])("is not taken for another one: %s", async (_, document) => {
    const plain = await scan(ndjson([document]));
    const hit = await scan(ndjson([{ _index: "x", _id: "1", _source: document }]));
    expect([hit.events, hit.problems.length]).toEqual([1, plain.problems.length]);
    expect(plain.problems).toEqual([]);
  });
});

describe("a record that is no event", () => {
  it("is reported if it lists names and values of one, but not if it only lists names", async () => {
    const pairs = [
      { name: "EventID", value: 13 },
      { name: "TargetObject", value: "HKLM\\x" },
    ];
    const found = await scan(ndjson([ecs("endpoint", "x"), { time: TIME, fields: pairs }]));
    expect(found).toMatchObject({ events: 1, lost: 1, problems: [{ code: "no-event", line: 2 }] });
    const columns = { columns: pairs.map(({ name }) => ({ name, type: "keyword" })) };
    expect(await scan(ndjson([ecs("endpoint", "x"), columns]))).toMatchObject({ events: 1, lost: 0 });
  });

  it.each(REPORTED.filter(([spelling]) => !/tab/.test(spelling)))(
    "is reported if a text in it spells one: %s",
    async (_, content) => {
      const { problems, notEvents } = await scan(ndjson([{ message: content }, own]));
      expect(notEvents).toBe(1);
      expect(problems).toMatchObject([{ code: "no-event", data: { kind: "unread" } }]);
    },
  );
});
