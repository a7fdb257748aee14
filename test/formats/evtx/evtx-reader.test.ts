import { describe, expect, it } from "vitest";
import { isEvtx } from "../../../src/formats/evtx/index.ts";
import type { WindowsEvent } from "../../../src/formats/windows-event.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { dependent, element, empty, type Fragment, slot } from "./nodes.ts";
import { readEvtx } from "./read-evtx.ts";
import { value } from "./values.ts";
import { dataTemplate, event, eventOfValues, evtxFile, HEADER } from "./writer.ts";

/** Reads one record. */
function readOne(content: Fragment): { event: WindowsEvent; text: string } {
  const { events, records, problems } = readEvtx(evtxFile([new ChunkWriter().add(1, content).finish()]));
  expect(problems).toEqual([]);
  expect(records).toHaveLength(1);
  return { event: events[0]!, text: records[0]!.text };
}

const SYSTEM = {
  provider: "Test-Provider",
  providerGuid: "{11111111-2222-3333-4444-555555555555}",
  eventId: "13",
  keywords: "0x8000000000000000",
  systemTime: "2024-12-30T02:40:00.0000007Z",
  recordId: "7",
  channel: "Test/Operational",
  computer: "host",
};

const SYSTEM_XML =
  "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
  "<Provider Name='Test-Provider' Guid='{11111111-2222-3333-4444-555555555555}'/><EventID>13</EventID>" +
  "<Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='2024-12-30T02:40:00.0000007Z'/>" +
  "<EventRecordID>7</EventRecordID><Correlation/><Channel>Test/Operational</Channel><Computer>host</Computer></System>";

describe("an event from templates", () => {
  it("has its fields and its data in order", () => {
    const { event, text } = readOne(eventOfValues(7, [value.string("a"), value.uint32(5)]));
    expect(event).toEqual({
      ...SYSTEM,
      eventData: [
        { name: "v0", value: "a" },
        { name: "v1", value: "5" },
      ],
    });
    expect(text).toBe(
      `${SYSTEM_XML}<EventData><Data Name='v0'>a</Data><Data Name='v1'>5</Data></EventData></Event>`,
    );
  });

  it("omits elements and attributes that depend on missing values", () => {
    const template = element(
      "EventData",
      { Name: "kind" },
      dependent(0, element("Data", { Name: "gone" }, slot(0, true))),
      dependent(1, element("Data", { Name: "here" }, slot(1, true))),
      element("Data", { Name: "blank" }, slot(0, true)),
      dependent(1, element("Binary", {}, slot(1))),
    );
    const values = [value.none(), value.raw(0x0e, "00 ff")];
    const { event: read, text } = readOne(event(7, { root: template, values }));
    expect(read).toEqual({
      ...SYSTEM,
      eventDataName: "kind",
      eventData: [
        { name: "here", value: "00FF" },
        { name: "blank", value: "" },
      ],
      binary: "00FF",
    });
    expect(text).toContain(
      "<EventData Name='kind'><Data Name='here'>00FF</Data><Data Name='blank'></Data><Binary>00FF</Binary></EventData>",
    );
  });

  it("repeats an element for each item of an array", () => {
    const root = element(
      "EventData",
      {},
      element("Data", {}, slot(0)),
      element("Data", { Name: "n" }, slot(1)),
    );
    const strings = value.raw(0x81, "61 00 00 00 00 00 62 00 00 00");
    const { event: read, text } = readOne(event(7, { root, values: [strings, value.raw(0x88, "")] }));
    expect(read.eventData).toEqual([
      { name: "", value: "a" },
      { name: "", value: "" },
      { name: "", value: "b" },
      { name: "n", value: "" },
    ]);
    expect(text).toContain("<Data>a</Data><Data></Data><Data>b</Data><Data Name='n'></Data>");
  });

  it("keeps UserData as elements", () => {
    const root = element(
      "UserData",
      {},
      element("Outer", { xmlns: "urn:x", n: slot(0) }, "text ", element("Inner", {}, slot(1)), empty("Last")),
    );
    const { event: read, text } = readOne(event(7, { root, values: [value.uint8(3), value.string("<&'")] }));
    expect(read).toEqual({
      ...SYSTEM,
      userData: {
        name: "UserData",
        attributes: [],
        children: [
          {
            name: "Outer",
            attributes: [
              ["xmlns", "urn:x"],
              ["n", "3"],
            ],
            children: [
              "text ",
              { name: "Inner", attributes: [], children: ["<&'"] },
              { name: "Last", attributes: [], children: [] },
            ],
          },
        ],
      },
    });
    expect(text).toContain(
      "<Outer xmlns='urn:x' n='3'>text <Inner>&lt;&amp;'</Inner><Last/></Outer></UserData></Event>",
    );
  });

  it("reads binary XML in a value inside binary XML in a value", () => {
    const inner = { root: element("Deep", {}, slot(0)), values: [value.string("x")] };
    const middle = { root: element("Middle", {}, slot(0)), values: [value.fragment(inner)] };
    const root = element("UserData", {}, slot(0));
    const { text } = readOne(event(7, { root, values: [value.fragment(middle)] }));
    expect(text).toContain("<UserData><Middle><Deep>x</Deep></Middle></UserData>");
  });

  it("treats elements inside a datum as text, and joins text beside a value with it", () => {
    const markup = { root: element("b", {}, "bold"), values: null };
    const root = element(
      "EventData",
      {},
      element("Data", { Name: "mixed" }, "<", slot(0), ">"),
      element("Data", { Name: "markup" }, slot(1)),
      element("Other", {}, "named by its element"),
    );
    const values = [value.raw(0x84, "01 02"), value.fragment(markup)];
    expect(readOne(event(7, { root, values })).event.eventData).toEqual([
      { name: "mixed", value: "<1,2>" },
      { name: "markup", value: "bold" },
      { name: "Other", value: "named by its element" },
    ]);
  });
});

