import { describe, expect, it } from "vitest";
import { toEcs } from "../../../src/sources/index.ts";
import { readCsv } from "./read-csv.ts";

/** The first event of a table, as mapped by the sources. */
function mapped(text: string): ReturnType<typeof toEcs> {
  const { records, problems } = readCsv(text);
  expect(problems).toEqual([]);
  return toEcs(records[0]!);
}

const MESSAGE = [
  "Registry value set:",
  "RuleName: -",
  "EventType: SetValue",
  "UtcTime: 2024-05-14 02:01:17.250",
  "ProcessGuid: {b3c5d1e0-0000-0000-0000-000000000001}",
  "ProcessId: 4216",
  "Image: C:\\Windows\\regedit.exe",
  "TargetObject: HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType",
  "Details: DWORD (0x00000002)",
  "User: CORP\\alice",
].join("\r\n");

const SYSMON = {
  "event.code": "13",
  "registry.value": "DumpType",
  "registry.data.strings": ["2"],
  "process.name": "regedit.exe",
};

describe("rows of every kind of table are mapped to events", () => {
  it("Kibana Discover", () => {
    const result = mapped(
      '"@timestamp","event.category","host.name","process.pid","registry.value"\n' +
        '"Mar 31, 2022 @ 06:39:36.298","configuration, registry","ws01","4,216",DumpType\n',
    );
    expect(result).toMatchObject({
      assumedZone: "once",
      event: { "event.category": ["configuration", "registry"], "process.pid": 4216 },
    });
  });

  it("Advanced Hunting", () => {
    const result = mapped(
      "Timestamp,DeviceName,ActionType,RegistryKey,RegistryValueName,RegistryValueData,InitiatingProcessFileName\r\n" +
        "2024-05-14T02:01:17.2501234Z,ws01,RegistryValueSet,HKEY_LOCAL_MACHINE\\SOFTWARE\\X,DumpType,2,regedit.exe\r\n",
    );
    expect(result).toMatchObject({ source: "m365-defender", event: { "registry.value": "DumpType" } });
  });

  it("EvtxECmd", () => {
    const data = MESSAGE.split("\r\n")
      .slice(1)
      .map((line) => ({
        "@Name": line.slice(0, line.indexOf(":")),
        "#text": line.slice(line.indexOf(":") + 2),
      }));
    const payload = JSON.stringify({ EventData: { Data: data } }).replaceAll('"', '""');
    const result = mapped(
      "EventRecordId,TimeCreated,EventId,Provider,Channel,Computer,UserId,Payload\r\n" +
        `7,2024-05-14 02:01:17.2501234,13,Microsoft-Windows-Sysmon,Microsoft-Windows-Sysmon/Operational,ws01,S-1-5-18,"${payload}"\r\n`,
    );
    expect(result?.event).toMatchObject(SYSMON);
  });

  it("Get-WinEvent", () => {
    const result = mapped(
      '#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n"Message","Id","ProviderName","LogName","MachineName","TimeCreated"\r\n' +
        `"${MESSAGE}","13","Microsoft-Windows-Sysmon","Microsoft-Windows-Sysmon/Operational","ws01","5/14/2024 4:01:17 AM"\r\n`,
    );
    expect(result?.event).toMatchObject(SYSMON);
  });

  it.each([
    "Level,Date and Time,Source,Event ID,Task Category",
    "Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie",
  ])("Event Viewer, %s", (header) => {
    const row = `Information,5/14/2024 4:01:17 AM,Microsoft-Windows-Sysmon,13,Registry value set,"${MESSAGE}"\r\n`;
    expect(toEcs(readCsv(`${header}\r\n${row}`).records[0]!)?.event).toMatchObject(SYSMON);
  });
});
