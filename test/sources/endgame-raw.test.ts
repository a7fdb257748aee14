import { describe, expect, it } from "vitest";
import { below, evidenceText, hasEvidence, mapped, seedMatches } from "./support.ts";

const PATH =
  "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType";
const RAW = {
  event_type_full: "registry_event",
  event_subtype_full: "registry_modify_event",
  opcode: 1,
  key_path: PATH,
  key_type: "dword",
  bytes_written: "AgAAAA==",
  bytes_written_u32: 2,
  pid: 9108,
  process_name: "reg.exe",
  process_path: "C:\\Windows\\System32\\reg.exe",
  unique_pid: 77788,
  hostname: "HOST1",
  user_name: "eve",
  user_domain: "DOM",
  user_sid: "S-1-5-21-7",
  timestamp: "131762384629155140",
};

describe("raw events of Endgame's sensor", () => {
  it("are mapped with the kernel's path, and reported as an extension of Elastic's mapping", () => {
    const { event, source, extension } = mapped(RAW);
    expect(source).toBe("endgame");
    expect(extension).toContain("Endgame");
    expect({ ...event }).toEqual({
      "@timestamp": "2018-07-16T18:14:22.915Z",
      "endgame.event_subtype_full": "registry_modify_event",
      "endgame.event_type_full": "registry_event",
      "event.kind": "event",
      "event.module": "endgame",
      "event.category": ["registry"],
      "event.type": ["change"],
      "event.action": "registry_modify_event",
      "host.id": "loupe:host1",
      "host.name": "HOST1",
      "host.os.type": "windows",
      "process.pid": 9108,
      "process.name": "reg.exe",
      "process.executable": "C:\\Windows\\System32\\reg.exe",
      "process.entity_id": 77788,
      "registry.path": PATH,
      "registry.key": PATH.slice(0, -"\\DumpType".length),
      "registry.value": "DumpType",
      "registry.data.strings": ["2"],
      "registry.data.type": "dword",
      "registry.data.bytes": "AgAAAA==",
      "user.id": "S-1-5-21-7",
      "user.name": "eve",
      "user.domain": "DOM",
    });
    expect(seedMatches(event)).toBe(true);
  });

  it.each<[string, object, unknown]>([
    ["a DWORD as bytes only", { bytes_written_u32: undefined }, ["2"]],
    [
      "a QWORD",
      { bytes_written_u32: undefined, key_type: "qword", bytes_written_u64: "18446744073709551615" },
      ["18446744073709551615"],
    ],
    ["text", { bytes_written_u32: undefined, key_type: "sz", bytes_written_string: "a" }, ["a"]],
    [
      "text as bytes only",
      { bytes_written_u32: undefined, key_type: "expandSz", bytes_written: "YQBiAAAA" },
      ["ab"],
    ],
    [
      "a list of texts",
      { bytes_written_u32: undefined, key_type: "multiSz", bytes_written_string_list: ["a", "b"] },
      ["a", "b"],
    ],
    ["bytes that are not text", { bytes_written_u32: undefined, key_type: "binary" }, undefined],
    ["broken base64", { bytes_written_u32: undefined, key_type: "sz", bytes_written: "*" }, undefined],
  ])("have registry data: %s", (_, change, strings) => {
    expect(mapped({ ...RAW, ...change }).event["registry.data.strings"]).toEqual(strings);
  });

  it("have a process with arguments and parent", () => {
    const value = {
      event_type_full: "process_event",
      event_subtype_full: "creation_event",
      command_line: 'x "a b"',
      ppid: 4,
      timestamp_utc: "2018-07-16 18:14:22Z",
    };
    expect(below(mapped(value).event, "@", "event.category", "event.type", "process.")).toEqual({
      "@timestamp": "2018-07-16T18:14:22Z",
      "event.category": ["process"],
      "event.type": ["start"],
      "process.command_line": 'x "a b"',
      "process.args": ["x", "a b"],
      "process.args_count": 2,
      "process.parent.pid": 4,
    });
  });

  it.skipIf(!hasEvidence)("include the published example", () => {
    const { event } = mapped(JSON.parse(evidenceText("ecs-pairs/endgame/ecs-issue-671-example.json")));
    expect(event["registry.value"]).toBe("Debugger");
    expect(event["registry.data.strings"]).toEqual(["C:\\rta\\red_ttp\\bin\\myapp.exe"]);
    expect(String(event["@timestamp"])).toMatch(/^2018-07-16T18:14:22\./);
    expect(seedMatches(event)).toBe(false);
  });
});
