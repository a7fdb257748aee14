import { describe, expect, it } from "vitest";
import { dataFromMessage } from "../../../src/sources/windows/message.ts";
import { namesByPosition } from "../../../src/sources/windows/templates.ts";
import { mapped } from "../support.ts";

const AUDITING = "Microsoft-Windows-Security-Auditing";
const valuesOf = (provider: string, code: string, ...lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    (dataFromMessage(provider, code, lines.join("\r\n"))?.data ?? []).map(({ name, value }) => [name, value]),
  );

describe("a rendered message", () => {
  it("of a logon distinguishes its two accounts, and has numbers as in event XML", () => {
    const found = valuesOf(
      AUDITING,
      "4624",
      "An account was successfully logged on.",
      "",
      "Subject:",
      "\tSecurity ID:\t\tS-1-5-18",
      "\tLogon ID:\t\t0x3E7",
      "",
      "Logon Type:\t\t\t3",
      "",
      "New Logon:",
      "\tSecurity ID:\t\tS-1-5-21-1-2-3-1001",
      "\tLogon ID:\t\t0x8DCDC",
      "",
      "Network Information:",
      "\tSource Network Address:\t10.0.0.7",
    );
    expect(found).toEqual({
      SubjectUserSid: "S-1-5-18",
      SubjectLogonId: "0x3e7",
      LogonType: "3",
      TargetUserSid: "S-1-5-21-1-2-3-1001",
      TargetLogonId: "0x8dcdc",
      IpAddress: "10.0.0.7",
    });
  });

  it("of a script block ends at its last lines, not at similar lines in the script", () => {
    const id = "9e7f3b0c-5a55-4f11-9d5b-1f0f6f6a2c11";
    const script = `a\n\nScriptBlock ID: ${id}\nPath: C:\\fake.ps1\nb`;
    const found = valuesOf(
      "Microsoft-Windows-PowerShell",
      "4104",
      "Creating Scriptblock text (1 of 2):",
      script,
      "",
      `ScriptBlock ID: ${id}`,
      "Path: ",
    );
    expect(found).toEqual({
      MessageNumber: "1",
      MessageTotal: "2",
      ScriptBlockText: script,
      ScriptBlockId: id,
      Path: "",
    });
    expect(valuesOf("Microsoft-Windows-PowerShell", "4104", "Path: C:\\a.ps1")).toEqual({});
    expect(valuesOf("Microsoft-Windows-PowerShell", "4103", "Path: C:\\a.ps1")).toEqual({});
  });

  it("of a service cannot have a value set twice by a line in another value", () => {
    const found = valuesOf(
      "Service Control Manager",
      "7045",
      "A service was installed in the system.",
      "",
      "Service Name:  x",
      "Service Name:  y",
      "Service File Name:  C:\\x.exe",
    );
    expect(found).toEqual({ ServiceName: "x\nService Name:  y", ImagePath: "C:\\x.exe" });
  });
});

describe("values by position", () => {
  it("of a logon have the names of the manifest version", () => {
    const values = Array<string>(28).fill("x");
    expect(namesByPosition(AUDITING, "4624", values)![22]).toBe("RemoteCredentialGuard");
    expect(namesByPosition(AUDITING, "4624", values.slice(1))![22]).toBe("TargetOutboundUserName");
    expect(namesByPosition(AUDITING, "4624", [...values, "y"])).toBeUndefined();
  });

  it("are hexadecimal if they are in event XML", () => {
    const record = {
      Id: 1102,
      ProviderName: "Microsoft-Windows-Eventlog",
      LogName: "Security",
      TimeCreated: "2024-03-01T10:00:00Z",
      Properties: ["S-1-5-18", "SYSTEM", "NT AUTHORITY", 999].map((Value) => ({ Value })),
    };
    expect(mapped(record).event).toMatchObject({
      "winlog.logon.id": "0x3e7",
      "user.id": "S-1-5-18",
      "user.name": "SYSTEM",
      "event.action": "audit-log-cleared",
    });
  });
});
