import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyEvent, type FieldValue } from "../../src/ecs/index.ts";
import { eventFacts, type Fact } from "../../src/explain/index.ts";
import { mapped, securityRecord, sysmonRecord } from "../sources/support.ts";
import { eventWith, hasEvidence, realEvents, security } from "./support.ts";

const SUBJECT = {
  SubjectUserName: "alice",
  SubjectDomainName: "CORP",
  SubjectUserSid: "S-1-5-21-1-2-3-500",
  SubjectLogonId: "0x3e7",
};
const ofSecurity = (code: string, data: Record<string, string>): Fact[] =>
  eventFacts(mapped(securityRecord(code, data)).event);
const ofSysmon = (code: string, data: Record<string, string>): Fact[] =>
  eventFacts(mapped(sysmonRecord(code, data)).event);
const line = ({ group, label, value, explanation }: Fact): string =>
  `${group}, ${label}: ${value}${explanation === undefined ? "" : ` (${explanation})`}`;

describe("the facts of an event", () => {
  it("have a registry value before and after its change, and who changed it", () => {
    const facts = ofSecurity("4657", {
      ...SUBJECT,
      ObjectName: "\\REGISTRY\\MACHINE\\SOFTWARE\\X",
      ObjectValueName: "DumpType",
      OperationType: "%%1905",
      OldValueType: "%%1876",
      OldValue: "1",
      NewValueType: "%%1876",
      NewValue: "2",
      ProcessId: "0x1ef0",
      ProcessName: "C:\\Windows\\System32\\reg.exe",
    });
    expect(facts.map(line)).toEqual([
      "When, Time: 2024-03-01T10:00:01.1234567Z",
      "Who, User: alice",
      "Who, Domain: CORP",
      "Who, SID: S-1-5-21-1-2-3-500 (the built-in Administrator)",
      "Who, Logon session: 0x3e7 (the session of SYSTEM)",
      "Where, Host: HOST1",
      "Process, Name: reg.exe",
      "Process, Executable: C:\\Windows\\System32\\reg.exe",
      "Process, PID: 7920",
      "Registry, Path: HKLM\\SOFTWARE\\X\\DumpType",
      "Registry, Operation: %%1905 (an existing value was changed)",
      "Registry, Value: DumpType",
      "Registry, Data: 2",
      "Registry, Type: REG_DWORD (a number of 32 bits)",
      "Registry, Data before: 1",
      "Registry, Type before: %%1876 (REG_DWORD)",
    ]);
    expect(facts.find(({ label }) => label === "Data before")?.field).toBe("winlog.event_data.OldValue");
  });

  it("tell the data before the change, which Elastic adds to the data, from the data", () => {
    const facts = eventFacts(
      eventWith({
        "registry.path": "HKLM\\X",
        "registry.data.strings": ["2", "1"],
        "m365_defender.event.previous.registry_value_data": "1",
      }),
    );
    expect(facts.map(line)).toEqual([
      "Registry, Path: HKLM\\X",
      "Registry, Data: 2",
      "Registry, Data before: 1",
    ]);
  });

  it("say of Sysmon's events whose account the SID is", () => {
    const data = { Image: "C:\\reg.exe", TargetObject: "HKLM\\X", User: "CORP\\alice" };
    const sid = ofSysmon("13", data).find(({ field }) => field === "user.id");
    expect(sid?.explanation).toMatch(/Sysmon's own service.*not of the one who acted/);
    // Elsewhere it is the account that acted.
    const other = eventFacts(security("4688", { "user.id": "S-1-5-18" }));
    expect(other.map(line)).toEqual(["Who, SID: S-1-5-18 (SYSTEM, the computer's own account)"]);
  });

  it("tell the account that logged on from the one that asked for it", () => {
    const facts = ofSecurity("4624", {
      ...SUBJECT,
      TargetUserName: "bob",
      TargetDomainName: "CORP",
      TargetUserSid: "S-1-5-21-1-2-3-1104",
      TargetLogonId: "0x12345",
      LogonType: "3",
      IpAddress: "10.0.0.9",
    });
    expect(facts.map(line)).toEqual([
      "When, Time: 2024-03-01T10:00:01.1234567Z",
      "Who, User: bob",
      "Who, Domain: CORP",
      "Who, SID: S-1-5-21-1-2-3-1104",
      "Where, Host: HOST1",
      "Network, From: 10.0.0.9",
      "Logon, Type: Network (over the network, such as to a share)",
      "Logon, Session: 0x12345",
      "Logon, Asked for by: alice",
    ]);
  });

  it("name the member and the group", () => {
    const facts = ofSecurity("4732", {
      ...SUBJECT,
      MemberName: "-",
      MemberSid: "S-1-5-21-1-2-3-1104",
      TargetUserName: "Administrators",
      TargetSid: "S-1-5-32-544",
    });
    expect(facts.map(line)).toEqual(
      expect.arrayContaining([
        "Target account, SID: S-1-5-21-1-2-3-1104",
        "Group, Name: Administrators",
        "Group, SID: S-1-5-32-544 (Administrators)",
      ]),
    );
    expect(facts.filter(({ value }) => value === "Administrators")).toHaveLength(1);
  });

  it("have the values that Elastic leaves below winlog.event_data", () => {
    const facts = ofSecurity("4663", {
      ...SUBJECT,
      ObjectType: "Process",
      ObjectName: "\\Device\\HarddiskVolume2\\Windows\\System32\\lsass.exe",
      AccessMask: "0x10",
      ProcessName: "C:\\s.exe",
    });
    expect(facts.map(line)).toEqual(
      expect.arrayContaining([
        "Who, User: alice",
        "Process, Executable: C:\\s.exe",
        "Object, Access: 0x10 (VM_READ: may read its memory)",
      ]),
    );
  });

  it("show a WMI consumer as what it runs, not as a process", () => {
    const facts = ofSysmon("20", {
      EventType: "WmiConsumerEvent",
      Name: "Updater",
      Destination: "evil.exe -x",
    });
    expect(facts.map(line)).toEqual(expect.arrayContaining(["WMI, Name: Updater", "WMI, Runs: evil.exe -x"]));
    expect(facts.some(({ group }) => group === "Process")).toBe(false);
  });

  it("are none for an event without any", () => {
    expect(eventFacts(emptyEvent())).toEqual([]);
    expect(eventFacts(eventWith({ "user.name": "-", "process.name": "", constructor: "x" }))).toEqual([]);
  });

  it("are values of the event, whatever it is", () => {
    const fields = [
      "user.id",
      "process.pid",
      "registry.data.strings",
      "winlog.event_data.EventType",
      "event.code",
    ];
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), value), (made) => {
        const event = Object.assign(emptyEvent(), made as Record<string, FieldValue>);
        for (const fact of eventFacts(event)) {
          expect(event[fact.field]).toBeDefined();
          expect(fact.explanation ?? "ok").not.toMatch(/undefined|\[object /);
        }
      }),
    );
  });
});

describe.skipIf(!hasEvidence)("the facts of real events", () => {
  it("name each field once, and explain without gaps", () => {
    for (const event of realEvents()) {
      const facts = eventFacts(event);
      expect(new Set(facts.map(({ group, label }) => `${group} ${label}`)).size).toBe(facts.length);
      for (const { value, explanation } of facts) {
        expect(value.trim()).not.toMatch(/^-?$/);
        expect(explanation ?? "ok").not.toMatch(/undefined|\[object|^$/);
      }
    }
  });
});
