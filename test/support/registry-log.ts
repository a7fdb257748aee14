import { ChunkWriter } from "../formats/evtx/chunk-writer.ts";
import { element, empty, type Fragment } from "../formats/evtx/nodes.ts";
import { evtxFile } from "../formats/evtx/writer.ts";
import { HKLM_PATH } from "./documents.ts";

/** A registry write of Sysmon, as in an event log. The built-in rule matches a `DumpType` of 2. */
export function registryWrite(recordId: number, host: string, value = 2): Fragment {
  const data = {
    EventType: "SetValue",
    UtcTime: "2024-05-14 02:01:17.250",
    ProcessId: "4711",
    Image: "C:\\Windows\\System32\\reg.exe",
    TargetObject: HKLM_PATH,
    Details: `DWORD (0x0000000${value})`,
    User: "LAB\\alice",
  };
  const root = element(
    "Event",
    { xmlns: "http://schemas.microsoft.com/win/2004/08/events/event" },
    element(
      "System",
      {},
      empty("Provider", { Name: "Microsoft-Windows-Sysmon", Guid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}" }),
      element("EventID", {}, "13"),
      empty("TimeCreated", { SystemTime: "2024-05-14T02:01:17.2600000Z" }),
      element("EventRecordID", {}, String(recordId)),
      element("Channel", {}, "Microsoft-Windows-Sysmon/Operational"),
      element("Computer", {}, host),
      empty("Security", { UserID: "S-1-5-18" }),
    ),
    element(
      "EventData",
      {},
      ...Object.entries(data).map(([name, text]) => element("Data", { Name: name }, text)),
    ),
  );
  return { root, values: [] };
}

/**
 * A log of two harmless writes, followed by two older records in unused space: the write that raises an alert, and
 * one before it.
 */
export function logWithRemnants(): Uint8Array<ArrayBuffer> {
  const chunk = new ChunkWriter()
    .add(11, registryWrite(11, "HOST-11", 1))
    .add(12, registryWrite(12, "HOST-12", 1))
    .addStale(5, registryWrite(5, "HOST-05", 1))
    .addStale(6, registryWrite(6, "HOST-06"));
  return Uint8Array.from(evtxFile([chunk.finish()]));
}

/**
 * A damaged log of harmless writes, records 31 to 40. Record 35 has the content of record 15 from an older
 * generation, of exactly the same length, which raises an alert.
 */
export function splicedLog(): Uint8Array<ArrayBuffer> {
  const written = (first: number, alerting: number): ChunkWriter => {
    const chunk = new ChunkWriter();
    for (let n = first; n < first + 10; n++)
      chunk.add(n, registryWrite(n, `HOST-${n}`, n === alerting ? 2 : 1));
    return chunk;
  };
  const [older, newer] = [written(11, 15), written(31, 0)];
  const { start, end } = newer.records[4]!;
  const bytes = newer.finish();
  bytes.set(older.finish().subarray(start + 24, end), start + 24);
  return Uint8Array.from(evtxFile([bytes]));
}
