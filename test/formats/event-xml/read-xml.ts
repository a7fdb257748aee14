import { EventXmlReader } from "../../../src/formats/event-xml/index.ts";
import type { DecodedRecord } from "../../../src/formats/handler.ts";
import type { FormatDiagnostic } from "../../../src/formats/diagnostic.ts";
import type { WindowsEvent, WindowsEventRecord } from "../../../src/formats/windows-event.ts";
import { collector, feed, PLAIN } from "../../support/feed.ts";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface XmlResult {
  readonly events: WindowsEvent[];
  readonly records: DecodedRecord[];
  readonly problems: FormatDiagnostic[];
  readonly lost: FormatDiagnostic[];
}

/** Reads event XML in pieces of `size` bytes. */
export function readXml(content: string | Uint8Array, size = Infinity, complete = true): XmlResult {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  const { records, problems, handler } = collector();
  feed(new EventXmlReader(handler, PLAIN), bytes, size, complete);
  return {
    records,
    events: records.map(({ value }) => (value as WindowsEventRecord).event),
    problems,
    lost: problems.filter(({ severity }) => severity === "error"),
  };
}

/** A Sysmon event as `wevtutil` writes it, on one line. */
export function eventXml(recordId: number, details = "DWORD (0x00000002)"): string {
  return (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" +
    "<Provider Name='Microsoft-Windows-Sysmon' Guid='{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'/>" +
    "<EventID>13</EventID><Version>2</Version><Level>4</Level><Task>13</Task><Opcode>0</Opcode>" +
    "<Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='2024-05-14T02:01:17.2501234Z'/>" +
    `<EventRecordID>${recordId}</EventRecordID><Correlation/><Execution ProcessID='3216' ThreadID='4708'/>` +
    "<Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>WS01.corp.example</Computer>" +
    "<Security UserID='S-1-5-18'/></System><EventData><Data Name='RuleName'>-</Data>" +
    "<Data Name='EventType'>SetValue</Data><Data Name='Image'>C:\\Windows\\regedit.exe</Data>" +
    `<Data Name='Details'>${details}</Data></EventData></Event>`
  );
}
