import { describe, expect, it } from "vitest";
import { below, mapped } from "../support.ts";

const TIME = "2024-03-01T10:00:00.8729081Z";
const stream = (table: string, row: object): unknown => ({
  time: TIME,
  tenantId: "t",
  operationName: "Publish",
  category: `AdvancedHunting-${table}`,
  properties: row,
});
const texts = (row: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? ""),
    ]),
  );

const COMMON = {
  "@timestamp": "2024-03-01T10:00:00.872Z",
  "event.module": "m365_defender",
  "event.dataset": "m365_defender.event",
  "data_stream.dataset": "m365_defender.event",
};
const OWN = "m365_defender.event.";

const EVIDENCE = {
  Timestamp: TIME,
  AlertId: "da1",
  EntityType: "Process",
  EvidenceRole: "Impacted",
  EvidenceDirection: "Source",
  ServiceSource: "Microsoft Defender for Endpoint",
  Severity: "High",
  DeviceId: "d1",
  DeviceName: "ws01.example",
  ProcessCommandLine: "reg add x",
  RegistryKey: "HKEY_LOCAL_MACHINE\\x",
  RegistryValueName: "DumpType",
  FileName: "reg.exe",
  FolderPath: "C:\\Windows",
  FileSize: 77,
  SHA1: "aa",
  RemoteIP: "203.0.113.5",
  LocalIP: "10.0.0.2",
  AccountName: "eve",
  AccountDomain: "corp",
  AccountObjectId: "o1",
  AttackTechniques: ["LSASS Memory (T1003.001)", "Rundll32 (T1218.011)"],
  AdditionalFields: { Host: { $id: 1 } },
};
const LOGON = {
  Timestamp: TIME,
  ActionType: "LogonFailed",
  Application: "Active Directory",
  LogonType: "Credentials validation",
  Protocol: "Ntlm",
  FailureReason: "WrongPassword",
  AccountName: "eve",
  AccountDomain: "corp",
  AccountSid: "S-1-5-21-7",
  AccountUpn: "eve@corp",
  AccountDisplayName: "Eve M",
  DeviceName: "WS01",
  OSPlatform: "Windows 10",
  IPAddress: "10.0.0.2",
  DestinationDeviceName: "DC1",
  DestinationIPAddress: "10.0.0.1",
  DestinationPort: 445,
  TargetDeviceName: "dc1.corp",
  ReportId: "r1",
};
const MAIL = {
  Timestamp: TIME,
  NetworkMessageId: "n1",
  InternetMessageId: "<i1>",
  Subject: "Invoice",
  SenderFromAddress: "a@x.example",
  SenderFromDomain: "x.example",
  SenderIPv4: "203.0.113.5",
  RecipientEmailAddress: "b@corp",
  EmailDirection: "Inbound",
  DeliveryAction: "Delivered",
  AttachmentCount: 2,
  DetectionMethods: '{"Phish":["URL reputation"]}',
  ReportId: "r2",
};

