import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compileEql } from "../../../src/eql/index.ts";
import type { FlatEvent } from "../../../src/ecs/flat-event.ts";
import { readRecords } from "../../../src/formats/index.ts";
import { EVIDENCE, evidenceText, mapped, securityRecord, sysmonRecord, windowsRecord } from "../support.ts";
import { NEWER, SUBJECT } from "./newer-security.ts";

/** Whether an EQL query matches, as a rule of either generation would be written. */
function matches(query: string, event: FlatEvent): boolean {
  const compiled = compileEql(query);
  if (compiled.kind !== "event") throw new Error("This should be an event query.");
  return compiled.matches(event);
}

/** The values that a field should have at least. */
function expectValues(event: FlatEvent, expected: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(expected)) {
    const actual = event[field];
    const values = typeof actual === "object" ? actual : [actual];
    expect(values, field).toEqual(expect.arrayContaining(Array.isArray(value) ? value : [value]));
  }
}

const withTask = (eventId: string, task: string, data: Record<string, string>, rendered?: string) =>
  windowsRecord(
    {
      provider: "Microsoft-Windows-Security-Auditing",
      channel: "Security",
      eventId,
      task,
      ...(rendered !== undefined && { rendering: { task: rendered } }),
    },
    data,
  );

describe("events of the Security log that newer pipelines know", () => {
  it.each(NEWER)("%s", (id, data, category, type, action, fields) => {
    const { event } = mapped(securityRecord(id, data));
    expect(event["event.category"]).toEqual(category.split(" "));
    expect(event["event.type"]).toEqual(type.split(" "));
    expect(event["event.action"]).toBe(action);
    for (const [field, value] of Object.entries(fields)) expect(event[field], field).toEqual(value);
  });

  it.each(NEWER)("%s has the name of its task as action as well", (id, data, _category, _type, action) => {
    const { event } = mapped(withTask(id, "12807", data, "Manipulation de handle"));
    expect(event["event.action"]).toEqual([action, "Handle Manipulation"]);
    expect(event["winlog.task"]).toBe("Manipulation de handle");
  });
});

describe("the task of an event of the Security log", () => {
  it("is the action of an event that no pipeline names", () => {
    const { event } = mapped(
      withTask("4703", "13317", { ...SUBJECT, EnabledPrivilegeList: "SeDebugPrivilege" }),
    );
    expect(event["winlog.task"]).toBe("Token Right Adjusted Events");
    const rule = `any where event.action : "Token Right Adjusted Events" and
      winlog.event_data.EnabledPrivilegeList : "SeDebugPrivilege"`;
    expect(matches(rule, event)).toBe(true);
  });

  it("is not the action of an event that has always had one", () => {
    expect(mapped(withTask("4688", "13312", {})).event["event.action"]).toBe("created-process");
    expect(mapped(withTask("4624", "12544", {}, "Ouverture")).event["event.action"]).toBe("logged-in");
  });

  it("stays as rendered if its number is not known", () => {
    expect(mapped(withTask("4999", "1", {}, "T")).event["event.action"]).toBe("T");
    expect(mapped(withTask("4999", "1", {})).event["event.action"]).toBeUndefined();
    expect(mapped(withTask("4658", "1", {}, "T")).event["event.action"]).toEqual([
      "handle-closed-object",
      "T",
    ]);
  });

  it("is read from a document of Winlogbeat", () => {
    const document = {
      "@timestamp": "2024-03-01T10:00:00Z",
      event: { code: "4662", action: "Directory Service Access" },
      winlog: {
        channel: "Security",
        provider_name: "Microsoft-Windows-Security-Auditing",
        event_id: "4662",
        task: "Directory Service Access",
        event_data: SUBJECT,
      },
    };
    const { event } = mapped(document);
    expect(event["event.action"]).toEqual(["object-operation-performed", "Directory Service Access"]);
  });
});

it.each([
  ["{0CCE922B-69AE-11D9-BED3-505054503030}", "Process Creation", "Detailed Tracking"],
  ["0cce9227-69ae-11d9-bed3-505054503030", "Other Object Access Events", "Object Access"],
  ["{0CCE9299-69AE-11D9-BED3-505054503030}", undefined, undefined],
])("a change of the audit policy names the subcategory %s", (SubcategoryGuid, name, category) => {
  const { event } = mapped(securityRecord("4719", { SubcategoryGuid }));
  expect(event["winlog.event_data.SubCategory"]).toBe(name);
  expect(event["winlog.event_data.Category"]).toBe(category);
  expect(event["winlog.event_data.SubcategoryGuid"]).toBe(SubcategoryGuid);
});

