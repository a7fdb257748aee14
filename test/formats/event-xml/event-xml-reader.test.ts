import { describe, expect, it } from "vitest";
import { sniffEventXml } from "../../../src/formats/event-xml/index.ts";
import { WindowsEventRecord } from "../../../src/formats/windows-event.ts";
import { bytesOf, eventXml, readXml } from "./read-xml.ts";

const FULL = {
  provider: "Microsoft-Windows-Sysmon",
  providerGuid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
  eventId: "13",
  version: "2",
  level: "4",
  task: "13",
  opcode: "0",
  keywords: "0x8000000000000000",
  systemTime: "2024-05-14T02:01:17.2501234Z",
  recordId: "7",
  processId: "3216",
  threadId: "4708",
  channel: "Microsoft-Windows-Sysmon/Operational",
  computer: "WS01.corp.example",
  userSid: "S-1-5-18",
  eventData: [
    { name: "RuleName", value: "-" },
    { name: "EventType", value: "SetValue" },
    { name: "Image", value: "C:\\Windows\\regedit.exe" },
    { name: "Details", value: "DWORD (0x00000002)" },
  ],
};

const event = (inner: string): string => `<Event><System><EventID>1</EventID></System>${inner}</Event>`;
const only = (text: string): unknown => {
  const { events, problems } = readXml(text);
  expect(problems).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0];
};
const dataOf = (inner: string): unknown => only(event(`<EventData>${inner}</EventData>`));
const data = (value: string, name = "A"): unknown => ({ eventId: "1", eventData: [{ name, value }] });

