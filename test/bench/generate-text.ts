import type { Activity } from "../forms/activity.ts";
import { EVENT_JSON } from "../forms/event-json.ts";
import { xmlOf } from "../forms/event-xml.ts";
import { valueSet } from "../forms/sysmon.ts";
import { logEvents } from "./log-events.ts";
import { writeSpread } from "./write-spread.ts";

/** Distinct events, which are repeated: writing them takes longer than scanning them. */
const DISTINCT = 8000;

/** Writes event XML as wevtutil does, one event a line. */
export function generateXml(path: string, bytes: number): void {
  write(path, bytes, "", (events) => events.map((event) => `${xmlOf(event, { quote: "'" })}\r\n`).join(""));
}

const table = EVENT_JSON.find(({ name }) => name === "EvtxECmd --csv")!;

/** Writes EvtxECmd's table. */
export function generateCsv(path: string, bytes: number): void {
  const rowsOf = (events: readonly Activity[]): string => afterHeader(table.write(events) as string);
  const whole = table.write([matching()]) as string;
  write(path, bytes, whole.slice(0, -afterHeader(whole).length), rowsOf);
}

const afterHeader = (text: string): string => text.slice(text.indexOf("\n") + 1);

/** Writes a file of about the given number of bytes, of which eight records match. */
function write(
  path: string,
  bytes: number,
  header: string,
  textOf: (events: readonly Activity[]) => string,
): void {
  writeSpread(path, bytes, {
    header,
    block: Buffer.from(textOf(logEvents(0, DISTINCT))),
    match: Buffer.from(textOf([matching()])),
  });
}

function matching(): Activity {
  const value = "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType";
  return valueSet("", 0, value, "DWORD (0x00000002)", "C:\\Windows\\System32\\reg.exe");
}
