import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyEvent, type FlatEvent, type Scalar } from "../../src/ecs/index.ts";
import { explainValue } from "../../src/explain/index.ts";
import { eventWith, hasEvidence, realEvents, security, sysmon } from "./support.ts";

const data = (name: string): string => `winlog.event_data.${name}`;
const logon = security("4625", {});
const process = security("4663", { [data("ObjectType")]: "Process" });

describe("the words beside a value", () => {
  it.each<[string, string, Scalar, FlatEvent]>([
    ["Someone cleared the Security log", "event.code", "1102", security("1102", {})],
    ["A process set …", "winlog.event_id", "13", sysmon("13", {})],
    [
      "The service … was installed",
      "event.code",
      "7045",
      eventWith({
        "winlog.channel": "System",
        "event.provider": "Service Control Manager",
        "event.code": "7045",
      }),
    ],
    ["Network: over the network, such as to a share", data("LogonType"), "3", logon],
    ["over Remote Desktop", "winlog.logon.type", "RemoteInteractive", logon],
    ["the user exists, but the password is wrong", data("SubStatus"), "0xC000006A", logon],
    ["no such user", data("SubStatus"), "0xc0000064", logon],
    ["access denied", data("Status"), "3221225506", logon],
    // The same field has Kerberos' own codes in other events.
    ["wrong password", data("Status"), "0x18", security("4771", {})],
    ["no such user", data("Status"), "0x6", security("4768", {})],
    [
      "RC4-HMAC: weak; what Kerberoasting asks for",
      data("TicketEncryptionType"),
      "0x17",
      security("4769", {}),
    ],
    ["AES256-CTS-HMAC-SHA1-96", data("TicketEncryptionType"), "0x12", security("4769", {})],
    [
      "none: the account needs no pre-authentication, or this is the first request; what AS-REP roasting looks for",
      data("PreAuthType"),
      "0",
      security("4768", {}),
    ],
    ["open any process, LSASS included", data("PrivilegeList"), "SeDebugPrivilege", logon],
    [
      "SeDebugPrivilege: open any process, LSASS included; SeTcbPrivilege: act as part of the operating system",
      data("EnabledPrivilegeList"),
      "SeDebugPrivilege\n\t\t\tSeTcbPrivilege",
      logon,
    ],
    [
      "all rights: may read and write its memory and start threads in it",
      data("GrantedAccess"),
      "0x1FFFFF",
      sysmon("10", {}),
    ],
    [
      "VM_READ, QUERY_LIMITED_INFORMATION: may read its memory",
      data("GrantedAccess"),
      "0x1010",
      sysmon("10", {}),
    ],
    ["VM_READ: may read its memory", data("AccessMask"), "0x10", process],
    ["SET_VALUE", data("AccessMask"), "0x2", security("4663", { [data("ObjectType")]: "Key" })],
    ["WRITE_DATA", data("AccessMask"), "0x2", security("4663", { [data("ObjectType")]: "File" })],
    [
      "CHANGE_CONFIG",
      data("AccessMask"),
      "0x2",
      security("4656", { [data("ObjectType")]: "SERVICE OBJECT" }),
    ],
    ["CONTROL_ACCESS", data("AccessMask"), "0x100", security("4662", { [data("ObjectServer")]: "DS" })],
    ["GENERIC_READ", data("AccessMask"), "0x80000000", security("4656", { [data("ObjectType")]: "File" })],
    [
      "DS-Replication-Get-Changes-All: secrets too, which DCSync needs",
      data("Properties"),
      "%%7688\n\t\t{1131f6ad-9c07-11d1-f79f-00c04fc2dcd2}",
      security("4662", {}),
    ],
    ["the elevated token: run as administrator", data("TokenElevationType"), "%%1937", security("4688", {})],
    ["DELETE; READ_CONTROL", data("AccessList"), "%%1537\n\t\t\t\t%%1538", process],
    ["Unknown user name or bad password", data("FailureReason"), "%%2313", logon],
    [
      "account disabled; password not required: on; normal account: on",
      data("UserAccountControl"),
      "\n\t\t%%2080\n\t\t%%2082\n\t\t%%2084",
      security("4720", {}),
    ],
    [
      "password not required: off; don't expire password: on",
      data("UserAccountControl"),
      "%%2050 %%2089",
      security("4738", {}),
    ],
    ["disabled, password not required, normal account", data("NewUacValue"), "0x15", security("4720", {})],
    ["don't require preauth", data("NewUacValue"), "0x10000", security("4738", {})],
    ["Administrators", data("TargetSid"), "S-1-5-32-544", security("4732", {})],
    ["Domain Admins", "group.id", "S-1-5-21-1-2-3-512", security("4728", {})],
    ["krbtgt, the account of the key distribution center", "user.id", "s-1-5-21-1-2-3-502", logon],
    ["high integrity: elevated", data("MandatoryLabel"), "S-1-16-12288", security("4688", {})],
    ["the account of a service", "user.id", "S-1-5-80-956008885-3418522649", logon],
    ["Domain Users", data("PrimaryGroupId"), "513", security("4720", {})],
    ["a number of 32 bits", "registry.data.type", "REG_DWORD", logon],
    ["elevated: run as administrator", data("IntegrityLevel"), "High", sysmon("1", {})],
    ["a service in a process of its own", data("ServiceType"), "0x10", security("4697", {})],
    ["automatically", data("ServiceStartType"), "2", security("4697", {})],
    ["the session of SYSTEM", "winlog.logon.id", "0x3e7", logon],
    ["broken: its answers can be cracked", data("LmPackageName"), "NTLM V1", security("4624", {})],
    [
      "says nothing for an anonymous logon",
      data("LmPackageName"),
      "NTLM V1",
      security("4624", { [data("TargetUserSid")]: "S-1-5-7" }),
    ],
  ])("are: %s", (words, field, value, event) => {
    expect(explainValue(field, value, event)).toBe(words);
  });

  it.each<[string, Scalar, FlatEvent]>([
    ["user.name", "alice", logon],
    ["user.id", "S-1-5-21-1-2-3-1104", logon],
    ["user.id", "S-1-5-32-99999", logon],
    [data("LogonType"), "99", logon],
    [data("LogonType"), "__proto__", logon],
    [data("Status"), "0x0c0ffee0", logon],
    [data("AccessMask"), "0x10", logon],
    [data("AccessMask"), "0x100000000", process],
    [data("GrantedAccess"), "0x0", sysmon("10", {})],
    [data("PrivilegeList"), "constructor toString", logon],
    ["event.code", "99999", security("99999", {})],
    // Other providers number their own messages.
    [data("param2"), "%%1937", eventWith({ "winlog.channel": "System" })],
    [data("X"), "%%999999", logon],
    [data("X"), true, logon],
    [data("X"), "-", logon],
    [data("X"), "%%1937".repeat(10_000), logon],
  ])("are none for %s = %s", (field, value, event) => {
    expect(explainValue(field, value, event)).toBeUndefined();
  });

  it("say of Sysmon's SID whose it is, and of no other event's", () => {
    expect(explainValue("user.id", "S-1-5-18", sysmon("13", {}))).toContain("Sysmon's own service");
    expect(explainValue("user.id", "S-1-5-20", sysmon("13", {}))).toBe("NETWORK SERVICE");
    expect(explainValue("user.id", "S-1-5-18", logon)).toContain("SYSTEM");
    expect(explainValue("user.id", "S-1-5-18", emptyEvent())).toContain("SYSTEM");
  });

  it("are bounded, on one line and never fail", () => {
    const fields = ["AccessMask", "GrantedAccess", "Status", "PrivilegeList", "UserAccountControl", "X"].map(
      data,
    );
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.nat().map((n) => `0x${n.toString(16)}`),
      fc.array(fc.nat(20_000), { maxLength: 50 }).map((ids) => ids.map((id) => `%%${id}`).join("\n\t")),
      fc.array(fc.nat(1000), { maxLength: 8 }).map((ids) => `S-1-5-${ids.join("-")}`),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fields, "user.id", "event.code"), value, (field, made) => {
        const words = explainValue(field, made, process) ?? "ok";
        expect(words.length).toBeLessThan(1500);
        expect(words).toMatch(/^[^\n\t]+$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe.skipIf(!hasEvidence)("the words beside values of real events", () => {
  it("have no gaps", () => {
    for (const event of realEvents())
      for (const field in event) {
        const value = event[field]!;
        for (const each of typeof value === "object" ? value : [value])
          expect(explainValue(field, each, event) ?? "ok").not.toMatch(/undefined|NaN|\[object|^\s*$/);
      }
  });
});
