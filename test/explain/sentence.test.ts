import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyEvent, type FieldValue, type FlatEvent } from "../../src/ecs/index.ts";
import {
  eventSentence,
  fullSentence,
  hasOwnSentence,
  type IndexedEventTexts,
  MOST_OF_SENTENCE,
  rowSentence,
  type SentencePart,
  sentenceText,
  shortPath,
  shortSentence,
} from "../../src/explain/index.ts";
import { knownEvents } from "../../src/explain/known-event.ts";
import { indexedEvent } from "../../src/scan/event-index/indexed-event.ts";
import { mapped, securityRecord, sysmonRecord, windowsRecord } from "../sources/support.ts";
import { eventWith, hasEvidence, realEvents, security, sysmon } from "./support.ts";

const DUMP_TYPE = "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType";
const IMAGE = { Image: "C:\\Windows\\System32\\reg.exe", User: "CORP\\alice" };
const SUBJECT = {
  SubjectUserName: "alice",
  SubjectDomainName: "CORP",
  SubjectUserSid: "S-1-5-21-1-2-3-1104",
};

const ofSysmon = (code: string, data: Record<string, string>): FlatEvent =>
  mapped(sysmonRecord(code, data)).event;
const ofSecurity = (code: string, data: Record<string, string>): FlatEvent =>
  mapped(securityRecord(code, data)).event;
const of = (provider: string, channel: string, eventId: string, data: Record<string, string>): FlatEvent =>
  mapped(windowsRecord({ provider, channel, eventId, computer: "HOST1" }, data)).event;