describe("an event without a template", () => {
  it("is read like any other; forwarded events are written like this", () => {
    const root = element(
      "Event",
      { xmlns: "urn:e" },
      element(
        "System",
        {},
        empty("Provider", { Name: "P" }),
        element("EventID", { Qualifiers: "16384" }, "1"),
        empty("Execution", { ProcessID: "4", ThreadID: "8", ProcessorID: "0" }),
        empty("Security", { UserID: "S-1-5-18" }),
      ),
      element("EventData", {}, element("Data", { Name: "a" }, "1"), element("Data", { Name: "a" })),
      element(
        "RenderingInfo",
        { Culture: "en-US" },
        element("Message", {}, "It happened."),
        element("Keywords", {}, element("Keyword", {}, "Classic"), element("Keyword", {}, "Audit")),
      ),
    );
    const { event, text } = readOne({ root, values: null });
    expect(event).toEqual({
      provider: "P",
      eventId: "1",
      qualifiers: "16384",
      processId: "4",
      threadId: "8",
      userSid: "S-1-5-18",
      eventData: [
        { name: "a", value: "1" },
        { name: "a", value: "" },
      ],
      rendering: { culture: "en-US", message: "It happened.", keywords: ["Classic", "Audit"] },
    });
    expect(text).toContain("<Execution ProcessID='4' ThreadID='8' ProcessorID='0'/>");
  });

  it("may contain references, CDATA and processing instructions", () => {
    const root = element(
      "Event",
      {},
      element(
        "EventData",
        {},
        element(
          "Data",
          {},
          "a",
          { entity: "lt" },
          "b",
          { entity: "amp" },
          { character: 0xe9 },
          { cdata: "<c>" },
          {
            instruction: "do",
            data: "not",
          },
        ),
        element("Data", {}, { entity: "unknown" }),
      ),
    );
    expect(readOne({ root, values: null }).event.eventData).toEqual([
      { name: "", value: "a<b&é<c>" },
      { name: "", value: "&unknown;" },
    ]);
  });
});

