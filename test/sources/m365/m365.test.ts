import { describe, expect, it } from "vitest";
import { below, evidenceLines, hasEvidence, mapped, seedMatches } from "../support.ts";

const KEY = "SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
const ROW = {
  Timestamp: "2024-03-01T10:00:00.8729081Z",
  DeviceId: "d1",
  DeviceName: "HOST1.example.com",
  ActionType: "RegistryValueSet",
  RegistryKey: `HKEY_LOCAL_MACHINE\\${KEY}`,
  RegistryValueType: "Dword",
  RegistryValueName: "DumpType",
  RegistryValueData: "2",
  PreviousRegistryKey: "",
  PreviousRegistryValueName: "DumpType",
  PreviousRegistryValueData: null,
  InitiatingProcessAccountDomain: "shire",
  InitiatingProcessAccountName: "eve",
  InitiatingProcessAccountSid: "S-1-5-21-7",
  InitiatingProcessFileName: "reg.exe",
  InitiatingProcessFolderPath: "c:\\windows\\system32\\reg.exe",
  InitiatingProcessId: 5900,
  InitiatingProcessCommandLine: '"reg.exe" add x',
  InitiatingProcessCreationTime: "2024-03-01T09:59:59.1234567Z",
  InitiatingProcessParentId: 4,
  InitiatingProcessParentFileName: "cmd.exe",
  InitiatingProcessSHA1: "f43d",
  InitiatingProcessVersionInfoOriginalFileName: "reg.exe",
  ReportId: 6571,
};
const stream = (row: object, table = "DeviceRegistryEvents"): unknown => ({
  time: "2024-03-01T10:03:21.8925266Z",
  tenantId: "t",
  operationName: "Publish",
  category: `AdvancedHunting-${table}`,
  properties: row,
});
const csv = (row: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, value === null ? "" : String(value)]),
  );