describe("a sentence in one line", () => {
  it.each<[string, FlatEvent]>([
    [
      "reg.exe set …\\LocalDumps\\DumpType = 2",
      ofSysmon("13", { ...IMAGE, TargetObject: DUMP_TYPE, Details: "DWORD (0x00000002)" }),
    ],
    [
      "reg.exe deleted …\\LocalDumps\\DumpType",
      ofSysmon("12", { ...IMAGE, TargetObject: DUMP_TYPE, EventType: "DeleteValue" }),
    ],
    [
      "reg.exe created the key HKLM\\SOFTWARE\\X",
      ofSysmon("12", { ...IMAGE, TargetObject: "HKLM\\SOFTWARE\\X", EventType: "CreateKey" }),
    ],
    ["reg.exe created or deleted HKLM\\X\\Y", ofSysmon("12", { ...IMAGE, TargetObject: "HKLM\\X\\Y" })],
    [
      "reg.exe renamed HKLM\\X to HKLM\\Y",
      ofSysmon("14", { ...IMAGE, TargetObject: "HKLM\\X", NewName: "HKLM\\Y" }),
    ],
    [
      "cmd.exe started reg.exe add HKLM\\X /v DumpType",
      ofSysmon("1", {
        ...IMAGE,
        CommandLine: "reg  add HKLM\\X /v DumpType",
        ParentImage: "C:\\Windows\\System32\\cmd.exe",
      }),
    ],
    ["reg.exe ended", ofSysmon("5", IMAGE)],
    [
      "s.exe opened lsass.exe with 0x1010",
      ofSysmon("10", {
        SourceImage: "C:\\s.exe",
        TargetImage: "C:\\Windows\\System32\\lsass.exe",
        GrantedAccess: "0x1010",
      }),
    ],
    [
      "s.exe started a thread in lsass.exe",
      ofSysmon("8", { SourceImage: "C:\\s.exe", TargetImage: "C:\\lsass.exe" }),
    ],
    [
      "WerFault.exe created …\\CrashDumps\\lsass.exe.652.dmp",
      ofSysmon("11", {
        Image: "C:\\Windows\\System32\\WerFault.exe",
        TargetFilename: "C:\\Users\\alice\\AppData\\Local\\CrashDumps\\lsass.exe.652.dmp",
      }),
    ],
    ["reg.exe deleted C:\\a.txt", ofSysmon("23", { ...IMAGE, TargetFilename: "C:\\a.txt" })],
    [
      "reg.exe connected to evil.example (10.0.0.5):443",
      ofSysmon("3", {
        ...IMAGE,
        Initiated: "true",
        Protocol: "tcp",
        DestinationIp: "10.0.0.5",
        DestinationHostname: "evil.example",
        DestinationPort: "443",
      }),
    ],
    [
      // Sysmon says of UDP that it was not initiated, whichever end began.
      "dns.exe had a connection between 10.0.0.1:53 and 10.0.0.2:5000",
      ofSysmon("3", {
        Image: "C:\\dns.exe",
        Initiated: "false",
        Protocol: "udp",
        SourceIp: "10.0.0.1",
        SourcePort: "53",
        DestinationIp: "10.0.0.2",
        DestinationPort: "5000",
      }),
    ],
    ["reg.exe looked up evil.example", ofSysmon("22", { ...IMAGE, QueryName: "evil.example" })],
    ["reg.exe loaded C:\\evil.dll", ofSysmon("7", { ...IMAGE, ImageLoaded: "C:\\evil.dll" })],
    ["The driver C:\\evil.sys was loaded", ofSysmon("6", { ImageLoaded: "C:\\evil.sys" })],
    ["reg.exe created the pipe \\evil", ofSysmon("17", { ...IMAGE, PipeName: "\\evil" })],
    [
      "alice created the WMI consumer Updater, which runs evil.exe",
      ofSysmon("20", { User: "CORP\\alice", Operation: "Created", Name: "Updater", Destination: "evil.exe" }),
    ],
    [
      "powershell.exe deleted HKLM\\X\\Y",
      ofSecurity("4657", {
        ...SUBJECT,
        ObjectName: "\\REGISTRY\\MACHINE\\X",
        ObjectValueName: "Y",
        OperationType: "%%1906",
        ProcessName: "C:\\powershell.exe",
      }),
    ],
    [
      "bob logged on over Remote Desktop from WS-1 (10.0.0.9)",
      ofSecurity("4624", {
        TargetUserName: "bob",
        LogonType: "10",
        WorkstationName: "WS-1",
        IpAddress: "10.0.0.9",
        IpPort: "5000",
      }),
    ],
    [
      "bob failed to log on over the network: Unknown user name or bad password",
      ofSecurity("4625", { TargetUserName: "bob", LogonType: "3", FailureReason: "%%2313" }),
    ],
    [
      "alice used the credentials of bob for SRV in runas.exe",
      ofSecurity("4648", {
        ...SUBJECT,
        TargetUserName: "bob",
        TargetServerName: "SRV",
        ProcessName: "C:\\Windows\\System32\\runas.exe",
      }),
    ],
    ["alice cleared the Security log", security("1102", { "user.name": "alice" })],
    [
      "alice added CN=bob to the group Administrators",
      security("4732", {
        "user.name": "alice",
        "user.target.name": "CN=bob",
        "group.name": "Administrators",
      }),
    ],
    [
      "alice created the scheduled task \\T",
      ofSecurity("4698", { ...SUBJECT, TaskName: "\\T", TaskContent: "<Task/>" }),
    ],
    [
      "alice installed the service evil: C:\\e.exe",
      ofSecurity("4697", { ...SUBJECT, ServiceName: "evil", ServiceFileName: "C:\\e.exe" }),
    ],
    [
      "s.exe was refused access to \\Device\\lsass",
      security("4656", {
        "event.outcome": "failure",
        "winlog.event_data.ProcessName": "C:\\s.exe",
        "winlog.event_data.ObjectName": "\\Device\\lsass",
      }),
    ],
    [
      "Windows started after a shutdown that was not clean",
      of("Microsoft-Windows-Kernel-Boot", "System", "20", { LastShutdownGood: "false" }),
    ],
    [
      "C:\\a.exe ran from a Run key as process 7",
      of("Microsoft-Windows-Shell-Core", "Microsoft-Windows-Shell-Core/Operational", "9708", {
        Command: "C:\\a.exe",
        PID: "7",
      }),
    ],
    [
      "The service evil was installed: C:\\e.exe",
      of("Service Control Manager", "System", "7045", { ServiceName: "evil", ImagePath: "C:\\e.exe" }),
    ],
    [
      "Defender found HackTool:Win32/Mimikatz in C:\\m.exe",
      of("Microsoft-Windows-Windows Defender", "Microsoft-Windows-Windows Defender/Operational", "1116", {
        "Threat Name": "HackTool:Win32/Mimikatz",
        Path: "file:_C:\\m.exe",
      }),
    ],
    [
      "alice ran the script block Invoke-Evil",
      eventWith({
        "winlog.channel": "Microsoft-Windows-PowerShell/Operational",
        "event.provider": "Microsoft-Windows-PowerShell",
        "event.code": "4104",
        "user.name": "alice",
        "powershell.file.script_block_text": "Invoke-Evil",
      }),
    ],
    // Without a Windows log: by the categories of ECS.
    [
      "reg.exe set …\\LocalDumps\\DumpType = 2",
      eventWith({
        "event.category": ["registry"],
        "event.type": ["change"],
        "event.action": "modification",
        "process.name": "reg.exe",
        "registry.path": DUMP_TYPE,
        "registry.data.strings": ["2"],
      }),
    ],
    [
      // Elastic adds the data before the change.
      "reg.exe set HKLM\\X = 2",
      eventWith({
        "event.category": "registry",
        "process.name": "reg.exe",
        "registry.path": "HKLM\\X",
        "registry.data.strings": ["2", "1"],
        "m365_defender.event.previous.registry_value_data": "1",
      }),
    ],
    [
      "cmd.exe started reg.exe query X",
      eventWith({
        "event.category": ["process"],
        "event.type": ["start"],
        "process.name": "reg.exe",
        "process.command_line": '"C:\\Windows\\reg.exe" query X',
        "process.parent.name": "cmd.exe",
      }),
    ],
    [
      "a.exe renamed C:\\a to C:\\b",
      eventWith({
        "event.category": "file",
        "event.action": "rename",
        "process.name": "a.exe",
        "file.path": "C:\\b",
        "file.Ext.original.path": "C:\\a",
      }),
    ],
    // By what the event says itself.
    [
      "Foo event 77: The foo was barred.",
      eventWith({ "event.provider": "Foo", "event.code": "77", message: "The foo\twas barred.\nMore" }),
    ],
    [
      "Foo event 77: x, Name = y",
      eventWith({
        "event.provider": "Microsoft-Windows-Foo",
        "event.code": "77",
        "winlog.event_data.param1": "x",
        "winlog.event_data.Name": "y",
        "winlog.event_data.Other": "z",
      }),
    ],
    ["a.exe: exploded", eventWith({ "process.name": "a.exe", "event.action": "exploded" })],
    ["An event", emptyEvent()],
    ["Security event constructor", eventWith({ "winlog.channel": "Security", "event.code": "constructor" })],
    ["__proto__ event toString", eventWith({ "winlog.channel": "__proto__", "event.code": "toString" })],
  ])("%s", (text, event) => {
    expect(sentenceText(eventSentence(event))).toBe(text);
  });

  it("does not name Sysmon's own account as the one who acted", () => {
    const event = sysmon("13", { "registry.path": "HKLM\\X" });
    expect(sentenceText(eventSentence(event))).toBe("A process set HKLM\\X");
    expect(sentenceText(fullSentence(event))).not.toMatch(/SYSTEM|S-1-5-18/);
  });

  it("means another event by the same id of another provider", () => {
    const event = (provider: string) =>
      eventWith({ "winlog.channel": "System", "event.provider": provider, "event.code": "7045" });
    expect(hasOwnSentence(event("Service Control Manager"))).toBe(true);
    expect(hasOwnSentence(event("Another"))).toBe(false);
  });

  it("gives the whole of a path that it shortens, and of a value that it cuts", () => {
    const parts = eventSentence(
      sysmon("13", {
        "process.name": "a.exe",
        "registry.path": DUMP_TYPE,
        "registry.data.strings": ["x".repeat(200)],
      }),
    );
    expect(parts[2]).toEqual({ kind: "path", text: "…\\LocalDumps\\DumpType", full: DUMP_TYPE });
    expect(parts[4]).toEqual({ kind: "value", text: `${"x".repeat(159)}…`, full: "x".repeat(200) });
  });
});