const CASES: readonly (readonly [table: string, row: object, expected: Record<string, unknown>])[] = [
  [
    "AlertEvidence",
    EVIDENCE,
    {
      "event.kind": "alert",
      "event.category": ["process"],
      "event.type": ["info"],
      "event.id": "da1",
      "event.provider": "Microsoft Defender for Endpoint",
      "event.severity": 4,
      "host.domain": "ws01.example",
      "host.id": "d1",
      "network.direction": "source",
      "process.command_line": "reg add x",
      "registry.key": "HKEY_LOCAL_MACHINE\\x",
      "registry.value": "DumpType",
      "source.ip": "203.0.113.5",
      "threat.enrichments.indicator.file.name": "reg.exe",
      "threat.enrichments.indicator.file.directory": "C:\\Windows",
      "threat.enrichments.indicator.file.size": 77,
      "threat.enrichments.indicator.file.hash.sha1": "aa",
      "threat.technique.subtechnique.name": ["LSASS Memory", "Rundll32"],
      "threat.technique.subtechnique.id": ["T1003.001", "T1218.011"],
      "user.name": "eve",
      "user.domain": "corp",
      "related.hosts": ["ws01.example", "d1", "corp"],
      "related.ip": ["203.0.113.5", "10.0.0.2"],
      "related.hash": ["aa"],
      "related.user": ["eve", "o1"],
      [`${OWN}account.object_id`]: "o1",
      [`${OWN}additional_fields.Host.$id`]: 1,
      [`${OWN}attack_techniques`]: ["LSASS Memory (T1003.001)", "Rundll32 (T1218.011)"],
      [`${OWN}entity_type`]: "Process",
      [`${OWN}evidence.role`]: "Impacted",
      [`${OWN}local.ip`]: "10.0.0.2",
      [`${OWN}severity`]: "high",
    },
  ],
  [
    "AlertInfo",
    { Timestamp: TIME, AlertId: "da1", Title: "Dump", Category: "Persistence", DetectionSource: "EDR" },
    {
      "event.kind": "alert",
      "event.category": ["threat"],
      "event.type": ["indicator"],
      "event.id": "da1",
      message: "Dump",
      [`${OWN}alert.category`]: "Persistence",
      [`${OWN}detection.source`]: "EDR",
    },
  ],
  [
    "EmailEvents",
    MAIL,
    {
      "event.kind": "event",
      "event.category": ["email"],
      "event.type": ["info"],
      "email.direction": "Inbound",
      "email.from.address": ["a@x.example"],
      "email.to.address": ["b@corp"],
      "email.local_id": "<i1>",
      "email.message_id": "n1",
      "email.subject": "Invoice",
      "source.ip": ["203.0.113.5"],
      "related.user": ["a@x.example", "b@corp"],
      "related.ip": ["203.0.113.5"],
      "related.hosts": ["x.example"],
      [`${OWN}attachment_count`]: 2,
      [`${OWN}delivery.action`]: "Delivered",
      [`${OWN}detection.methods.Phish`]: ["URL reputation"],
      [`${OWN}internet_message_id`]: "<i1>",
      [`${OWN}report_id`]: "r2",
      [`${OWN}sender.from_domain`]: "x.example",
    },
  ],
  [
    "EmailAttachmentInfo",
    {
      Timestamp: TIME,
      NetworkMessageId: "n1",
      FileName: "a.exe",
      FileType: "exe",
      SHA256: "bb",
      FileSize: 9,
    },
    {
      "event.kind": "event",
      "event.category": ["email", "file"],
      "event.type": ["info"],
      "email.message_id": "n1",
      "file.name": "a.exe",
      "file.extension": "exe",
      "file.hash.sha256": "bb",
      "file.size": 9,
      "related.hash": ["bb"],
    },
  ],
  [
    "EmailUrlInfo",
    { Timestamp: TIME, NetworkMessageId: "n1", Url: "https://x.example/a", UrlDomain: "x.example" },
    {
      "event.kind": "event",
      "event.category": ["email"],
      "event.type": ["info"],
      "email.message_id": "n1",
      "url.original": "https://x.example/a",
      "related.hosts": ["x.example"],
      [`${OWN}url`]: "https://x.example/a",
      [`${OWN}url_domain`]: "x.example",
    },
  ],
  [
    "IdentityLogonEvents",
    LOGON,
    {
      "event.kind": "event",
      "event.category": ["authentication"],
      "event.type": ["info"],
      "event.action": "logonfailed",
      "event.outcome": "failure",
      "event.id": "r1",
      "destination.domain": "dc1.corp",
      "destination.ip": "10.0.0.1",
      "destination.port": 445,
      "host.id": "loupe:ws01",
      "host.ip": ["10.0.0.2"],
      "host.name": "ws01",
      "host.os.name": "Windows 10",
      "host.os.type": "windows",
      "network.protocol": "ntlm",
      "user.domain": "corp",
      "user.id": "S-1-5-21-7",
      "user.name": "eve",
      "related.hosts": ["dc1.corp", "ws01", "corp"],
      "related.ip": ["10.0.0.1", "10.0.0.2"],
      "related.user": ["S-1-5-21-7", "Eve M", "eve@corp", "eve"],
      [`${OWN}account.upn`]: "eve@corp",
      [`${OWN}application`]: "Active Directory",
      [`${OWN}destination.device_name`]: "DC1",
      [`${OWN}failure_reason`]: "WrongPassword",
      [`${OWN}logon.type`]: "Credentials validation",
    },
  ],
  [
    "IdentityQueryEvents",
    {
      Timestamp: TIME,
      ActionType: "LDAP query",
      Application: "Active Directory",
      QueryTarget: "AdminSDHolder",
      QueryType: "AllObjects",
      AccountName: "eve",
      AdditionalFields: '{"SourceComputerOperatingSystemType":"linux"}',
    },
    {
      "event.kind": "event",
      "event.type": ["info"],
      "event.action": "ldap-query",
      "host.os.type": "linux",
      "user.name": "eve",
      "related.user": ["eve"],
      [`${OWN}additional_fields.SourceComputerOperatingSystemType`]: "linux",
      [`${OWN}application`]: "Active Directory",
      [`${OWN}query.target`]: "AdminSDHolder",
      [`${OWN}query.type`]: "AllObjects",
    },
  ],
  [
    "IdentityDirectoryEvents",
    {
      Timestamp: TIME,
      ActionType: "Group Membership changed",
      Application: "Active Directory",
      TargetAccountUpn: "adm@corp",
      AccountDisplayName: "Eve M",
    },
    {
      "event.kind": "event",
      "event.type": ["info"],
      "event.action": "group-membership-changed",
      "user.name": "Eve M",
      "related.user": ["Eve M"],
      [`${OWN}application`]: "Active Directory",
      [`${OWN}target.account_upn`]: "adm@corp",
    },
  ],
  [
    "CloudAppEvents",
    {
      Timestamp: TIME,
      ActionType: "FileDownloaded",
      Application: "SharePoint",
      AccountId: "a1",
      AccountDisplayName: "Eve M",
      IsAdminOperation: 0,
      ActivityType: "Download",
      RawEventData: { UserId: "eve@corp", Workload: "OneDrive" },
      UserAgent: "curl/8",
      ReportId: "r3",
    },
    {
      "event.kind": "event",
      "event.type": ["info"],
      "event.action": "filedownloaded",
      "event.id": "r3",
      "user.id": "a1",
      "user.name": "eve@corp",
      "user_agent.original": "curl/8",
      "related.user": ["a1", "Eve M"],
      [`${OWN}activity.type`]: "Download",
      [`${OWN}application`]: "SharePoint",
      [`${OWN}is_admin_operation`]: false,
      [`${OWN}raw_event_data.UserId`]: "eve@corp",
      [`${OWN}raw_event_data.Workload`]: "OneDrive",
      [`${OWN}user_agent`]: "curl/8",
    },
  ],
];