describe("DeviceRegistryEvents", () => {
  it.each<[string, unknown]>([
    ["an event of the stream", stream(ROW)],
    ["a response of the API", ROW],
    ["a row of CSV", csv(ROW)],
  ])("is mapped from %s", (_, value) => {
    const { event, source, extension } = mapped(value);
    expect(source).toBe("m365-defender");
    expect(extension).toBeUndefined();
    expect(below(event, "@", "event.", "registry.", "process.", "user.", "host.")).toEqual({
      "@timestamp": "2024-03-01T10:00:00.872Z",
      "event.kind": "event",
      "event.module": "m365_defender",
      "event.dataset": "m365_defender.event",
      "event.category": ["registry"],
      "event.type": ["change"],
      "event.action": "modification",
      "registry.hive": "HKLM",
      "registry.key": KEY,
      "registry.value": "DumpType",
      "registry.path": `HKLM\\${KEY}\\DumpType`,
      "registry.data.strings": ["2"],
      "registry.data.type": "Dword",
      "process.executable": "c:\\windows\\system32\\reg.exe",
      "process.name": "reg.exe",
      "process.pid": 5900,
      "process.command_line": '"reg.exe" add x',
      "process.args": ["reg.exe", "add", "x"],
      "process.args_count": 3,
      "process.start": "2024-03-01T09:59:59.123Z",
      "process.entity_id": "loupe:d1/5900/2024-03-01T09:59:59.123Z",
      "process.hash.sha1": "f43d",
      "process.pe.original_file_name": "reg.exe",
      "process.parent.pid": 4,
      "process.parent.name": "cmd.exe",
      "user.id": "S-1-5-21-7",
      "user.name": "eve",
      "user.domain": "shire",
      "host.id": "d1",
      "host.name": "host1.example.com",
      "host.hostname": "host1.example.com",
      "host.os.type": "windows",
    });
    expect(seedMatches(event)).toBe(true);
  });

  it.each<[string, object]>([
    [
      "a key, its value and a device",
      {
        DeviceName: "h",
        RegistryKey: ROW.RegistryKey,
        RegistryValueName: "DumpType",
        RegistryValueData: "2",
      },
    ],
    [
      "a process without a device",
      {
        RegistryKey: ROW.RegistryKey,
        RegistryValueName: "DumpType",
        RegistryValueData: 2,
        InitiatingProcessFileName: "reg.exe",
      },
    ],
    [
      "only names of the registry",
      { RegistryKey: ROW.RegistryKey, RegistryValueName: "DumpType", RegistryValueData: "2" },
    ],
  ])("is recognised by %s", (_, row) => {
    const { event, source } = mapped(row);
    expect(source).toBe("m365-defender");
    expect(seedMatches(event)).toBe(true);
  });

  it.each<[string, object, readonly string[]]>([
    ["a value that is reset", { RegistryValueData: "1", PreviousRegistryValueData: "2" }, ["1", "2"]],
    [
      "a value that is deleted",
      {
        ActionType: "RegistryValueDeleted",
        RegistryKey: "",
        RegistryValueName: null,
        RegistryValueData: null,
        PreviousRegistryKey: ROW.RegistryKey,
        PreviousRegistryValueData: "2",
      },
      ["2"],
    ],
    ["the same value twice", { PreviousRegistryValueData: "2" }, ["2"]],
  ])("has the previous data after the new data, as with Elastic: %s", (_, change, strings) => {
    const { event } = mapped(stream({ ...ROW, ...change }));
    expect(event["registry.data.strings"]).toEqual(strings);
    expect(seedMatches(event)).toBe(true);
  });

  it.each([
    ["HKEY_LOCAL_MACHINE\\a", "HKLM", "a"],
    ["HKLM\\a", "HKLM", "a"],
    ["hkey_users\\S-1-5-18\\a", "HKU", "S-1-5-18\\a"],
    ["HKEY_CURRENT_USER\\a", "HKCU", "a"],
    ["other\\a", undefined, "other\\a"],
  ])("has the short name of the hive: %s", (RegistryKey, hive, key) => {
    const { event } = mapped(stream({ ...ROW, RegistryKey, RegistryValueName: "v" }));
    expect(event["registry.hive"]).toBe(hive);
    expect(event["registry.key"]).toBe(key);
    expect(event["registry.path"]).toBe(`${hive ?? ""}\\${key}\\v`);
  });

  it.each([
    ["RegistryKeyCreated", ["creation"], "creation"],
    ["RegistryKeyDeleted", ["deletion"], "registrykeydeleted"],
    ["RegistryKeyRenamed", ["change"], "registrykeyrenamed"],
  ])("has the type and action of %s", (ActionType, type, action) => {
    expect(mapped(stream({ ...ROW, ActionType })).event).toMatchObject({
      "event.type": type,
      "event.action": action,
    });
  });

  it.each([
    ["TimeGenerated", "2024-03-01T10:00:00.8729081Z"],
    ["TimeGenerated [UTC]", "3/1/2024, 10:00:00.872 AM"],
  ])("has the time of Sentinel's %s", (column, time) => {
    const { event, assumedZone } = mapped({ ...csv(ROW), Timestamp: "", [column]: time }, 120);
    expect(event["@timestamp"]).toBe("2024-03-01T10:00:00.872Z");
    expect(assumedZone).toBeUndefined();
  });

  it("reports that a time without a zone is read as UTC", () => {
    const portal = { ...csv(ROW), Timestamp: "Mar 1, 2024 2:00:00 PM" };
    expect(mapped(portal)).toMatchObject({ assumedZone: "once" });
    expect(mapped(portal, 60).event["@timestamp"]).toBe("2024-03-01T13:00:00.000Z");
    const started = { ...portal, InitiatingProcessCreationTime: "Mar 1, 2024 1:59:00 PM" };
    expect(mapped(started, 60).event["process.start"]).toBe("2024-03-01T12:59:00.000Z");
  });
});