describe("a sentence in full", () => {
  const time = { "@timestamp": "2026-03-14T03:07:12.481Z", "host.name": "WS-FIN-07" };
  const alice = { "user.name": "alice", "user.domain": "CORP" };

  it.each<[string, FlatEvent]>([
    [
      "CORP\\alice on WS-FIN-07 ran reg.exe, which set …\\LocalDumps\\DumpType = 2 at 03-14 03:07:12.481.",
      sysmon("13", {
        ...time,
        ...alice,
        "process.name": "reg.exe",
        "registry.path": DUMP_TYPE,
        "registry.data.strings": ["2"],
      }),
    ],
    [
      "reg.exe on WS-FIN-07 set HKLM\\X at 03-14 03:07:12.481.",
      sysmon("13", { ...time, "process.name": "reg.exe", "registry.path": "HKLM\\X" }),
    ],
    [
      "cmd.exe on WS-FIN-07 started reg.exe add as CORP\\alice at 03-14 03:07:12.481.",
      sysmon("1", {
        ...time,
        ...alice,
        "process.name": "reg.exe",
        "process.command_line": "reg add",
        "process.parent.name": "cmd.exe",
      }),
    ],
    [
      // In the Security log the account is the one that created the process.
      "CORP\\alice on WS-FIN-07 ran cmd.exe, which started reg.exe as bob at 03-14 03:07:12.481.",
      security("4688", {
        ...time,
        ...alice,
        "process.name": "reg.exe",
        "process.parent.name": "cmd.exe",
        "winlog.event_data.TargetUserName": "bob",
      }),
    ],
    [
      "CORP\\alice on WS-FIN-07 logged on over the network at 03-14 03:07:12.481.",
      security("4624", { ...time, ...alice, "winlog.logon.type": "Network" }),
    ],
    [
      "On WS-FIN-07, the account bob was locked out at 03-14 03:07:12.481.",
      security("4740", { ...time, ...alice, "winlog.event_data.TargetUserName": "bob" }),
    ],
    ["On WS-FIN-07, Windows started at 03-14 03:07:12.481.", security("4608", time)],
    ["A process ended.", sysmon("5", {})],
    ["An event.", emptyEvent()],
  ])("%s", (text, event) => {
    expect(sentenceText(fullSentence(event))).toBe(text);
  });

  it("gives date and zone of the time as well", () => {
    expect(fullSentence(sysmon("5", time)).find(({ full }) => full?.endsWith("UTC"))).toEqual({
      kind: "value",
      text: "03-14 03:07:12.481",
      full: "2026-03-14 03:07:12.481 UTC",
    });
  });
});

