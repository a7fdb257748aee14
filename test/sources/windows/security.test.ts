import { describe, expect, it } from "vitest";
import { WindowsEventRecord } from "../../../src/formats/windows-event.ts";
import { below, mapped, securityRecord, seedMatches, windowsRecord } from "../support.ts";

const SUBJECT = {
  SubjectUserSid: "S-1-5-21-1-2-3-500",
  SubjectUserName: "admin",
  SubjectDomainName: "DOM",
  SubjectLogonId: "0x3e7",
};
const fieldsOf = (id: string, data: Record<string, string>, ...prefixes: string[]): Record<string, unknown> =>
  below(mapped(securityRecord(id, data)).event, ...prefixes);

describe("a changed registry value, 4657", () => {
  const KEY = "SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
  const write = (data: Record<string, string> = {}) =>
    securityRecord("4657", {
      ...SUBJECT,
      ObjectName: `\\REGISTRY\\MACHINE\\${KEY}`,
      ObjectValueName: "DumpType",
      OperationType: "%%1905",
      OldValueType: "%%1876",
      OldValue: "1",
      NewValueType: "%%1876",
      NewValue: "2",
      ProcessId: "0x1ef0",
      ProcessName: "C:\\Windows\\System32\\reg.exe",
      ...data,
    });

  it("is mapped although Elastic does not map it, and reports it", () => {
    const { event, extension, source } = mapped(write());
    expect(below(event, "registry.", "process.", "event.", "user.")).toEqual({
      "event.kind": "event",
      "event.code": "4657",
      "event.provider": "Microsoft-Windows-Security-Auditing",
      "event.module": "security",
      "event.dataset": "system.security",
      "event.category": ["registry", "configuration"],
      "event.type": ["change"],
      "event.action": "registry-value-modified",
      "event.outcome": "success",
      "registry.path": `HKLM\\${KEY}\\DumpType`,
      "registry.hive": "HKLM",
      "registry.key": KEY,
      "registry.value": "DumpType",
      "registry.data.strings": ["2"],
      "registry.data.type": "REG_DWORD",
      "process.executable": "C:\\Windows\\System32\\reg.exe",
      "process.name": "reg.exe",
      "process.pid": 0x1ef0,
      "user.id": SUBJECT.SubjectUserSid,
      "user.name": "admin",
      "user.domain": "DOM",
    });
    expect(source).toBe("windows-security");
    expect(extension).toContain("4657");
    expect(seedMatches(event)).toBe(true);
  });

  it.each<[string, Record<string, string>]>([
    ["other data", { NewValue: "1" }],
    ["old data only", { NewValue: "-", OldValue: "2", OperationType: "%%1906" }],
    ["the key of a single program", { ObjectName: `\\REGISTRY\\MACHINE\\${KEY}\\lsass.exe` }],
    ["a user's hive", { ObjectName: `\\REGISTRY\\USER\\S-1-5-18\\${KEY}` }],
    [
      "a service host of the system",
      { ProcessName: "C:\\Windows\\System32\\svchost.exe", SubjectUserSid: "S-1-5-18" },
    ],
  ])("raises no alert for %s", (_, data) => expect(seedMatches(mapped(write(data)).event)).toBe(false));

  it("keeps a key with an unknown hive, and a key without a value", () => {
    const { event } = mapped(
      write({ ObjectName: "\\REGISTRY\\A\\{x}", ObjectValueName: "-", NewValue: "-" }),
    );
    expect(below(event, "registry.")).toEqual({
      "registry.path": "\\REGISTRY\\A\\{x}",
      "registry.key": "\\REGISTRY\\A\\{x}",
      "registry.data.type": "REG_DWORD",
    });
  });
});