describe("the other device tables", () => {
  it("have a created process with its parent", () => {
    const row = {
      ...ROW,
      ActionType: "ProcessCreated",
      RegistryValueType: undefined,
      FileName: "x.exe",
      FolderPath: "C:\\x.exe",
      SHA256: "aa",
      ProcessId: 7,
      ProcessCommandLine: "x.exe -y",
      AccountSid: "S-1-5-18",
      AccountName: "system",
      InitiatingProcessSignatureStatus: "Valid",
    };
    const { event } = mapped(stream(row, "DeviceProcessEvents"));
    expect(
      below(
        event,
        "event.",
        "process.executable",
        "process.name",
        "process.pid",
        "process.args",
        "process.hash",
        "process.parent",
        "user.id",
        "file.",
        "registry.",
      ),
    ).toMatchObject({
      "event.category": ["process"],
      "event.type": ["start"],
      "event.action": "start",
      "process.executable": "C:\\x.exe",
      "process.name": "x.exe",
      "process.pid": 7,
      "process.args": ["x.exe", "-y"],
      "process.hash.sha256": "aa",
      "process.parent.name": "reg.exe",
      "process.parent.executable": "c:\\windows\\system32\\reg.exe",
      "process.parent.pid": 5900,
      "process.parent.code_signature.trusted": true,
      "process.parent.group_leader.name": "cmd.exe",
      "user.id": "S-1-5-18",
    });
    expect(below(event, "file.")).toEqual({});
  });

  it("have a process and its parent", () => {
    const row = {
      DeviceName: "h",
      ActionType: "FileCreated",
      FileName: "l.dmp",
      FolderPath: "C:\\d\\l.dmp",
      FileSize: 5,
      InitiatingProcessFileName: "t.exe",
      InitiatingProcessAccountSid: "S-1-5-18",
    };
    expect(below(mapped(row).event, "file.", "event.", "process.name", "host.os", "user.")).toMatchObject({
      "event.category": ["file"],
      "event.type": ["creation"],
      "event.action": "creation",
      "file.path": "C:\\d\\l.dmp",
      "file.name": "l.dmp",
      "file.directory": "C:\\d",
      "file.extension": "dmp",
      "file.size": 5,
      "process.name": "t.exe",
      "host.os.type": "windows",
      "user.id": "S-1-5-18",
    });
  });

  it("have libraries", () => {
    const row = {
      DeviceName: "h",
      ActionType: "ImageLoaded",
      FileName: "a.dll",
      FolderPath: "C:\\a.dll",
      SHA1: "bb",
      InitiatingProcessSHA1: "cc",
      InitiatingProcessFileName: "t.exe",
    };
    const { event } = mapped(stream(row, "DeviceImageLoadEvents"));
    expect(below(event, "dll.", "event.c", "event.t", "event.a", "process.")).toEqual({
      "event.category": ["library"],
      "event.type": ["start"],
      "event.action": "load",
      "dll.path": "C:\\a.dll",
      "dll.name": "a.dll",
      "dll.hash.sha1": "bb",
      "process.name": "t.exe",
    });
  });

  it.each([
    ['{"direction":"In"}', "10.0.0.2", "10.0.0.1", "inbound"],
    [{ direction: "Out" }, "10.0.0.1", "10.0.0.2", "outbound"],
    ["{broken", "10.0.0.1", "10.0.0.2", "unknown"],
    [undefined, "10.0.0.1", "10.0.0.2", "unknown"],
  ])(
    "have source and destination according to the direction %j",
    (AdditionalFields, source, destination, direction) => {
      const row = {
        DeviceName: "h",
        ActionType: "ConnectionSuccess",
        LocalIP: "10.0.0.1",
        LocalPort: 1,
        RemoteIP: "10.0.0.2",
        RemotePort: 2,
        Protocol: "Tcp",
        AdditionalFields,
      };
      const { event } = mapped(stream(row, "DeviceNetworkEvents"));
      expect(event).toMatchObject({
        "event.category": ["network"],
        "event.type": ["start"],
        "source.ip": source,
        "destination.ip": destination,
        "destination.address": destination,
        "network.direction": direction,
        "network.transport": "tcp",
        "network.protocol": "tcp",
      });
    },
  );

  it.each([
    ["ConnectionSuccess", "TcpV4", undefined, "tcp", "tcpv4"],
    ["ConnectionSuccess", "Udp", undefined, "udp", "udp"],
    ["DnsConnectionInspected", "Udp", undefined, "udp", "dns"],
    ["HttpConnectionInspected", "Tcp", undefined, "tcp", ["http", "tcp"]],
    ["SslConnectionInspected", "Tcp", undefined, "tcp", ["ssl", "tcp"]],
    ["LogonSuccess", "NTLM", undefined, undefined, "ntlm"],
    ["LogonSuccess", "Negotiate", undefined, undefined, "negotiate"],
    ["LogonSuccess", "Kerberos", undefined, "kerberos", "kerberos"],
    ["FileCreated", undefined, "SMB", undefined, "smb"],
  ])(
    "have the transport, and the protocol of both generations: %s over %s",
    (ActionType, Protocol, RequestProtocol, transport, protocol) => {
      const { event } = mapped({
        DeviceName: "h",
        ActionType,
        Protocol,
        RequestProtocol,
        RemoteIP: "10.0.0.2",
      });
      expect(event["network.transport"]).toBe(transport);
      expect(event["network.protocol"]).toEqual(protocol);
    },
  );

  it("have a DNS query with its answer", () => {
    const row = {
      DeviceName: "h",
      ActionType: "DnsConnectionInspected",
      AdditionalFields: JSON.stringify({
        direction: "Out",
        query: "a.example",
        qclass_name: "C_INTERNET",
        qtype_name: "A",
        rcode_name: "NOERROR",
        answers: '["b.example","10.9.8.7"]',
        TTLs: "[60.0,5.9]",
        AA: "false",
        RD: "true",
      }),
    };
    const expected = {
      "dns.question.name": "a.example",
      "dns.question.class": "C_INTERNET",
      "dns.question.type": "A",
      "dns.response_code": "NOERROR",
      "dns.answers.data": ["b.example", "10.9.8.7"],
      "dns.answers.ttl": [60, 5],
      "dns.header_flags": ["RD"],
    };
    expect(below(mapped(row).event, "dns.")).toEqual(expected);
    expect(below(mapped(stream(row, "DeviceNetworkEvents")).event, "dns.")).toEqual(expected);
  });

  it.each(['["b.example"', '{"a":1}', "b.example", 7])("survive broken DNS answers: %j", (answers) => {
    const AdditionalFields = { query: "a.example", answers, TTLs: [1] };
    const row = { DeviceName: "h", ActionType: "DnsConnectionInspected", AdditionalFields };
    expect(below(mapped(row).event, "dns.")).toEqual({ "dns.question.name": "a.example" });
  });

  it("have connections that were inspected, if the table is not named", () => {
    const { event } = mapped({ DeviceName: "h", ActionType: "IcmpConnectionInspected", LocalIP: "10.0.0.1" });
    expect(event["event.category"]).toEqual(["network"]);
  });

  it("have the outcome and the source of a logon", () => {
    const row = {
      DeviceName: "h",
      ActionType: "LogonFailed",
      LogonType: "Network",
      AccountSid: "S-1-5-21-7",
      RemoteIP: "10.0.0.2",
      FailureReason: "InvalidUserNameOrPassword",
    };
    expect(mapped(row).event).toMatchObject({
      "event.category": ["authentication"],
      "event.outcome": "failure",
      "source.ip": "10.0.0.2",
      "user.id": "S-1-5-21-7",
      "host.os.type": "windows",
    });
  });

  it("have API calls with their target", () => {
    const row = {
      DeviceName: "h",
      ActionType: "OpenProcessApiCall",
      FileName: "lsass.exe",
      FolderPath: "C:\\w",
      InitiatingProcessFileName: "t.exe",
      InitiatingProcessFolderPath: "C:\\d",
      AdditionalFields: '{"DesiredAccess":5136}',
    };
    const { event } = mapped(stream(row, "DeviceEvents"));
    expect(below(event, "event.c", "event.t", "process.", "Target.", "file.")).toEqual({
      "event.category": ["api"],
      "event.type": ["access"],
      "process.name": "t.exe",
      "process.executable": "C:\\d\\t.exe",
      "process.Ext.api.name": "OpenProcess",
      "process.Ext.api.parameters.desired_access_numeric": 5136,
      "Target.process.name": "lsass.exe",
      "Target.process.executable": "C:\\w\\lsass.exe",
    });
  });

  it("have the memory of an API call, and no target if the call has none", () => {
    const row = {
      DeviceName: "h",
      ActionType: "NtProtectVirtualMemoryApiCall",
      FileName: "x.exe",
      InitiatingProcessFileName: "t.exe",
      AdditionalFields: { RegionSize: 4096, BaseAddress: 140_000_000, ProtectionMask: 64 },
    };
    expect(below(mapped(stream(row, "DeviceEvents")).event, "process.Ext.", "Target.")).toEqual({
      "process.Ext.api.name": "NtProtectVirtualMemory",
      "process.Ext.api.parameters.size": 4096,
      "process.Ext.api.parameters.address": 140_000_000,
      "process.Ext.api.parameters.protection": "64",
    });
  });

  it.each([
    ["c:\\windows\\system32\\werfault.exe", "WerFault.exe", "c:\\windows\\system32\\werfault.exe"],
    ["c:\\windows\\system32", "WerFault.exe", "c:\\windows\\system32\\WerFault.exe"],
    ["c:\\windows\\system32\\werfault.exe", undefined, "c:\\windows\\system32\\werfault.exe"],
  ])("name an executable once: %s and %s", (InitiatingProcessFolderPath, InitiatingProcessFileName, path) => {
    const actor = { DeviceName: "h", InitiatingProcessFolderPath, InitiatingProcessFileName };
    const call = mapped(stream({ ...actor, ActionType: "ReadProcessMemoryApiCall" }, "DeviceEvents"));
    expect(call.event["process.executable"]).toBe(path);
    const driver = mapped(stream({ ...actor, ActionType: "DriverLoad" }, "DeviceEvents"));
    expect(driver.event["process.executable"]).toBe(path);
  });

  it.each([
    ["C:\\d", "C:\\d\\k.sys"],
    ["C:\\d\\k.sys", "C:\\d\\k.sys"],
  ])("have a driver in the folder %s", (FolderPath, path) => {
    const row = { DeviceName: "h", ActionType: "DriverLoad", FileName: "k.sys", FolderPath };
    expect(mapped(stream(row, "DeviceEvents")).event).toMatchObject({
      "event.category": ["driver"],
      "event.action": "load",
      "dll.name": "k.sys",
      "dll.path": path,
    });
  });

  it.each<[string, object, string | undefined]>([
    ["its path", { FolderPath: "C:\\d\\x.exe", ProcessCommandLine: "y.exe" }, "x.exe"],
    ["its command line", { ProcessCommandLine: '"C:\\Program Files\\x.exe" -a' }, "x.exe"],
    ["its command line on POSIX", { ProcessCommandLine: "/usr/bin/x -a" }, "x"],
    ["a command line whose quotes hide the name", { ProcessCommandLine: 'C:\\d\\x".e"xe' }, undefined],
    ["nothing", {}, undefined],
  ])("name a process by %s, if no column does", (_, columns, name) => {
    const row = { DeviceName: "h", ActionType: "ProcessCreated", ...columns };
    expect(mapped(stream(row, "DeviceProcessEvents")).event["process.name"]).toBe(name);
  });

  it("have no empty arguments", () => {
    const row = { DeviceName: "h", ActionType: "ProcessCreated", ProcessCommandLine: 'x.exe "" -a' };
    expect(mapped(row).event).toMatchObject({ "process.args": ["x.exe", "-a"], "process.args_count": 2 });
  });

  const POSIX = Object.fromEntries(
    ["EffectiveGroup", "EffectiveUser", "FilePermissions", "ProcessGroupId", "RealUser", "SessionId"].map(
      (name) => [`InitiatingProcessPosix${name}`, 0],
    ),
  );
  it.each([
    ["DeviceImageLoadEvents", POSIX, undefined, "unix"],
    ["DeviceImageLoadEvents", JSON.stringify(POSIX), undefined, "unix"],
    ["DeviceImageLoadEvents", { InitiatingProcessPosixRealUser: 0 }, undefined, "windows"],
    ["DeviceImageLoadEvents", POSIX, "Linux", "linux"],
    ["DeviceProcessEvents", POSIX, undefined, "unix"],
    ["DeviceProcessEvents", undefined, undefined, undefined],
  ])("have the operating system of %s with %j", (table, AdditionalFields, OSPlatform, os) => {
    const row = { DeviceName: "h", ActionType: "X", AdditionalFields, OSPlatform };
    expect(mapped(stream(row, table)).event["host.os.type"]).toBe(os);
  });

  it("have the account that asked for a file, if no other is known", () => {
    const row = { DeviceName: "h", ActionType: "FileCreated", RequestAccountSid: "S-1-5-21-8" };
    expect(mapped(row).event["user.id"]).toBe("S-1-5-21-8");
    expect(mapped({ ...row, InitiatingProcessAccountSid: "S-1-5-21-9" }).event["user.id"]).toBe("S-1-5-21-9");
  });

  it.each([
    [true, true],
    ["1", true],
    ["False", false],
    [0, false],
    ["maybe", undefined],
  ])("have the signature of a file: %j", (IsSigned, exists) => {
    const row = { DeviceName: "h", IsSigned, IsTrusted: IsSigned, Signer: "S" };
    const { event } = mapped(stream(row, "DeviceFileCertificateInfo"));
    expect(event["file.code_signature.exists"]).toBe(exists);
    expect(event["file.code_signature.trusted"]).toBe(exists);
    expect(event["file.code_signature.subject_name"]).toBe("S");
  });

  it.each([
    ["DeviceProcessEvents", "ProcessCreated", "Low"],
    ["DeviceImageLoadEvents", "ImageLoaded", "Low"],
    ["DeviceEvents", "PowerShellCommand", "Low"],
    ["DeviceEvents", "AsrOfficeChildProcessAudited", "Low"],
    ["DeviceEvents", "OpenProcessApiCall", undefined],
    ["DeviceEvents", "DriverLoad", undefined],
    ["DeviceFileEvents", "FileCreated", undefined],
  ])("have the integrity level of %s, %s", (table, ActionType, level) => {
    const row = { DeviceName: "h", ActionType, InitiatingProcessIntegrityLevel: "Low" };
    expect(mapped(stream(row, table)).event["process.Ext.token.integrity_level_name"]).toBe(level);
  });

  it("have the registry in DeviceEvents as well", () => {
    const row = { ...ROW, ActionType: "TamperingAttempt" };
    expect(mapped(stream(row, "DeviceEvents")).event).toMatchObject({
      "event.category": ["host"],
      "registry.path": `HKLM\\${KEY}\\DumpType`,
    });
  });
});

describe.skipIf(!hasEvidence)("real records", () => {
  it.each([
    "sekoia-test_device_registry_event2.raw.ndjson",
    "sekoia-test_device_registry_events.raw.ndjson",
    "test-device.registry-subset.log",
  ])("%s have their registry key and raise no alert", (name) => {
    for (const record of evidenceLines(`ecs-pairs/m365/${name}`)) {
      const { event, source } = mapped(record);
      const row = record["properties"] as Record<string, string | null>;
      const key = row["RegistryKey"] || row["PreviousRegistryKey"]!;
      const value = row["RegistryValueName"] ?? row["PreviousRegistryValueName"];
      expect(source).toBe("m365-defender");
      expect(event["registry.key"]).toBe(key.replace("HKEY_LOCAL_MACHINE\\", ""));
      expect(event["registry.path"]).toBe(
        value == null ? undefined : `${key.replace("HKEY_LOCAL_MACHINE", "HKLM")}\\${value}`,
      );
      expect(event["user.id"]).toBe(row["InitiatingProcessAccountSid"]);
      expect(event["process.executable"]).toBe(row["InitiatingProcessFolderPath"]);
      expect(seedMatches(event)).toBe(false);
    }
  });
});
