import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/index.ts";
import { runEql } from "../../src/eql/index.ts";
import { builtinRules, companionRules } from "../../src/rules/builtin/index.ts";
import { isCompanion, type Rule, runnable } from "../../src/rules/index.ts";
import { mapped, securityRecord, sysmonRecord, windowsRecord } from "../sources/support.ts";
import { registryDocument } from "../support/documents.ts";

const rules = new Map(companionRules().map((rule) => [rule.name, rule]));
const KEY = "SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";

/** A registry value set, as Sysmon, the Security log and Elastic Defend have it. */
const sysmon = (path: string, details: string, more: Record<string, string> = {}) =>
  mapped(
    sysmonRecord("13", {
      EventType: "SetValue",
      ProcessId: "4711",
      Image: "C:\\Windows\\System32\\reg.exe",
      TargetObject: `HKLM\\${path}`,
      Details: details,
      ...more,
    }),
  ).event;
const security = (path: string, value: string, more: Record<string, string> = {}) =>
  mapped(
    securityRecord("4657", {
      SubjectUserSid: "S-1-5-18",
      ObjectName: `\\REGISTRY\\MACHINE\\${path.slice(0, path.lastIndexOf("\\"))}`,
      ObjectValueName: path.slice(path.lastIndexOf("\\") + 1),
      OperationType: "%%1905",
      NewValueType: "%%1876",
      NewValue: value,
      ProcessId: "0x1267",
      ProcessName: "C:\\Windows\\System32\\reg.exe",
      ...more,
    }),
  ).event;
const defend = (path: string, value: string, more: Record<string, unknown> = {}) =>
  mapped({
    ...registryDocument({ path: `HKLM\\${path}`, data: [value] }),
    agent: { type: "endpoint" },
    data_stream: { dataset: "endpoint.events.registry" },
    ...more,
  }).event;
const dword = (value: number) => `DWORD (0x${value.toString(16).padStart(8, "0")})`;
/** The same value from every source. */
const values = (path: string, value: number) => [
  sysmon(path, dword(value)),
  security(path, String(value)),
  defend(path, String(value)),
];
const process = (name: string, more: Record<string, string> = {}) =>
  mapped(
    sysmonRecord("1", {
      ProcessId: "900",
      Image: `C:\\Windows\\System32\\${name}`,
      CommandLine: name,
      ParentProcessId: "4",
      ParentImage: "C:\\Windows\\System32\\svchost.exe",
      ...more,
    }),
  ).event;
const file = (path: string, code = "11") =>
  mapped(
    sysmonRecord(code, {
      ProcessId: "9",
      Image: "C:\\Windows\\System32\\WerFault.exe",
      TargetFilename: path,
    }),
  ).event;
const opened = (source: string, target: string) =>
  mapped(
    sysmonRecord("10", {
      SourceProcessId: "900",
      SourceImage: `C:\\Windows\\System32\\${source}`,
      TargetProcessId: "652",
      TargetImage: `C:\\Windows\\System32\\${target}`,
      GrantedAccess: "0x1FFFFF",
    }),
  ).event;
const application = (provider: string, eventId: string, data: Record<string, string> | string[]) =>
  mapped(
    windowsRecord(
      { provider, channel: "Application", systemTime: "2024-03-01T10:00:01Z", computer: "HOST1", eventId },
      data,
    ),
  ).event;

type Event = ReturnType<typeof sysmon>;

function found(name: string, events: readonly Event[]): number {
  // In the order of the list, a second apart.
  const timed = events.map((event, i) =>
    flatten({ ...event, "@timestamp": new Date(Date.UTC(2024, 2, 1) + i * 1000).toISOString() }),
  );
  return runEql(rules.get(name)!.query, timed).length;
}