describe("texts", () => {
  it("keep unpaired surrogates and control characters; XML has U+FFFD instead", () => {
    const texts = [
      "\ud83d\ude00",
      "a\ud83db",
      "\udc00",
      "\ufeffx",
      "a\0b",
      "tab\t\r\n",
      "кириллица",
      "x".repeat(3000),
    ];
    const { event, text } = readOne(eventOfValues(7, texts.map(value.string)));
    expect(event.eventData!.map((datum) => datum.value)).toEqual(texts);
    expect(text).toContain(
      "<Data Name='v0'>\ud83d\ude00</Data><Data Name='v1'>a\ufffdb</Data><Data Name='v2'>\ufffd</Data>",
    );
    expect(text).toContain(
      "<Data Name='v3'>\ufeffx</Data><Data Name='v4'>a\ufffdb</Data><Data Name='v5'>tab\t\r\n</Data>",
    );
  });

  it("lose trailing zeros", () => {
    const { event } = readOne(
      eventOfValues(7, [value.string("a\0\0"), value.string("\0"), value.raw(0x02, "62 00")]),
    );
    expect(event.eventData!.map((datum) => datum.value)).toEqual(["a", "", "b"]);
  });

  it("in names are never markup", () => {
    const root = element("UserData", {}, element("a b='c'>", { "d<": "'\n" }, "e"));
    expect(readOne(event(7, { root, values: [] })).text).toContain("<a_b__c__ d_='&apos;&#10;'>e</a_b__c__>");
  });

  it("in names may equal properties of every object", () => {
    const root = dataTemplate(["__proto__", "constructor"]);
    const { event: read } = readOne(event(7, { root, values: [value.string("a"), value.string("b")] }));
    expect(read.eventData).toEqual([
      { name: "__proto__", value: "a" },
      { name: "constructor", value: "b" },
    ]);
  });
});

describe("a file", () => {
  const template = dataTemplate(["n"]);
  const numbered = (n: number): Fragment => event(n, { root: template, values: [value.uint32(n)] });
  const chunk = (...ids: number[]): Uint8Array =>
    ids.reduce((writer, id) => writer.add(id, numbered(id)), new ChunkWriter()).finish();

  it("gives each record its location", () => {
    const { places, reader } = readEvtx(evtxFile([chunk(1, 2), chunk(3)], { minor: 2 }));
    expect(places).toEqual([
      { offset: HEADER + 512, length: expect.any(Number) as number, line: 0, chunk: 0, recordId: "1" },
      {
        offset: places[0]!.offset + places[0]!.length,
        length: places[1]!.length,
        line: 0,
        chunk: 0,
        recordId: "2",
      },
      { offset: HEADER + 65536 + 512, length: places[0]!.length, line: 0, chunk: 1, recordId: "3" },
    ]);
    expect(reader.version).toBe("3.2");
    expect(reader.chunks).toBe(2);
  });

  it("gives the same records however its bytes are cut", () => {
    const file = evtxFile([chunk(1, 2, 3), chunk(4, 5)], { flags: 1 });
    file[HEADER + 65536 + 600] = 0xff;
    const whole = readEvtx(file);
    expect(whole.events.length).toBeGreaterThan(2);
    for (const piece of [1, 3, 511, 4095, 4096, 4097, 65535, 65536, 65537, 100_000]) {
      const cut = readEvtx(file, { piece });
      expect([cut.events, cut.places, cut.problems], `${piece} bytes`).toEqual([
        whole.events,
        whole.places,
        whole.problems,
      ]);
      expect(cut.records.map(({ text }) => text)).toEqual(whole.records.map(({ text }) => text));
    }
  });

  it("may have more chunks than its header says, or none", () => {
    const { events, problems } = readEvtx(evtxFile([chunk(1), chunk(2), chunk(3)], { chunks: 1, flags: 1 }));
    expect(events.map(({ recordId }) => recordId)).toEqual(["1", "2", "3"]);
    expect(problems).toMatchObject([{ code: "evtx-dirty", severity: "info" }]);
    expect(readEvtx(evtxFile([]))).toMatchObject({ events: [], problems: [] });
  });

  it("has record texts that stay valid after the reader has moved on", () => {
    const { records } = readEvtx(evtxFile([chunk(1), chunk(2), chunk(3)]));
    expect(records.map(({ text }) => /<Data Name='n'>(\d)</.exec(text)![1])).toEqual(["1", "2", "3"]);
  });

  it("is recognised by its first bytes", () => {
    const file = evtxFile([chunk(1)]);
    expect(isEvtx(file)).toBe(true);
    expect(isEvtx(file.subarray(HEADER))).toBe(true);
    expect(isEvtx(new Uint8Array(Buffer.concat([Buffer.from("xxxxxxxx"), file.subarray(8)])))).toBe(true);
    expect(isEvtx(new TextEncoder().encode('{"ElfFile": "ElfChnk\\0"}'))).toBe(false);
    expect(isEvtx(new Uint8Array(0))).toBe(false);
  });
});