const ROW: IndexedEventTexts = {
  process: "",
  user: "",
  channel: "",
  code: "",
  category: "",
  action: "",
  object: "",
  value: "",
};
const SYSMON = "Microsoft-Windows-Sysmon/Operational";

describe("a sentence from the event index", () => {
  it.each<[string, Partial<IndexedEventTexts>]>([
    [
      "reg.exe set HKLM\\X = 2",
      { process: "reg.exe", user: "alice", channel: SYSMON, code: "13", object: "HKLM\\X", value: "2" },
    ],
    [
      "alice started reg.exe add HKLM\\X",
      {
        process: "reg.exe",
        user: "alice",
        channel: SYSMON,
        code: "1",
        object: "C:\\My Tools\\reg.exe add HKLM\\X",
      },
    ],
    [
      "reg.exe was started: reg add",
      { process: "reg.exe", user: "S-1-5-18", channel: SYSMON, code: "1", object: "reg add" },
    ],
    [
      "s.exe opened lsass.exe",
      { process: "s.exe", channel: SYSMON, code: "10", object: "C:\\Windows\\lsass.exe" },
    ],
    // Indexed before the index had the target.
    ["s.exe opened another process", { process: "s.exe", channel: SYSMON, code: "10" }],
    ["alice logged on", { user: "alice", channel: "Security", code: "4624" }],
    ["Someone cleared the Security log", { channel: "Security", code: "1102" }],
    // The index does not say whether the value was set or deleted, nor which end of a connection began it.
    [
      "reg.exe changed HKLM\\X to 2",
      { process: "reg.exe", channel: "Security", code: "4657", object: "HKLM\\X", value: "2" },
    ],
    [
      "a.exe had a connection with 10.0.0.5",
      { process: "a.exe", channel: SYSMON, code: "3", object: "10.0.0.5" },
    ],
    ["The service … was installed", { channel: "System", code: "7045" }],
    // Most ids of these logs mean another thing for each provider, which the index does not have.
    ["System event 7001", { channel: "System", code: "7001" }],
    ["a.exe: Application event 1000", { process: "a.exe", channel: "Application", code: "1000" }],
    ["a.exe deleted C:\\a", { process: "a.exe", category: "file", action: "deletion", object: "C:\\a" }],
    ["process_exploded: x", { action: "process_exploded", object: "x" }],
    ["iam", { category: "iam" }],
    ["An event", {}],
    ["__proto__ event constructor", { channel: "__proto__", code: "constructor" }],
  ])("%s", (text, row) => {
    expect(sentenceText(rowSentence({ ...ROW, ...row }))).toBe(text);
  });
});

