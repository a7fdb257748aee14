import { describe, expect, it } from "vitest";
import { SYSMON_KINDS } from "../../../src/sources/windows/sysmon-kinds.ts";
import { below, mapped, sysmonRecord } from "../support.ts";

const fieldsOf = (id: string, data: Record<string, string>, ...prefixes: string[]): Record<string, unknown> =>
  below(mapped(sysmonRecord(id, data)).event, ...prefixes);

describe("registry data of Sysmon", () => {
  it.each([
    ["DWORD (0x00000002)", "2", "SZ_DWORD"],
    ["dword (0x0000000a)", "10", "SZ_DWORD"],
    ["DWORD (0xFFFFFFFF)", "4294967295", "SZ_DWORD"],
    ["QWORD (0x00000000-0x00000002)", "2", "SZ_QWORD"],
    ["QWORD (0x00000001-0x00000002)", "258", "SZ_QWORD"],
    ["QWORD (0xffffffff-0xffffffff)", String(0xffffffff * 256 + 0xffffffff), "SZ_QWORD"],
    ["Binary Data", "Binary Data", "REG_BINARY"],
    ["binary data", "binary data", "REG_SZ"],
    ["(Empty)", "(Empty)", "REG_SZ"],
    ["2", "2", "REG_SZ"],
    ["DWORD (0x2)", "DWORD (0x2)", "REG_SZ"],
    ["xDWORD (0x00000002)", "xDWORD (0x00000002)", "REG_SZ"],
    ["DWORD (0x0000000g)", "DWORD (0x0000000g)", "REG_SZ"],
    ["DWORD (0x00000002]", "DWORD (0x00000002]", "REG_SZ"],
    ["QWORD (0x00000000+0x00000002)", "QWORD (0x00000000+0x00000002)", "REG_SZ"],
    ["two\r\nlines\r\n", "two\nlines", "REG_SZ"],
  ])("%j", (Details, text, type) => {
    expect(fieldsOf("13", { TargetObject: "HKLM\\k\\v", Details }, "registry.data")).toEqual({
      "registry.data.strings": [text],
      "registry.data.type": type,
    });
  });

  it.each(["-", ""])("%j is no data", (Details) => {
    expect(fieldsOf("13", { TargetObject: "HKLM\\k\\v", Details }, "registry.data")).toEqual({});
  });
});

describe("registry paths of Sysmon", () => {
  it.each<[string, string | undefined, string | undefined, string]>([
    ["HKLM\\SOFTWARE\\k\\v", "HKLM", "SOFTWARE\\k\\v", "v"],
    ["HKEY_LOCAL_MACHINE\\k", "HKLM", "k", "k"],
    ["HKEY_USERS\\S-1-5-18\\k", "HKU", "S-1-5-18\\k", "k"],
    ["hklm\\k\\v", undefined, undefined, "v"],
    ["\\REGISTRY\\A\\{x}\\v", undefined, undefined, "v"],
    ["HKLM", "HKLM", undefined, "HKLM"],
    ["HKCR\\k\\\\", "HKCR", "k", "k"],
    ["HKLM\\a\\\\b", "HKLM", "a\\\\b", "b"],
    ["\\\\", undefined, undefined, ""],
  ])("%s", (TargetObject, hive, key, value) => {
    const event = mapped(sysmonRecord("13", { TargetObject })).event;
    expect(event["registry.path"]).toBe(TargetObject);
    expect(event["registry.hive"]).toBe(hive);
    expect(event["registry.key"]).toBe(key);
    expect(event["registry.value"]).toBe(value);
    expect(event["winlog.event_data.TargetObject"]).toBeUndefined();
  });

  it("are only in events 12 to 14", () => {
    expect(
      fieldsOf("11", { TargetObject: "HKLM\\k", Details: "2" }, "registry.", "winlog.event_data"),
    ).toEqual({ "winlog.event_data.Details": "2" });
    expect(fieldsOf("13", { Details: "2" }, "registry.", "winlog.event_data")).toEqual({
      "winlog.event_data.Details": "2",
    });
  });

  it("have their details also where the Windows integration keeps them", () => {
    const data = { TargetObject: "HKLM\\k\\v", Details: "DWORD (0x00000002)" };
    expect(fieldsOf("13", data, "registry.data", "winlog.event_data")).toEqual({
      "registry.data.strings": ["2"],
      "registry.data.type": "SZ_DWORD",
      "winlog.event_data.Details": "DWORD (0x00000002)",
    });
  });

  it("keep the old name after a rename", () => {
    const fields = fieldsOf(
      "14",
      { TargetObject: "HKLM\\a", NewName: "HKLM\\b" },
      "registry.path",
      "winlog.event_data",
    );
    expect(fields).toEqual({ "registry.path": "HKLM\\a", "winlog.event_data.NewName": "HKLM\\b" });
  });
});

