import { describe, expect, it } from "vitest";
import { ACTIVITIES } from "../forms/activities.ts";
import { xmlOf } from "../forms/event-xml.ts";
import { csv } from "../forms/form.ts";
import { readBytes, utf8 } from "../support/read.ts";
import { evidenceText, hasEvidence, mapped, seedMatches } from "./support.ts";

/** The first row of a table as an event. */
const first = (text: string) => mapped(readBytes(utf8(text)).records[0]!.value);
const [dump] = ACTIVITIES[0]!;
const PATH = "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType";

describe("a row of a query in ES|QL", () => {
  const columns = [
    "@timestamp",
    "event.category",
    "event.type",
    "registry.path",
    "registry.data.strings",
    "user.id",
  ];
  const rest = ["change", PATH, "2", "null"];

  it.each([
    ["Kibana's", "configuration,registry"],
    ["Elasticsearch's", "[configuration, registry]"],
    ["Discover's", "configuration, registry"],
  ])("has its lists taken apart, in %s form, and its nulls left out", (_, list) => {
    const { event } = first(csv([columns, ["2024-03-14T10:00:00.000Z", list, ...rest]]));
    expect(event["event.category"]).toEqual(["configuration", "registry"]);
    expect(event["registry.data.strings"]).toBe("2");
    expect(event["user.id"]).toBeUndefined();
  });

  it("keeps the word null where a dash shows that Discover wrote the row", () => {
    const { event } = first(csv([columns, ["2024-03-14T10:00:00.000Z", "registry", "-", PATH, "2", "null"]]));
    expect(event["user.id"]).toBe("null");
  });
});

describe("a table whose cells contain events", () => {
  const xml = xmlOf(dump, { quote: "'" });
  const rendered = `03/14/2024 10:00:01 AM\nLogName=${dump.channel}\nEventCode=${dump.code}\nEventType=4\nComputerName=${dump.computer}\nSid=S-1-5-18\nSourceName=${dump.provider}\nType=Information\nRecordNumber=7\nKeywords=None\nMessage=${dump.message.replaceAll("\r\n", "\n")}`;

  it.each([
    ["event XML", xml],
    ["text of event XML among other words", `xml_string: ${xml}; strings: []`],
    ["Splunk's rendering", rendered],
  ])("is recognised by %s", (_, cell) => {
    const text = csv([
      ["_time", "host", "_raw"],
      ["2024-03-14T10:05:00Z", "WS01", cell],
    ]);
    expect(readBytes(utf8(text)).format).toBe("CSV with Windows events in its cells");
    const { event } = first(text);
    expect(seedMatches(event)).toBe(true);
    expect(event["host.name"]).toBe(dump.computer);
  });

  it("is not recognised in event XML itself, nor without an event", () => {
    const kindOf = (text: string) => readBytes(utf8(text)).format;
    expect(kindOf(`<Events><a>1;2</a>\n${xml};${xml}\n</Events>`)).toBe("event XML");
    expect(kindOf("a,b\nx <Event>,y\n")).not.toContain("CSV");
  });
});

describe("Windows events in a table", () => {
  it("are read by the names of nested objects", () => {
    const { event } = first(
      csv([
        [
          "_id",
          "data.win.system.eventID",
          "data.win.system.channel",
          "data.win.eventdata.targetObject",
          "data.win.eventdata.details",
        ],
        ["1", "13", dump.channel, PATH, "DWORD (0x00000002)"],
      ]),
    );
    expect(event["registry.path"]).toBe(PATH);
    expect(seedMatches(event)).toBe(true);
  });

  it("are read from Get-EventLog, whose log has no name", () => {
    const { event } = first(
      csv([
        ["EventID", "MachineName", "Index", "EntryType", "Message", "Source", "TimeGenerated"],
        ["13", dump.computer, "7", "Information", dump.message, dump.provider, "3/14/2024 10:00:01 AM"],
      ]),
    );
    expect(event["winlog.channel"]).toBe(dump.channel);
    expect(event["winlog.record_id"]).toBe("7");
    expect(seedMatches(event)).toBe(true);
  });
});

describe.skipIf(!hasEvidence)("tables from public reports", () => {
  it.each([
    ["03-no-registry-event-at-all-untrue/kibana-esql.csv", "WS01", "2024-05-14T02:01:17.249Z"],
    ["06-full-events-in-forms-not-read/sentinel-event.csv", "WS01.corp.example", "2024-05-14T02:01:17.249Z"],
    ["06-full-events-in-forms-not-read/mde-timeline.csv", "ws01.corp.example", "2024-03-13T15:40:13.988Z"],
  ])("%s is an event that the built-in rule matches", (path, host, time) => {
    const { event } = first(evidenceText(`reports/${path}`));
    expect(seedMatches(event)).toBe(true);
    expect([event["host.name"], event["@timestamp"]]).toEqual([host, time]);
  });
});