describe("the Security log", () => {
  it("has the account that logged on as the user", () => {
    const data = {
      SubjectUserSid: "S-1-5-18",
      SubjectUserName: "HOST1$",
      SubjectLogonId: "0x3e7",
      TargetUserSid: "S-1-5-21-9",
      TargetUserName: "eve@dom.example",
      TargetDomainName: "DOM",
      LogonType: "10",
      IpAddress: "::ffff:10.0.0.9",
      IpPort: "50123",
      WorkstationName: "WS",
      ProcessId: "0x2f0",
      ProcessName: "C:\\Windows\\System32\\winlogon.exe",
    };
    expect(
      fieldsOf("4624", data, "user.", "source.", "process.", "related.", "winlog.logon", "event.category"),
    ).toEqual({
      "event.category": ["authentication"],
      "user.id": "S-1-5-21-9",
      "user.name": "eve",
      "user.domain": "DOM",
      "source.ip": "10.0.0.9",
      "source.port": 50123,
      "source.domain": "WS",
      "process.pid": 0x2f0,
      "process.executable": "C:\\Windows\\System32\\winlogon.exe",
      "process.name": "winlogon.exe",
      "related.user": ["eve", "HOST1$"],
      "related.ip": ["10.0.0.9"],
      "winlog.logon.type": "RemoteInteractive",
      "winlog.logon.id": "0x3e7",
    });
  });

  it("has the outcome and reason of a failure", () => {
    const record = windowsRecord(
      {
        provider: "Microsoft-Windows-Security-Auditing",
        channel: "Security",
        eventId: "4625",
        keywords: "0x8010000000000000",
      },
      { FailureReason: "%%2313", TargetUserName: "x", IpAddress: "-" },
    );
    const { event } = mapped(record);
    expect(event["event.outcome"]).toBe("failure");
    expect(event["winlog.logon.failure.reason"]).toBe("Unknown user name or bad password.");
    expect(event["source.ip"]).toBeUndefined();
    expect(event["winlog.event_data.IpAddress"]).toBe("-");
  });

  it("has a created process and its parent", () => {
    const data = {
      ...SUBJECT,
      NewProcessId: "0x58",
      NewProcessName: "C:\\a b\\x.exe",
      ProcessId: "0x4",
      ParentProcessName: "C:\\p.exe",
      CommandLine: '"C:\\a b\\x.exe" /c y',
      TargetUserName: "svc",
      TargetUserSid: "S-1-5-20",
    };
    expect(fieldsOf("4688", data, "process.", "user.")).toEqual({
      "process.pid": 0x58,
      "process.entity_id": "loupe:host1/88/2024-03-01T10:00:01.123Z",
      "process.executable": "C:\\a b\\x.exe",
      "process.name": "x.exe",
      "process.parent.pid": 4,
      "process.parent.executable": "C:\\p.exe",
      "process.parent.name": "p.exe",
      "process.command_line": '"C:\\a b\\x.exe" /c y',
      "process.args": ['"C:\\a b\\x.exe"', "/c", "y"],
      "process.args_count": 3,
      "user.id": SUBJECT.SubjectUserSid,
      "user.name": "admin",
      "user.domain": "DOM",
      "user.effective.id": "S-1-5-20",
      "user.effective.name": "svc",
    });
  });

  it("has the member and the group of a change", () => {
    const data = {
      ...SUBJECT,
      MemberName: "CN=Eve\\, M,CN=Users,OU=x,DC=dom,DC=example",
      TargetSid: "S-1-5-32-544",
      TargetUserName: "Administrators",
      TargetDomainName: "Builtin",
    };
    expect(fieldsOf("4732", data, "group.", "user.target", "user.id")).toEqual({
      "user.id": SUBJECT.SubjectUserSid,
      "user.target.name": "Eve\\, M",
      "user.target.domain": "dom",
      "user.target.group.id": "S-1-5-32-544",
      "user.target.group.name": "Administrators",
      "user.target.group.domain": "Builtin",
      "group.id": "S-1-5-32-544",
      "group.name": "Administrators",
      "group.domain": "Builtin",
    });
  });

  it("has the changed account as the target", () => {
    const data = {
      ...SUBJECT,
      TargetSid: "S-1-5-21-7",
      TargetUserName: "bob",
      TargetDomainName: "DOM",
      NewUacValue: "0x10210",
      UserAccountControl: "-",
    };
    expect(fieldsOf("4738", data, "user.target", "winlog.event_data.NewUACList")).toEqual({
      "user.target.id": "S-1-5-21-7",
      "user.target.name": "bob",
      "user.target.domain": "DOM",
      "winlog.event_data.NewUACList": [
        "USER_NORMAL_ACCOUNT",
        "USER_DONT_EXPIRE_PASSWORD",
        "USER_DONT_REQUIRE_PREAUTH",
      ],
    });
  });

  it("has the ids of what was changed of an account as a list, and words as they are", () => {
    const changed = (UserAccountControl: string) =>
      fieldsOf(
        "4742",
        { ...SUBJECT, NewUacValue: "0x80", UserAccountControl },
        "winlog.event_data.UserAccountControl",
      );
    const field = "winlog.event_data.UserAccountControl";
    expect(changed("\r\n\t\t%%2080\r\n\t\t%%2082")).toEqual({ [field]: ["2080", "2082"] });
    expect(changed("Account Enabled")).toEqual({ [field]: "Account Enabled" });
  });

  it("has both names of a renamed account", () => {
    const data = { ...SUBJECT, OldTargetUserName: "a", NewTargetUserName: "b" };
    expect(fieldsOf("4781", data, "user.target", "user.changes")).toEqual({
      "user.target.name": "a",
      "user.changes.name": "b",
    });
  });

  it("has the user who cleared the log, from UserData", () => {
    const child = (name: string, text: string) => ({ name, attributes: [], children: [text] });
    const record = new WindowsEventRecord({
      provider: "Microsoft-Windows-Eventlog",
      channel: "Security",
      eventId: "1102",
      userData: {
        name: "UserData",
        attributes: [],
        children: [
          "\n  ",
          {
            name: "LogFileCleared",
            attributes: [],
            children: [
              child("SubjectUserSid", "S-1-5-21-1"),
              child("SubjectUserName", "eve"),
              child("SubjectLogonId", "0x1"),
            ],
          },
        ],
      },
    });
    expect(below(mapped(record).event, "user.", "event.action", "winlog.user_data", "winlog.logon")).toEqual({
      "event.action": "audit-log-cleared",
      "user.id": "S-1-5-21-1",
      "user.name": "eve",
      "winlog.logon.id": "0x1",
      "winlog.user_data.xml_name": "LogFileCleared",
      "winlog.user_data.SubjectUserSid": "S-1-5-21-1",
      "winlog.user_data.SubjectUserName": "eve",
      "winlog.user_data.SubjectLogonId": "0x1",
    });
  });

  it("has the file accessed through a share", () => {
    const data = {
      ...SUBJECT,
      ShareName: "\\\\*\\C$",
      ShareLocalPath: "\\??\\C:\\",
      RelativeTargetName: "tmp\\x.exe",
      IpAddress: "10.0.0.9",
      AccessList: "%%4416\r\n\t\t\t\t%%1538",
      AccessMask: "0x40001",
    };
    expect(
      fieldsOf("5145", data, "file.", "source.ip", "winlog.event_data.Access", "event.category"),
    ).toEqual({
      "event.category": ["network", "file"],
      "file.name": "tmp\\x.exe",
      "file.directory": "\\??\\C:\\",
      "file.path": "\\??\\C:\\\\tmp\\x.exe",
      "file.target_path": "\\\\*\\C$\\tmp\\x.exe",
      "file.extension": "exe",
      "source.ip": "10.0.0.9",
      "winlog.event_data.AccessList": ["4416", "1538"],
      "winlog.event_data.AccessListDescription": ["ReadData (or ListDirectory)", "READ_CONTROL"],
      "winlog.event_data.AccessMask": "0x40001",
      "winlog.event_data.AccessMaskDescription": ["Create Child", "WRITE_DAC"],
    });
  });

  it("translates Kerberos' numbers to text", () => {
    const data = {
      TicketOptions: "0x40810000",
      TicketEncryptionType: "0x17",
      Status: "0x1f",
      ServiceName: "krbtgt",
    };
    expect(fieldsOf("4769", data, "winlog.event_data", "service.")).toEqual({
      "winlog.event_data.TicketOptions": "0x40810000",
      "winlog.event_data.TicketOptionsDescription": ["Forwardable", "Renewable", "Name-canonicalize"],
      "winlog.event_data.TicketEncryptionType": "0x17",
      "winlog.event_data.TicketEncryptionTypeDescription": "RC4-HMAC",
      "winlog.event_data.Status": "0x1f",
      "winlog.event_data.StatusDescription": "KRB_AP_ERR_BAD_INTEGRITY",
      "winlog.event_data.ServiceName": "krbtgt",
      "service.name": "krbtgt",
    });
  });

  it("keeps the values of events without a category in Elastic", () => {
    const data = {
      ...SUBJECT,
      ObjectType: "Process",
      ObjectName: "\\Device\\x\\lsass.exe",
      ProcessName: "C:\\t.exe",
    };
    const { event } = mapped(securityRecord("4663", data));
    expect(event["event.category"]).toBeUndefined();
    expect(event["winlog.event_data.ProcessName"]).toBe("C:\\t.exe");
    expect(event["registry.path"]).toBeUndefined();
    const key = mapped(
      securityRecord("4663", { ...data, ObjectType: "Key", ObjectName: "\\REGISTRY\\MACHINE\\x" }),
    );
    expect(key.event["registry.path"]).toBe("\\REGISTRY\\MACHINE\\x");
    expect(key.extension).toBeUndefined();
  });

  it("is mapped for events of the auditing providers only", () => {
    const record = windowsRecord(
      { provider: "Other", channel: "Security", eventId: "4688" },
      { NewProcessName: "C:\\x.exe" },
    );
    expect(mapped(record)).toMatchObject({ source: "windows" });
    expect(mapped(record).event["process.executable"]).toBeUndefined();
  });
});
