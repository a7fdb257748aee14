import { describe, expect, it } from "vitest";
import type { IndexedEvent, SeenField } from "../../src/scan/index.ts";
import { nearMissWords } from "../../src/wording/index.ts";

const EVENT: IndexedEvent = {
  host: "H",
  user: "S-1-5-18",
  channel: "Microsoft-Windows-Sysmon/Operational",
  code: "13",
  category: "registry",
  action: "RegistryEvent",
  object: "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType",
  value: "2",
  process: "svchost.exe",
  pid: "7",
  entity: "",
  parentEntity: "",
  parentPid: "",
  parentName: "",
  categories: "registry",
  address: "",
  workstation: "",
  logonType: "",
  failure: "",
  recordId: 0,
};
const seen = (field: string, ...values: SeenField["values"]): SeenField => ({ field, values, more: 0 });

describe("nearMissWords", () => {
  it("says what an exclusion left out", () => {
    const saw = [
      seen("process.executable", "C:\\Windows\\System32\\svchost.exe"),
      seen("user.id", "S-1-5-18"),
    ];
    expect(nearMissWords("not (…)", true, { event: EVENT, saw })).toBe(
      "svchost.exe as S-1-5-18 set …\\LocalDumps\\DumpType = 2: excluded by the rule",
    );
  });

  it("adds what the exclusion saw besides the process and the account", () => {
    const event = { ...EVENT, value: "", object: "C:\\a.exe", code: "11" };
    const saw = [seen("process.code_signature.subject_name", "Elastic"), seen("file.path", "C:\\a.exe")];
    expect(nearMissWords("not …", true, { event, saw })).toBe(
      'svchost.exe created C:\\a.exe; process.code_signature.subject_name is "Elastic": excluded by the rule',
    );
  });

  it.each<[string, SeenField[], string]>([
    [
      'registry.data.strings : ("2", "0x00000002")',
      [seen("registry.data.strings", "1")],
      'DumpType = 1: the rule wants "2" or "0x00000002"',
    ],
    [
      'process.name : "reg.exe"',
      [seen("process.name")],
      'process.name is not in this event: the rule wants "reg.exe"',
    ],
    ["a: 1", [seen("a", "2", "3")], 'a is "2", "3": the rule wants 1'],
    ["length(a) > 3", [seen("a", "x")], 'a is "x": the rule wants length(a) > 3'],
    [
      'a == "1" or b == "1"',
      [seen("a", 2), seen("b")],
      'a is 2; b is not in this event: the rule wants a == "1" or b == "1"',
    ],
    [
      'a : ("x", "y")',
      [{ field: "a", values: ["1"], more: 7 }],
      'a is "1" and 7 more: the rule wants "x" or "y"',
    ],
  ])("says what a requirement saw: %s", (text, saw, words) => {
    expect(nearMissWords(text, false, { event: EVENT, saw })).toBe(words);
  });

  it("keeps hostile text on one line, and short", () => {
    const hostile = `\u202eevil\n${"x".repeat(5000)}`;
    const words = nearMissWords(`a : "${hostile}"`, false, {
      event: { ...EVENT, object: hostile, process: hostile, value: hostile },
      saw: [seen("a", hostile), seen(hostile, hostile)],
    });
    expect(words).not.toMatch(/[\n\u202e]/);
    expect(words.length).toBeLessThan(900);
  });
});