const CASES: readonly (readonly [name: string, match: readonly Event[], none: readonly Event[]])[] = [
  [
    "Crash Dumps Configured for LSASS Alone",
    [
      ...values(`${KEY}\\lsass.exe\\DumpType`, 2),
      ...values(`${KEY}\\LSASS.EXE\\CustomDumpFlags`, 2),
      mapped(sysmonRecord("12", { EventType: "CreateKey", TargetObject: `HKLM\\${KEY}\\lsass.exe` })).event,
    ],
    [
      ...values(`${KEY}\\DumpType`, 2),
      ...values(`${KEY}\\app.exe\\DumpType`, 2),
      ...values(`${KEY}\\notlsass.exe\\DumpType`, 2),
    ],
  ],
  [
    "Full Crash Dumps Enabled for One Application",
    values(`${KEY}\\app.exe\\DumpType`, 2),
    [
      ...values(`${KEY}\\app.exe\\DumpType`, 1),
      ...values(`${KEY}\\DumpType`, 2),
      ...values(`${KEY}\\lsass.exe\\DumpType`, 2),
      ...values(`${KEY}\\app.exe\\DumpCount`, 2),
    ],
  ],
  [
    "Custom Crash Dump Flags Include Full Memory",
    [
      ...[2, 3, 6, 0x122, 0x1826, 0xffff_ffff].flatMap((flags) => values(`${KEY}\\CustomDumpFlags`, flags)),
      ...values(`${KEY}\\lsass.exe\\CustomDumpFlags`, 2),
      defend(`${KEY}\\CustomDumpFlags`, "0x00000002"),
      defend(`${KEY}\\CustomDumpFlags`, "0x0000001E"),
    ],
    [
      ...[0, 1, 4, 5, 0x121, 0x1000].flatMap((flags) => values(`${KEY}\\CustomDumpFlags`, flags)),
      ...values(`${KEY}\\DumpType`, 2),
      defend(`${KEY}\\CustomDumpFlags`, "0x00000121"),
      defend(`${KEY}\\CustomDumpFlags`, "many"),
    ],
  ],
  [
    "Crash Dumps Configured in the 32-Bit Registry View",
    values("SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType", 2),
    values(`${KEY}\\DumpType`, 2),
  ],
  [
    "Crash Dump Folder or Count Changed",
    [
      sysmon(`${KEY}\\DumpFolder`, "\\\\10.0.0.5\\share"),
      security(`${KEY}\\DumpFolder`, "C:\\Users\\Public"),
      defend(`${KEY}\\app.exe\\DumpFolder`, "C:\\x"),
      ...values(`${KEY}\\DumpCount`, 1),
    ],
    [...values(`${KEY}\\DumpType`, 2), sysmon(`${KEY}\\lsass.exe\\DumpFolder`, "C:\\x")],
  ],
  [
    "WerFault Opened LSASS",
    [opened("WerFault.exe", "lsass.exe"), opened("WerFaultSecure.exe", "LSASS.exe")],
    [opened("WerFault.exe", "app.exe"), opened("Taskmgr.exe", "lsass.exe")],
  ],
  [
    "Crash Dump File of LSASS",
    [
      file("C:\\Windows\\System32\\config\\systemprofile\\AppData\\Local\\CrashDumps\\lsass.exe.652.dmp"),
      file("D:\\dumps\\LSASS.EXE.652.DMP"),
      mapped({
        "@timestamp": "2024-03-01T10:00:00Z",
        agent: { type: "endpoint" },
        event: { category: ["file"], type: ["creation"], action: "creation" },
        host: { os: { type: "windows" } },
        file: { path: "C:\\x\\lsass.exe.652.dmp", name: "lsass.exe.652.dmp" },
      }).event,
    ],
    [
      file("C:\\dumps\\app.exe.652.dmp"),
      file("C:\\dumps\\lsass.txt"),
      file("C:\\dumps\\lsass.exe.652.dmp", "23"),
    ],
  ],
  [
    "Crash of LSASS Reported",
    [
      application("Application Error", "1000", { AppName: "lsass.exe", ExceptionCode: "c0000001" }),
      application("Application Error", "1000", ["lsass.exe", "10.0.1.1", "x", "ntdll.dll"]),
      application("Windows Error Reporting", "1001", [
        "1",
        "5",
        "APPCRASH",
        "Not available",
        "0",
        "lsass.exe",
      ]),
    ],
    [
      application("Application Error", "1000", { AppName: "app.exe" }),
      application("Application Error", "1000", ["app.exe", "1", "x", "lsass.exe"]),
      application("Other", "1000", ["lsass.exe"]),
    ],
  ],
  [
    "Silent Process Exit Configured for LSASS",
    [
      ...values(
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\SilentProcessExit\\lsass.exe\\ReportingMode",
        2,
      ),
      ...values(
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options\\lsass.exe\\GlobalFlag",
        512,
      ),
    ],
    [
      ...values(
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\SilentProcessExit\\app.exe\\ReportingMode",
        2,
      ),
      ...values(
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options\\lsass.exe\\Debugger",
        2,
      ),
    ],
  ],
];