describe("Sysmon", () => {
  it("has a category for every event it knows", () => {
    for (let id = 1; id <= 29; id++) {
      const { event } = mapped(sysmonRecord(String(id), {}));
      expect(event["event.action"]).toBe(SYSMON_KINDS.get(String(id))!.action);
      expect(event["event.category"] === undefined).toBe(id === 24);
    }
    expect(fieldsOf("255", { ID: "x", Description: "d" }, "error.", "event.outcome", "event.type")).toEqual({
      "error.code": "x",
      "event.outcome": ["failure"],
      "event.type": ["error"],
    });
    expect(mapped(sysmonRecord("77", {})).event["event.category"]).toBeUndefined();
  });

  it.each([
    ["2024-13-01 10:00:00.250"],
    ["2024-03-01 24:00:00.250"],
    ["2024-03-01 10:00:00"],
    ["2024-03-01T10:00:00.250"],
  ])("keeps the header's time if UtcTime is %s", (UtcTime) => {
    expect(mapped(sysmonRecord("5", { UtcTime })).event["@timestamp"]).toBe("2024-03-01T10:00:01.1234567Z");
  });

  it("assigns hashes to the process or the file, depending on the event", () => {
    const Hashes = "SHA1=AB,MD5=00,IMPHASH=CD,SHA256=";
    expect(fieldsOf("1", { Hashes }, "process.", "file.", "related.", "winlog.event_data")).toEqual({
      "process.hash.sha1": "ab",
      "process.pe.imphash": "cd",
      "related.hash": ["ab", "cd"],
    });
    expect(fieldsOf("7", { Hashes }, "process.", "file.")).toEqual({
      "file.hash.sha1": "ab",
      "file.pe.imphash": "cd",
    });
    expect(fieldsOf("15", { Hash: Hashes }, "file.hash")).toEqual({ "file.hash.sha1": "ab" });
    expect(fieldsOf("26", { Hashes }, "process.", "file.", "dll.")).toEqual({
      "process.hash.sha1": "ab",
      "process.pe.imphash": "cd",
      "file.hash.sha1": "ab",
      "file.pe.imphash": "cd",
    });
    expect(fieldsOf("27", { Hashes }, "process.hash", "file.hash", "related")).toEqual({
      "related.hash": ["ab", "cd"],
    });
  });

  it("has the acting process as the process", () => {
    const data = {
      SourceProcessGUID: "{1}",
      SourceProcessId: "7",
      SourceThreadId: "8",
      SourceImage: "C:\\a.exe",
      TargetProcessGUID: "{2}",
      TargetImage: "C:\\lsass.exe",
      GrantedAccess: "0x1010",
      CallTrace: "C:\\ntdll.dll+1",
    };
    expect(fieldsOf("10", data, "process.", "winlog.event_data")).toEqual({
      "process.entity_id": "{1}",
      "process.pid": 7,
      "process.thread.id": 8,
      "process.executable": "C:\\a.exe",
      "process.name": "a.exe",
      "winlog.event_data.TargetProcessGUID": "{2}",
      "winlog.event_data.TargetImage": "C:\\lsass.exe",
      "winlog.event_data.GrantedAccess": "0x1010",
      "winlog.event_data.CallTrace": "C:\\ntdll.dll+1",
    });
    expect(fieldsOf("8", { TargetProcessGuid: "{2}" }, "winlog.event_data")).toEqual({
      "winlog.event_data.TargetProcessGUID": "{2}",
    });
  });

  it("has a loaded image as a file and as a library", () => {
    const data = {
      ImageLoaded: "C:\\dir\\x.y.dll",
      OriginalFileName: "X.DLL",
      Company: "M",
      Hashes: "SHA256=AB,IMPHASH=CD",
      Signed: "true",
      Signature: "S",
      SignatureStatus: "Valid",
    };
    expect(fieldsOf("7", data, "event.", "file.", "dll.", "process.pe", "winlog.event_data.Signed")).toEqual({
      "event.kind": "event",
      "event.code": "7",
      "event.provider": "Microsoft-Windows-Sysmon",
      "event.module": "sysmon",
      "event.dataset": "windows.sysmon_operational",
      "event.action": ["Image loaded", "load"],
      "event.category": ["process", "library"],
      "event.type": ["change", "start"],
      "file.path": "C:\\dir\\x.y.dll",
      "file.name": "x.y.dll",
      "file.directory": "C:\\dir",
      "file.extension": "dll",
      "file.hash.sha256": "ab",
      "file.pe.imphash": "cd",
      "file.pe.original_file_name": "X.DLL",
      "file.pe.company": "M",
      "file.code_signature.trusted": true,
      "file.code_signature.subject_name": "S",
      "file.code_signature.status": "Valid",
      "file.code_signature.valid": true,
      "dll.path": "C:\\dir\\x.y.dll",
      "dll.name": "x.y.dll",
      "dll.hash.sha256": "ab",
      "dll.pe.imphash": "cd",
      "dll.pe.original_file_name": "X.DLL",
      "dll.code_signature.trusted": true,
      "dll.code_signature.subject_name": "S",
      "dll.code_signature.status": "Valid",
      "dll.code_signature.valid": true,
      "winlog.event_data.Signed": "true",
    });
  });

  it("has a loaded driver as a file only", () => {
    const data = { ImageLoaded: "C:\\d.sys", Signed: "true", Signature: "S", SignatureStatus: "Expired" };
    expect(fieldsOf("6", data, "file.code", "file.path", "dll.")).toEqual({
      "file.path": "C:\\d.sys",
      "file.code_signature.trusted": false,
      "file.code_signature.subject_name": "S",
      "file.code_signature.status": "Expired",
    });
  });

  it.each<[string, Record<string, string>, boolean | undefined, string | undefined]>([
    ["unsigned", { Signed: "false", SignatureStatus: "Unavailable" }, false, "Unavailable"],
    ["signed, by a Sysmon that says no more", { Signed: "true" }, true, undefined],
    ["revoked", { Signed: "true", SignatureStatus: "Revoked" }, false, "Revoked"],
    [
      "unreadable",
      { Signed: "failed: Invalid hash", SignatureStatus: "-" },
      undefined,
      "failed: Invalid hash",
    ],
  ])("says whether a library's signature is trusted: %s", (_, signature, trusted, status) => {
    const { event } = mapped(sysmonRecord("7", { ImageLoaded: "C:\\x.dll", ...signature }));
    expect(event["dll.code_signature.trusted"]).toBe(trusted);
    expect(event["dll.code_signature.status"]).toBe(status);
    expect(event["file.code_signature.trusted"]).toBe(trusted ?? false);
  });

  it("prefers the destination port's name as the protocol", () => {
    const ports = {
      SourcePortName: "ssh",
      DestinationPortName: "http",
      SourcePort: "22",
      DestinationPort: "80",
    };
    expect(fieldsOf("3", ports, "network.protocol", "source.port", "destination.port")).toEqual({
      "network.protocol": "http",
      "source.port": 22,
      "destination.port": 80,
    });
    expect(fieldsOf("3", { SourcePortName: "ssh", DestinationPortName: "-" }, "network.protocol")).toEqual({
      "network.protocol": "ssh",
    });
  });

  it("splits the results of a DNS query", () => {
    const QueryResults = "type:  5 f2.example.net;::ffff:151.101.66.2;fe80::1;not an address;type:  99;";
    const data = { QueryName: "www.example.com", QueryStatus: "9003", QueryResults };
    expect(fieldsOf("22", data, "dns.", "related.", "sysmon.", "network.protocol")).toEqual({
      "network.protocol": "dns",
      "dns.question.name": "www.example.com",
      "dns.answers.type": ["CNAME", "A", "AAAA"],
      "dns.answers.data": ["f2.example.net", "151.101.66.2", "fe80::1"],
      "dns.resolved_ip": ["151.101.66.2", "fe80::1"],
      "related.hosts": ["f2.example.net", "www.example.com"],
      "related.ip": ["151.101.66.2", "fe80::1"],
      "sysmon.dns.status": "DNS_ERROR_RCODE_NAME_ERROR",
    });
  });

  it.each([
    ["DOM\\name", "DOM", "name"],
    ["name", undefined, undefined],
    ["a\\b\\c", undefined, undefined],
  ])("splits the account %s", (User, domain, name) => {
    const { event } = mapped(sysmonRecord("5", { User }));
    expect([event["user.domain"], event["user.name"], event["user.id"]]).toEqual([domain, name, "S-1-5-18"]);
  });
});