describe("one event", () => {
  it("is read with everything in System and EventData", () => {
    const { records, problems } = readXml(eventXml(7));
    expect(records[0]!.value).toBeInstanceOf(WindowsEventRecord);
    expect((records[0]!.value as WindowsEventRecord).event).toEqual(FULL);
    expect(problems).toEqual([]);
  });

  it("has its location and its text unchanged", () => {
    const text = `\uFEFF<?xml version="1.0"?>\r\n<Events>\r\n  ${eventXml(1, "häuser 😀")}\r\n${eventXml(2)}</Events>`;
    const { records } = readXml(text);
    expect(records.map(({ place }) => place.line)).toEqual([3, 4]);
    for (const [i, { place, text: own }] of records.entries()) {
      const at = bytesOf(text).subarray(place.offset, place.offset + place.length);
      expect(new TextDecoder().decode(at)).toBe(own);
      expect(own).toBe(i === 0 ? eventXml(1, "häuser 😀") : eventXml(2));
    }
  });

  it("may have prefixes, double quotes, white space, comments and instructions anywhere", () => {
    const text = `<ev:Event xmlns:ev = "http://schemas.microsoft.com/win/2004/08/events/event" >
      <!-- <Event> in a comment --><?target of < nothing?>
      <ev:System ><ev:Provider
          Name = "a'b"	EventSourceName="c&quot;d"/><ev:EventID Qualifiers="16384"> 13
      </ev:EventID ></ev:System>
      <ev:EventData Name="N"><ev:Data Name="A">x<!-- y -->z</ev:Data></ev:EventData></ev:Event >`;
    expect(only(text.replace("of < nothing", "of nothing"))).toEqual({
      provider: "a'b",
      eventSourceName: 'c"d',
      eventId: "13",
      qualifiers: "16384",
      eventDataName: "N",
      eventData: [{ name: "A", value: "xz" }],
    });
  });

  it("omits what is present but empty", () => {
    expect(
      only("<Event><System><EventID/><Correlation ActivityID=''/><Security/></System><EventData/></Event>"),
    ).toEqual({ eventData: [] });
  });

  it("resolves references once", () => {
    expect(dataOf("<Data Name='A'>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;&amp;lt;&#x1F;</Data>")).toEqual(
      data("<>&\"'A😀&lt;\x1F"),
    );
    expect(dataOf("<Data Name='&amp;&#9;\n'/>")).toEqual(data("", "&\t "));
  });

  it("treats CDATA as text", () => {
    expect(dataOf("<Data Name='A'>a<![CDATA[<b>&amp;\r\n]]]]>c</Data>")).toEqual(data("a<b>&amp;\n]]c"));
  });

  it("normalizes line ends as XML requires, and keeps an escaped carriage return", () => {
    expect(dataOf("<Data Name='A'>a\r\nb\rc\n&#13;\n</Data>")).toEqual(data("a\nb\nc\n\r\n"));
  });

  it("keeps white space that is a value, but not indentation", () => {
    expect(dataOf("\n  <Data Name='A'>  </Data>\n")).toEqual(data("  "));
  });

  it("keeps data without names, ComplexData and Binary", () => {
    const inner =
      "<Data>x</Data><Data></Data><ComplexData Name='C'><e>y</e></ComplexData><Binary>0A0B</Binary>";
    expect(dataOf(inner)).toEqual({
      eventId: "1",
      eventData: [
        { name: "", value: "x" },
        { name: "", value: "" },
        { name: "C", value: "y" },
      ],
      binary: "0A0B",
    });
    expect(dataOf("<param1>v</param1>")).toEqual(data("v", "param1"));
  });

  it("keeps data named like properties of every object", () => {
    expect(dataOf("<Data Name='__proto__'>x</Data>")).toEqual(data("x", "__proto__"));
    expect(only("<Event><System><__proto__ constructor='x'>y</__proto__></System></Event>")).toEqual({});
  });

  it("keeps UserData as elements", () => {
    const inner =
      "<UserData><n:X xmlns:n='u' a='1'>\n <Y>t &amp; t</Y>\n <Event>no event</Event></n:X></UserData>";
    expect(only(event(inner))).toEqual({
      eventId: "1",
      userData: {
        name: "UserData",
        attributes: [],
        children: [
          {
            name: "n:X",
            attributes: [
              ["xmlns:n", "u"],
              ["a", "1"],
            ],
            children: [
              { name: "Y", attributes: [], children: ["t & t"] },
              { name: "Event", attributes: [], children: ["no event"] },
            ],
          },
        ],
      },
    });
  });

  it("keeps payloads unknown to the schema", () => {
    const debug = { name: "DebugData", attributes: [], children: ["d"] };
    const error = { name: "ProcessingErrorData", attributes: [], children: ["e"] };
    expect(only(event("<DebugData>d</DebugData>"))).toEqual({ eventId: "1", userData: debug });
    expect(only(event("<DebugData>d</DebugData><ProcessingErrorData>e</ProcessingErrorData>"))).toEqual({
      eventId: "1",
      userData: { name: "Event", attributes: [], children: [debug, error] },
    });
  });

  it("reads RenderingInfo", () => {
    const inner = `<RenderingInfo Culture='de-DE'><Message>Zeile 1&#10;Zeile 2</Message><Level>Information</Level>
      <Task>T</Task><Opcode>O</Opcode><Channel>C</Channel><Provider>P</Provider><Other>x</Other>
      <Keywords> <Keyword>Überwachung erfolgreich</Keyword><Keyword/><Keyword>Klassisch</Keyword></Keywords></RenderingInfo>`;
    expect(only(event(inner))).toEqual({
      eventId: "1",
      rendering: {
        culture: "de-DE",
        message: "Zeile 1\nZeile 2",
        level: "Information",
        task: "T",
        opcode: "O",
        channel: "C",
        provider: "P",
        keywords: ["Überwachung erfolgreich", "Klassisch"],
      },
    });
  });

  it("may have prefixes in RenderingInfo and UserData, and CDATA in both", () => {
    const inner = `<e:UserData><x:P xmlns:x='u'><x:V><![CDATA[a<b]]></x:V></x:P></e:UserData>
      <e:RenderingInfo Culture='en-US'><e:Message>One <![CDATA[<two>]]></e:Message>
      <e:Keywords><e:Keyword>Audit Success</e:Keyword></e:Keywords></e:RenderingInfo>`;
    const text = `<e:Event xmlns:e='u'><e:System><e:EventID>1</e:EventID></e:System>${inner}</e:Event>`;
    expect(only(text)).toEqual({
      eventId: "1",
      userData: {
        name: "e:UserData",
        attributes: [],
        children: [
          {
            name: "x:P",
            attributes: [["xmlns:x", "u"]],
            children: [{ name: "x:V", attributes: [], children: ["a<b"] }],
          },
        ],
      },
      rendering: { culture: "en-US", message: "One <two>", keywords: ["Audit Success"] },
    });
  });

  it("does not treat a namespace called Name as a name", () => {
    const system = "<Provider xmlns:Name='false' Name='true'/><Security x:UserID='S-1-5-7'/>";
    expect(only(`<Event><System>${system}</System></Event>`)).toEqual({ provider: "true" });
  });

  it("may have names longer than the pool keeps, in any script", () => {
    const long = "Й".repeat(50) + "😀" + "x".repeat(200);
    expect(dataOf(`<Data Name='${long}'>${long}</Data>`)).toEqual(data(long, long));
  });
});