describe("a changed object of the directory, 5136", () => {
  const change = (ObjectDN: string, ObjectClass: string): FlatEvent =>
    mapped(securityRecord("5136", { ...SUBJECT, ObjectDN, ObjectClass, OperationType: "%%14674" })).event;

  it.each([
    ["CN=Eve\\, M,CN=Users,DC=x", "user", "user.target.name", "Eve, M"],
    ["CN=a\\2Cb,DC=x", "inetOrgUser", "user.target.name", "a,b"],
    ["OU=x,CN=Domain Admins,DC=x", "group", "group.name", "Domain Admins"],
  ])("%s of class %s", (dn, kind, field, name) => {
    const event = change(dn, kind);
    expect(event[field]).toBe(name);
    expect(event["event.reason"]).toBe("%%14674");
    expect(event["related.user"]).toEqual(["admin", name]);
    expect(event["winlog.event_data.OperationType"]).toBe("%%14674");
  });

  it.each([
    ["CN=PC1,DC=x", "computer"],
    ["DC=x", "user"],
    ["CN=,DC=x", "user"],
  ])("%s of class %s names no account", (dn, kind) => {
    const event = change(dn, kind);
    expect(event["user.target.name"]).toBeUndefined();
    expect(event["group.name"]).toBeUndefined();
  });
});

it.each([
  ["4663", "Key", "\\REGISTRY\\MACHINE\\k", true],
  ["4656", "-", "\\Registry\\User\\k", true],
  ["4662", "File", "C:\\k", false],
  ["4690", "Key", "\\REGISTRY\\MACHINE\\k", false],
])("%s of type %s has the path of a key: %s, %s", (id, ObjectType, ObjectName, isKey) => {
  const { event } = mapped(securityRecord(id, { ...SUBJECT, ObjectType, ObjectName }));
  expect(event["registry.path"]).toBe(isKey ? ObjectName : undefined);
});

it.each([
  ["LOCAL", "127.0.0.1"],
  ["10.0.0.9", "10.0.0.9"],
  ["Unknown", undefined],
])("the client address %s is related", (ClientAddress, address) => {
  expect(mapped(securityRecord("4624", { ClientAddress })).event["related.ip"]).toEqual(address);
});

it("who asks for a certificate is the user, if the event names no other", () => {
  const asked = { Requester: "DOM\\eve" };
  expectValues(mapped(securityRecord("4887", asked)).event, {
    "user.name": "eve",
    "user.domain": "DOM",
    "related.user": ["eve"],
    "winlog.adcs.request.requester.name": "eve",
    "winlog.event_data.Requester": "DOM\\eve",
  });
  expect(mapped(securityRecord("4887", { Requester: "eve" })).event["user.name"]).toBeUndefined();
  expect(mapped(securityRecord("4890", asked)).event["user.name"]).toBeUndefined();
});

it.each(["4698", "4702"])("%s has the name of the scheduled task", (id) => {
  const { event } = mapped(securityRecord(id, { ...SUBJECT, TaskName: "\\T" }));
  expect(event["winlog.scheduled_task.name"]).toBe("\\T");
  expect(event["winlog.event_data.TaskName"]).toBe("\\T");
});