describe("any sentence", () => {
  const FIELDS = [
    ..."@timestamp host.name user.name user.id user.domain process.name process.executable process.command_line".split(
      " ",
    ),
    ..."process.parent.name registry.path registry.data.strings file.path file.name dns.question.name message".split(
      " ",
    ),
    ..."event.action event.provider event.outcome destination.ip destination.port source.ip group.name".split(
      " ",
    ),
    ..."winlog.event_data.ObjectName winlog.event_data.TargetUserName winlog.event_data.OperationType".split(
      " ",
    ),
    ..."winlog.event_data.param1 winlog.event_data.EventType winlog.logon.type event.type network.direction".split(
      " ",
    ),
  ];
  const scalar = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom(
      "-",
      "",
      " ",
      "C:\\a\\b\\c",
      "HKLM\\",
      "\\\\\\",
      "%%1906",
      "DeleteKey",
      "ingress",
      "change",
      "[{",
    ),
    fc.double(),
    fc.boolean(),
    fc.string({ minLength: 2000, maxLength: 9000 }),
  );
  const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }));
  const events = fc
    .record({
      fields: fc.dictionary(fc.constantFrom(...FIELDS), value),
      channel: fc.constantFrom(
        "Security",
        SYSMON,
        "System",
        "Application",
        "Microsoft-Windows-TaskScheduler/Operational",
        "Windows PowerShell",
        "",
        "constructor",
      ),
      code: fc.oneof(
        fc.integer({ min: 0, max: 6500 }).map(String),
        fc.constantFrom("1", "3", "10", "12", "13", "4624", "4657", "4688", "4663", "7045", "toString"),
      ),
      category: fc.constantFrom(
        "registry",
        "process",
        "file",
        "network",
        "authentication",
        "iam",
        "",
        "__proto__",
      ),
    })
    .map(({ fields, channel, code, category }) => {
      const event = emptyEvent();
      for (const [field, found] of Object.entries(fields)) event[field] = found as FieldValue;
      if (channel !== "") event["winlog.channel"] = channel;
      if (category !== "") event["event.category"] = category;
      event["event.code"] = code;
      return event;
    });

  const isFine = (parts: readonly SentencePart[]): boolean =>
    parts.length > 0 &&
    parts.length < 30 &&
    parts.every(
      ({ kind, text, full }) =>
        text.length <= 161 &&
        (full ?? "").length <= 4000 &&
        // Words of ours are never evidence: they need no care on the screen.
        (kind !== "text" || /^[\x20-\x7e…–—’“”]*$/.test(text)) &&
        !/[\r\n\t]/.test(text),
    );

  it("is short, on lines of its own, and marks all that comes from the evidence", () => {
    fc.assert(
      fc.property(events, (event) => {
        for (const parts of [eventSentence(event), fullSentence(event), rowSentence(indexedEvent(event))])
          expect(isFine(parts), JSON.stringify(parts)).toBe(true);
        expect(shortSentence(event).length).toBeLessThanOrEqual(MOST_OF_SENTENCE);
      }),
      { numRuns: 2000 },
    );
  });

  it("knows more than 350 kinds of events", () => {
    expect(knownEvents()).toBeGreaterThan(350);
  });
});

describe.skipIf(!hasEvidence)("sentences for real events", () => {
  it("say nothing that is no word, for any of them", () => {
    let count = 0;
    let own = 0;
    for (const event of realEvents()) {
      count++;
      if (hasOwnSentence(event)) own++;
      for (const parts of [eventSentence(event), fullSentence(event), rowSentence(indexedEvent(event))]) {
        const text = sentenceText(parts);
        expect(text).not.toMatch(/\bundefined\b|\bNaN\b|\[object |\{\w+\}|\s{3}|^[\s:]|= *$/);
        expect(text.length).toBeLessThan(900);
      }
    }
    expect(count).toBeGreaterThan(10_000);
    expect(own / count).toBeGreaterThan(0.8);
  });
});

describe("a long path", () => {
  it.each([
    [DUMP_TYPE, "…\\LocalDumps\\DumpType"],
    ["C:\\Users\\Public\\Documents\\Downloads\\and more\\7z.exe", "…\\and more\\7z.exe"],
    ["/var/log/some/long/folder/that/goes/on/and/on/file.txt", "…/on/file.txt"],
    ["C:\\short\\path.exe", "C:\\short\\path.exe"],
    [
      '"C:\\Windows\\System32\\cmd.exe" /c copy C:\\a\\b C:\\c\\d',
      '"C:\\Windows\\System32\\cmd.exe" /c copy C:\\a\\b C:\\c\\d',
    ],
    [
      "C:\\Windows\\System32\\rundll32.exe C:\\a\\b.dll,Run",
      "C:\\Windows\\System32\\rundll32.exe C:\\a\\b.dll,Run",
    ],
    [
      "/state0:0xa3c06855 /state1:0x41c64e6d and more of it",
      "/state0:0xa3c06855 /state1:0x41c64e6d and more of it",
    ],
    ["a".repeat(60), "a".repeat(60)],
  ])("%s", (path, short) => {
    expect(shortPath(path)).toBe(short);
  });
});