describe("companion checks", () => {
  it.each(CASES)("%s", (name, match, none) => {
    for (const event of match) expect(found(name, [event]), JSON.stringify(event)).toBe(1);
    for (const event of none) expect(found(name, [event]), JSON.stringify(event)).toBe(0);
  });

  describe("WerFault Started for the Process ID of LSASS", () => {
    const name = "WerFault Started for the Process ID of LSASS";
    const lsass = mapped(
      sysmonRecord("3", {
        ProcessId: "652",
        Image: "C:\\Windows\\System32\\lsass.exe",
        DestinationIp: "10.0.0.1",
      }),
    ).event;
    const werFault = (args: string) =>
      process("WerFault.exe", { CommandLine: `C:\\Windows\\system32\\WerFault.exe ${args}` });

    it("is found by the id that earlier events of LSASS have", () => {
      expect(found(name, [lsass, werFault("-u -p 652 -ip 4711 -s 272")])).toBe(1);
      expect(found(name, [lsass, werFault("-u -p 653 -ip 4711 -s 272")])).toBe(0);
      expect(found(name, [lsass, werFault("-pss -s 652")])).toBe(0);
      expect(found(name, [lsass, process("cmd.exe", { CommandLine: "cmd.exe -p 652" })])).toBe(0);
      expect(found(name, [werFault("-u -p 652 -ip 4711 -s 272")])).toBe(0);
    });

    it("is found in the Security log, where ids are hexadecimal", () => {
      const started = (id: string, path: string, line: string) =>
        mapped(
          securityRecord("4688", {
            NewProcessId: id,
            NewProcessName: `C:\\Windows\\System32\\${path}`,
            CommandLine: line,
            ProcessId: "0x4",
          }),
        ).event;
      const events = [
        started("0x28c", "lsass.exe", "lsass.exe"),
        started("0x900", "WerFault.exe", "WerFault.exe -u -p 652 -ip 4711 -s 272"),
      ];
      expect(found(name, events)).toBe(1);
    });
  });

  describe("Full Crash Dumps Enabled and Switched Back", () => {
    const name = "Full Crash Dumps Enabled and Switched Back";
    const path = `${KEY}\\DumpType`;

    it.each(["sysmon", "security", "defend"] as const)("is found in events of %s", (source) => {
      const set = (value: number, at = path) =>
        values(at, value)[["sysmon", "security", "defend"].indexOf(source)]!;
      const removed = {
        sysmon: mapped(sysmonRecord("12", { EventType: "DeleteValue", TargetObject: `HKLM\\${path}` })).event,
        security: security(path, "-", { OperationType: "%%1906", NewValueType: "-" }),
        defend: defend(path, "", {
          event: { category: ["registry"], type: ["deletion"], action: "deletion" },
        }),
      }[source];
      expect(found(name, [set(2), set(1)])).toBe(1);
      expect(found(name, [set(2), set(0)])).toBe(1);
      expect(found(name, [set(2), removed])).toBe(1);
      expect(found(name, [set(2, `${KEY}\\app.exe\\DumpType`), set(1, `${KEY}\\app.exe\\DumpType`)])).toBe(1);
      expect(found(name, [set(1), set(2)])).toBe(0);
      expect(found(name, [set(2), set(2)])).toBe(0);
      expect(found(name, [set(2), set(1, `${KEY}\\DumpCount`)])).toBe(0);
    });
  });

  it("are tested, all of them", () => {
    const tested = CASES.map(([name]) => name);
    expect([...rules.keys()].filter((name) => !tested.includes(name)).sort()).toEqual([
      "Full Crash Dumps Enabled and Switched Back",
      "WerFault Started for the Process ID of LSASS",
    ]);
  });

  it("are clearly not Elastic's, and say what they show and what not", () => {
    for (const rule of rules.values()) {
      expect(rule.author).toEqual(["Loupe"]);
      expect(rule.license).toBe("MIT");
      expect(isCompanion(rule)).toBe(true);
      expect(rule.description).toMatch(/ not | no |cannot/);
      expect(rule.false_positives.length).toBeGreaterThan(0);
      expect(rule.references.length).toBeGreaterThan(0);
      expect(runnable(rule, [], 0)).toMatchObject({ state: "runs", warnings: [] });
    }
  });

  it("have ids of their own", () => {
    const ids = [...builtinRules(), ...companionRules()].map(({ rule_id }: Rule) => rule_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(builtinRules().some(isCompanion)).toBe(false);
  });
});
