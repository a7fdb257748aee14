import { expect, it } from "vitest";
import { toEcs } from "../../../src/sources/index.ts";

const PATH = "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType";
const MESSAGE = [
  "Registry value set:",
  "RuleName: -",
  "EventType: SetValue",
  "UtcTime: 2024-05-14 02:01:17.249",
  "ProcessGuid: {a3e5a1c0-ad7d-6642-c001-000000000d00}",
  "ProcessId: 4711",
  "Image: C:\\Windows\\system32\\reg.exe",
  `TargetObject: ${PATH}`,
  "Details: DWORD (0x00000002)",
  "User: CORP\\eve",
].join("\n");
const document = (
  more: object,
  id: string | number = 13,
  channel = "Microsoft-Windows-Sysmon/Operational",
) => ({
  "@timestamp": "2024-05-14T02:01:17.250Z",
  agent: { type: "winlogbeat", version: "8.1.0" },
  winlog: { event_id: id, provider_name: "Microsoft-Windows-Sysmon", channel, computer_name: "WS01" },
  ...more,
});

it("reads the values of a document without event_data from its message", () => {
  for (const id of [13, "13"]) {
    const mapped = toEcs({ value: document({ message: MESSAGE }, id) });
    expect(mapped?.event["registry.path"]).toBe(PATH);
    expect(mapped?.event["event.category"]).toEqual(expect.arrayContaining(["registry"]));
    expect(mapped?.unread).toBeUndefined();
  }
});

it.each([{}, { message: "Ein Wert wurde gesetzt." }])("says that %j has a header only", (more) =>
  expect(toEcs({ value: document(more) })?.unread).toBe("payload"),
);

it("leaves a document that a pipeline has mapped as it is", () => {
  const event = { category: ["registry"], type: ["change"], kind: "event", code: "13" };
  const mapped = toEcs({ value: document({ event, registry: { path: PATH } }) });
  expect(mapped?.unread).toBeUndefined();
  expect(mapped?.derived).toBeUndefined();
});
