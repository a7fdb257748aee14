import { describe, expect, it } from "vitest";
import { WindowsEventRecord } from "../../../src/formats/windows-event.ts";
import { below, mapped, windowsRecord } from "../support.ts";

describe("PowerShell", () => {
  const operational = (eventId: string, data: Record<string, string>) =>
    windowsRecord(
      {
        provider: "Microsoft-Windows-PowerShell",
        channel: "Microsoft-Windows-PowerShell/Operational",
        userSid: "S-1-5-21-7",
        processId: "716",
        eventId,
      },
      data,
    );

  it("has the text of a script block", () => {
    const data = {
      MessageNumber: "1",
      MessageTotal: "2",
      ScriptBlockText: "iex $x\r\n$y",
      ScriptBlockId: "id",
      Path: "C:\\d\\s.ps1",
    };
    const { event, source } = mapped(operational("4104", data));
    expect(source).toBe("windows-powershell");
    expect(
      below(
        event,
        "powershell.",
        "file.",
        "process.",
        "user.",
        "event.category",
        "event.type",
        "winlog.event_data",
      ),
    ).toEqual({
      "event.category": ["process"],
      "event.type": ["info"],
      "powershell.sequence": 1,
      "powershell.total": 2,
      "powershell.file.script_block_text": "iex $x\n$y",
      "powershell.file.script_block_length": 9,
      "powershell.file.script_block_unique_symbols": 7,
      "powershell.file.script_block_entropy_bits": expect.closeTo(2.7255, 4) as number,
      "powershell.file.script_block_entropy_normalized": expect.closeTo(0.8598, 4) as number,
      "powershell.file.script_block_surprisal_stdev": expect.closeTo(0.4969, 4) as number,
      "powershell.file.script_block_id": "id",
      "file.path": "C:\\d\\s.ps1",
      "file.name": "s.ps1",
      "file.directory": "C:\\d",
      "file.extension": "ps1",
      "process.pid": 716,
      "user.id": "S-1-5-21-7",
    });
  });

  it("splits the context of 4103, without taking a script as a name", () => {
    const ContextInfo = [
      "        Severity = Informational",
      "        Host Name = ConsoleHost",
      "        Host ID = 2b22",
      "        Host Application = powershell.exe -c $a = 1",
      "  b = 2",
      "        Command Name = Get-Item",
      "        Sequence Number = 18",
      "        User = DOM\\eve",
      "        Connected User = ",
    ].join("\r\n");
    const Payload =
      'CommandInvocation(Get-Item): "Get-Item"\r\nParameterBinding(Get-Item): name="Path"; value="C:\\"\r\nodd';
    const { event } = mapped(operational("4103", { ContextInfo, Payload }));
    expect(below(event, "powershell.", "process.", "user.", "event.sequence", "winlog.event_data")).toEqual({
      "powershell.command.name": "Get-Item",
      "powershell.command.invocation_details.type": ["CommandInvocation", "ParameterBinding"],
      "powershell.command.invocation_details.related_command": ["Get-Item", "Get-Item"],
      "powershell.command.invocation_details.name": ['"Path"'],
      "powershell.command.invocation_details.value": ['"Get-Item"', '"C:\\"', "odd"],
      "process.title": "ConsoleHost",
      "process.entity_id": "2b22",
      "process.command_line": "powershell.exe -c $a = 1\n  b = 2",
      "process.args": ["powershell.exe", "-c", "$a", "=", "1\n", "b", "=", "2"],
      "process.args_count": 8,
      "process.pid": 716,
      "user.id": "S-1-5-21-7",
      "user.name": "eve",
      "user.domain": "DOM",
      "event.sequence": 18,
    });
  });

  it("reads the third parameter of the classic log", () => {
    const param3 =
      "\tNewEngineState=Available\r\n\tPreviousEngineState=None\r\n\r\n\tHostApplication=powershell.exe -enc QQ==\r\n\tEngineVersion=5.1";
    const record = windowsRecord({ provider: "PowerShell", channel: "Windows PowerShell", eventId: "400" }, [
      "Available",
      "None",
      param3,
    ]);
    const { event } = mapped(record);
    expect(below(event, "powershell.", "process.", "event.type", "winlog.event_data")).toEqual({
      "event.type": ["start"],
      "powershell.engine.new_state": "Available",
      "powershell.engine.previous_state": "None",
      "powershell.engine.version": "5.1",
      "process.command_line": "powershell.exe -enc QQ==",
      "process.args": ["powershell.exe", "-enc", "QQ=="],
      "process.args_count": 3,
    });
  });
});

describe("other logs", () => {
  it("have their header and values", () => {
    const record = new WindowsEventRecord({
      provider: "Service Control Manager",
      providerGuid: "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
      eventId: "7045",
      version: "0",
      level: "4",
      keywords: "0x8080000000000000",
      opcode: "0",
      systemTime: "2024-03-01T10:00:00.123456700Z",
      recordId: "12",
      processId: "700",
      threadId: "0",
      channel: "System",
      computer: "HOST1",
      userSid: "S-1-5-18",
      eventData: [
        { name: "ServiceName", value: "x" },
        { name: "ImagePath", value: "C:\\x.exe\r\n" },
        { name: "Empty", value: "" },
        { name: "ServiceName", value: "second of the name" },
      ],
      binary: "00FF",
      rendering: { message: "A service\r\nwas installed.\r\n", level: "Information", task: "None" },
    });
    const { event, source, extension } = mapped(record);
    expect({ ...event }).toEqual({
      "@timestamp": "2024-03-01T10:00:00.123456700Z",
      "event.kind": "event",
      "event.code": "7045",
      "event.provider": "Service Control Manager",
      "event.action": "None",
      "event.dataset": "system.system",
      "data_stream.dataset": "system.system",
      "host.id": "loupe:host1",
      "host.name": "HOST1",
      "host.os.type": "windows",
      "host.os.family": "windows",
      "log.level": "information",
      message: "A service\nwas installed.",
      "winlog.channel": "System",
      "winlog.computer_name": "HOST1",
      "winlog.event_id": "7045",
      "winlog.keywords": ["Classic"],
      "winlog.opcode": "Info",
      "winlog.process.pid": 700,
      "winlog.provider_guid": "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
      "winlog.provider_name": "Service Control Manager",
      "winlog.record_id": "12",
      "winlog.task": "None",
      "winlog.user.identifier": "S-1-5-18",
      "winlog.event_data.ServiceName": "x",
      "winlog.event_data.ImagePath": "C:\\x.exe",
      "winlog.event_data.Binary": "00FF",
    });
    expect(source).toBe("windows");
    expect(extension).toBeUndefined();
  });

  it("number unnamed values by position", () => {
    const record = windowsRecord({ channel: "Application", eventId: "1000" }, ["a", "", "c"]);
    expect(below(mapped(record).event, "winlog.event_data")).toEqual({
      "winlog.event_data.param1": "a",
      "winlog.event_data.param3": "c",
    });
  });

  it("keep nested UserData under dotted names", () => {
    const value = {
      Event: {
        System: {
          Provider: { "#attributes": { Name: "CAPI2" } },
          EventID: 53,
          Channel: "Microsoft-Windows-CAPI2/Operational",
        },
        UserData: {
          Wire: { URL: { "#attributes": { scheme: "http" }, "#text": "http://x" }, Info: { Status: "1" } },
        },
      },
    };
    expect(below(mapped(value).event, "winlog.user_data")).toEqual({
      "winlog.user_data.xml_name": "Wire",
      "winlog.user_data.URL": "http://x",
      "winlog.user_data.Info.Status": "1",
    });
  });
});