describe.each(CASES)("%s", (table, row, expected) => {
  it("is mapped from an event of the stream, as Elastic's pipeline does", () => {
    const { event, source, extension } = mapped(stream(table, row));
    expect(source).toBe("m365-defender");
    expect(extension).toBeUndefined();
    expect({ ...event }).toEqual({
      ...COMMON,
      ...expected,
      [`${OWN}category`]: `AdvancedHunting-${table}`,
      [`${OWN}operation_name`]: "Publish",
      [`${OWN}tenant.id`]: "t",
      [`${OWN}time`]: TIME,
    });
  });

  it.each([
    ["a response of the API", row],
    ["a row of CSV", texts(row)],
  ])("is mapped from %s", (_, value) => {
    const { event, source } = mapped(value);
    expect(source).toBe("m365-defender");
    expect({ ...event }).toEqual({ ...COMMON, ...expected });
  });
});

it("takes a row of a device table for no other one", () => {
  const row = {
    Timestamp: TIME,
    DeviceId: "d",
    DeviceName: "x",
    ActionType: "LogonSuccess",
    LogonType: "Network",
  };
  expect(below(mapped(row).event, "event.category")).toEqual({ "event.category": ["authentication"] });
  const process = { ...LOGON, InitiatingProcessFileName: "a.exe" };
  expect(mapped(process).event["process.name"]).toBe("a.exe");
});

it("keeps a device's row to which a query has joined an alert's columns", () => {
  const row = {
    ...EVIDENCE,
    ActionType: "RegistryValueSet",
    RegistryValueData: "2",
    InitiatingProcessFileName: "reg.exe",
  };
  expect(mapped(row).event["event.category"]).toEqual(["registry"]);
});

it("leaves out values that are none of their type", () => {
  const { event } = mapped({ ...LOGON, DestinationPort: "x", DestinationIPAddress: "-", IPAddress: "none" });
  expect(below(event, "destination.", "host.ip")).toEqual({ "destination.domain": "dc1.corp" });
});