describe("forms in which events are stored together", () => {
  it.each([
    ["one after the other", eventXml(1) + eventXml(2)],
    ["a line each", `${eventXml(1)}\r\n${eventXml(2)}\r\n`],
    [
      "Event Viewer",
      `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<Events>${eventXml(1)}${eventXml(2)}</Events>`,
    ],
    [
      "evtx_dump",
      `Record 1\n<?xml version="1.0" encoding="utf-8"?>\n${eventXml(1)}\n\nRecord 2\n<?xml version="1.0" encoding="utf-8"?>\n${eventXml(2)}\n`,
    ],
    ["evtxexport", `evtxexport 20181227\n\n${eventXml(1)}\n\n${eventXml(2)}\n\n`],
    [
      "python-evtx",
      `<?xml version="1.1" encoding="utf-8" standalone="yes" ?>\n\n<Events>\n${eventXml(1)}\n${eventXml(2)}\n</Events>\n`,
    ],
    [
      "inside other elements",
      `<a:Export xmlns:a='u'><a:Items><a:Item>${eventXml(1)}</a:Item><a:Item>${eventXml(2)}</a:Item></a:Items></a:Export>`,
    ],
    ["two lists joined", `<Events>${eventXml(1)}</Events>\uFEFF<Events>${eventXml(2)}</Events>`],
    [
      "in CDATA of a web service's answer",
      `<s:Envelope xmlns:s='u'><s:Body><r><![CDATA[${eventXml(1)}]]></r>\n<r><![CDATA[\n${eventXml(2)}\n]]></r></s:Body></s:Envelope>`,
    ],
    [
      "comments and CDATA without events around them",
      `<!-- EventLog of ws01 -->${eventXml(1)}<![CDATA[ a banner ]]>${eventXml(2)}<!-- end -->`,
    ],
  ])("%s", (_, text) => {
    const { events, problems } = readXml(text);
    expect(events.map(({ recordId }) => recordId)).toEqual(["1", "2"]);
    expect(problems).toEqual([]);
    expect(sniffEventXml(bytesOf(text))).toBe(true);
    for (const size of [1, 2, 3, 7, 64]) expect(readXml(text, size)).toEqual(readXml(text));
  });

  it.each([
    ["a comment", `${eventXml(1)}\n<!-- ${eventXml(8)} -->\n${eventXml(2)}`],
    [
      "JSON in CDATA",
      `${eventXml(1)}\n<a><![CDATA[{"EventID":13,"Channel":"Security"}]]></a>\n${eventXml(2)}`,
    ],
  ])("an event in %s is reported with its place", (_, text) => {
    const { events, problems } = readXml(text);
    expect(events.map(({ recordId }) => recordId)).toEqual(["1", "2"]);
    expect(problems).toMatchObject([{ code: "other-content", offset: text.search(/<!(?:--|\[CDATA)/) }]);
    for (const size of [1, 2, 3, 7, 64]) expect(readXml(text, size)).toEqual(readXml(text));
  });

  it.each(["<Events></Events>", "<Events/>", "<?xml version='1.0'?>\n", ""])("no events in %j", (text) => {
    expect(readXml(text)).toMatchObject({ records: [], problems: [] });
  });

  it.each(['{"a":"<Event xmlns"}', "a,b\n1,<Event>", "<html><body>Events</body></html>", "<Eventful/>", ""])(
    "%j is not event XML",
    (text) => {
      expect(sniffEventXml(bytesOf(text))).toBe(false);
    },
  );

  it("is recognised by its namespace if the first tag is damaged", () => {
    expect(sniffEventXml(bytesOf(eventXml(1).replace("<Event ", "<Evfnt ")))).toBe(true);
    expect(sniffEventXml(bytesOf(`ata></EventData></Event>${eventXml(1)}`))).toBe(true);
  });
});
