import { describe, expect, it } from "vitest";
import { sniffCsv } from "../../../src/formats/csv/index.ts";
import { bytesOf } from "./read-csv.ts";

const sniff = (text: string): unknown => sniffCsv(bytesOf(text));

const HEADERS: [kind: string, header: string][] = [
  ["discover", '"@timestamp","event.category","host.name"'],
  ["discover", '"Time (@timestamp)","registry.path"'],
  ["discover", "_id,_index,host.name,process.pid"],
  ["advanced-hunting", "Timestamp,DeviceName,ActionType,RegistryKey,InitiatingProcessFileName"],
  ["advanced-hunting", "RegistryKey,RegistryValueName,InitiatingProcessCommandLine"],
  ["advanced-hunting", "Timestamp,DeviceId"],
  ["evtxecmd", "RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,ProcessId,Payload"],
  ["evtxecmd", "Payload,EventId,Channel"],
  ["get-winevent", '"Message","Id","Version","Level","ProviderName","LogName","TimeCreated"'],
  ["event-viewer", "Level,Date and Time,Source,Event ID,Task Category"],
  ["event-viewer", "Keywords,Date and Time,Source,Event ID,Task Category"],
  ["windows-event", "EventID,Channel,Hostname,Image,TargetObject,Details"],
];

describe("a table of events", () => {
  it.each(HEADERS)("is recognised by its columns: %s, %s", (kind, header) => {
    const cells = header.split(",").length;
    for (const delimiter of [",", ";", "\t", "|"]) {
      const text = header.replaceAll(",", delimiter);
      const row = Array<string>(cells).fill("1").join(delimiter);
      const expected = { kind, delimiter, lineBreak: 0x0a, cells };
      for (const rows of ["", "\n", "\r\n", `\n${row}\n`, `\r\n${row}\r\n${row}`])
        expect(sniff(text + rows)).toEqual(expected);
      expect(sniff(`\uFEFF${text}\r\n${row}`)).toEqual(expected);
      expect(sniff(`#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n${text}\r\n${row}`)).toEqual(
        expected,
      );
      expect(sniff(`sep=${delimiter}\r\n\r\n${text}\r\n${row}`)).toEqual(expected);
      expect(sniff(`${text}\r${row}\r`)).toEqual({ ...expected, lineBreak: 0x0d });
    }
  });

  it("has as many cells as its rows, not as the lines of a damaged one", () => {
    const torn = `1,2,3,4,5\n${"a line of a message\n".repeat(200)}`;
    const rows = "Audit Success,3/14/2024 10:00:00 AM,Security,4657,Registry,text\n".repeat(3);
    const text = `Keywords,Date and Time,Source,Event ID,Task Category\n${torn}${rows}`;
    expect(sniff(text)).toMatchObject({ kind: "event-viewer", cells: 6 });
  });

  it("is recognised by Event Viewer's structure in any language", () => {
    const header = "Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie";
    const row =
      'Informationen,14.05.2024 04:01:17,Microsoft-Windows-Sysmon,13,Registry value set,"Registry value set:\r\nx: 1"';
    expect(sniff(`${header}\r\n${row}\r\n`)).toMatchObject({ kind: "event-viewer", cells: 6 });
    expect(sniff(`${header}\r\n${row.replace(",13,", ",x,")}\r\n`)).toBeNull();
    expect(sniff(`${header}\r\n`)).toBeNull();
  });

  it("has the delimiter that its rows have as well", () => {
    // Judged by its names alone, this header could be split by either delimiter.
    const text = "@timestamp;event.category,host.name;event.code,user.id\n1;2;3\n4;5;6\n";
    expect(sniff(text)).toMatchObject({ delimiter: ";", cells: 3 });
  });

  it.each([
    "",
    "\n\n",
    "a,b,c\n1,2,3\n",
    "Time,Count,Rule Name,Severity\n1,2,3,4\n",
    "@timestamp\n2024\n",
    '{"@timestamp":"2024","event.category":"x"}',
    "<Event xmlns='x'><System/>\n<Data>DeviceName, ActionType</Data></Event>",
    "Id,Name\n1,x\n",
    '"@timestamp"x,"event.category"\n',
    `${",".repeat(20_000)}\n`,
  ])("is not recognised in %j", (text) => {
    expect(sniff(text.slice(0, 100_000))).toBeNull();
  });
});