describe("a rule written for either generation", () => {
  const LIBRARY = {
    Image: "C:\\x.exe",
    ImageLoaded: "C:\\y\\scrobj.dll",
    Signed: "false",
    SignatureStatus: "Unavailable",
  };
  const FIREWALL = { Application: "\\device\\harddiskvolume3\\x\\sense.exe", DestAddress: "10.0.0.2" };

  it.each<[string, FlatEvent, older: string, newer: string]>([
    [
      "a loaded library",
      mapped(sysmonRecord("7", LIBRARY)).event,
      'process where event.action : "Image loaded*" and file.name : "scrobj.dll" and file.code_signature.status != "Valid"',
      'library where event.action == "load" and dll.name : "scrobj.dll" and not dll.code_signature.trusted == true',
    ],
    [
      "a created process",
      mapped(sysmonRecord("1", {})).event,
      'process where event.action : "Process Create*"',
      'process where event.action == "Process creation" and event.type == "start"',
    ],
    [
      "a connection",
      mapped(sysmonRecord("3", {})).event,
      'network where event.action == "Network connection detected (rule: NetworkConnect)"',
      'network where event.action == "Network connection"',
    ],
    [
      "a created file",
      mapped(sysmonRecord("11", {})).event,
      'file where event.action == "File created (rule: FileCreate)"',
      'file where event.action == "FileCreate"',
    ],
    [
      "a WMI filter",
      mapped(sysmonRecord("19", {})).event,
      'process where event.type == "info"',
      'process where event.type == "creation"',
    ],
    [
      "a WMI consumer",
      mapped(sysmonRecord("20", {})).event,
      'process where event.type == "change"',
      'process where event.type == "creation"',
    ],
    [
      "a blocked executable",
      mapped(sysmonRecord("27", {})).event,
      'file where event.outcome == "failure"',
      'file where event.type == "denied"',
    ],
    [
      "blocked shredding",
      mapped(sysmonRecord("28", {})).event,
      'file where event.type == "deletion"',
      'file where event.type == "denied"',
    ],
    [
      "an error of Sysmon",
      mapped(sysmonRecord("255", {})).event,
      'process where event.outcome == "failure"',
      'process where event.type == "error"',
    ],
    [
      "the hash of a deleted file",
      mapped(sysmonRecord("26", { Hashes: "SHA256=AB" })).event,
      'file where process.hash.sha256 == "ab"',
      'file where file.hash.sha256 == "ab"',
    ],
    [
      "a blocked connection",
      mapped(withTask("5157", "12810", FIREWALL)).event,
      'any where event.action == "Filtering Platform Connection" and winlog.event_data.DestAddress == "10.0.0.2"',
      'network where event.action : "windows-firewall-packet-block" and process.name : "sense.exe"',
    ],
    [
      "a closed handle",
      mapped(withTask("4658", "12801", { ...SUBJECT, ProcessId: "0x4", ProcessName: "C:\\x.exe" })).event,
      'any where event.action == "Registry" and winlog.event_data.ProcessName : "*x.exe"',
      'iam where event.action == "handle-closed-object" and process.name == "x.exe"',
    ],
  ])("matches %s", (_, event, older, newer) => {
    expect(matches(older, event)).toBe(true);
    expect(matches(newer, event)).toBe(true);
  });

  it("may be turned off by a negated type or category, as the newer pipeline does", () => {
    const { event } = mapped(sysmonRecord("7", LIBRARY));
    expect(matches('process where event.type != "start"', event)).toBe(false);
    expect(matches('any where not event.category == "library"', event)).toBe(false);
  });
});

/** What the pipelines write for documents that were before them, kept outside the repository. */
const REPORT = "reports/11-current-pipelines";

describe.skipIf(!existsSync(join(EVIDENCE, REPORT)))("pairs of current pipelines", () => {
  interface Pair {
    readonly doc: { readonly event: { readonly code: string } };
    readonly exp: Record<string, unknown>;
  }
  const pairs = existsSync(join(EVIDENCE, REPORT))
    ? (JSON.parse(evidenceText(`${REPORT}/pairs.json`)) as Pair[])
    : [];

  it.each(
    pairs.map(({ doc, exp }): [string, unknown, Record<string, unknown>] => [doc.event.code, doc, exp]),
  )("%s has the fields that rules use", (_, doc, expected) => {
    expect(Object.keys(expected).length).toBeGreaterThan(3);
    expectValues(mapped(doc).event, expected);
  });

  it("include a library event in XML", async () => {
    const xml = evidenceText(`${REPORT}/sysmon7-library.xml`);
    const events: FlatEvent[] = [];
    for await (const { records } of readRecords(new Blob([xml]), "sysmon7-library.xml"))
      for (const { value } of records) events.push(mapped(value).event);
    expect(events).toHaveLength(1);
    const rule = `library where host.os.type == "windows" and
      process.name : "AzureADConnectAuthenticationAgentService.exe" and not dll.code_signature.trusted == true and
      not dll.path : ("?:\\\\Windows\\\\assembly\\\\NativeImages*", "?:\\\\Windows\\\\WinSxS\\\\*")`;
    expect(matches(rule, events[0]!)).toBe(true);
    expectValues(events[0]!, { "dll.name": "spy.dll", "dll.code_signature.trusted": false });
  });
});
