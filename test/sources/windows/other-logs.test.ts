import { describe, expect, it } from "vitest";
import { WindowsEventRecord } from "../../../src/formats/windows-event.ts";
import { below, mapped, windowsRecord } from "../support.ts";

describe("Windows Defender", () => {
  const defender = (eventId: string, data: Record<string, string>) =>
    windowsRecord(
      {
        provider: "Microsoft-Windows-Windows Defender",
        channel: "Microsoft-Windows-Windows Defender/Operational",
        userSid: "S-1-5-18",
        eventId,
      },
      data,
    );
  const DETECTION = {
    "Threat Name": "Virus:Test",
    "Detection User": "CORP\\eve",
    "Process Name": "C:\\d\\mail.exe",
    "Action Name": "Quarantine",
    "Error Description": "The operation completed successfully. ",
    Path: "file:_C:\\d\\a.tar.gz; process:_pid:88",
    FWLink: "https://example.org/",
  };

  it("has a detection with its file, process and account", () => {
    const { event, source } = mapped(defender("1116", DETECTION));
    expect(source).toBe("windows");
    expect(
      below(event, "event.c", "event.t", "event.a", "event.o", "event.r", "file.", "process.", "user."),
    ).toEqual({
      "event.code": "1116",
      "event.category": ["malware"],
      "event.type": ["info"],
      "event.action": "malware-detected",
      "event.outcome": "success",
      "event.reference": "https://example.org/",
      "file.path": "C:\\d\\a.tar.gz",
      "file.name": "a.tar.gz",
      "file.extension": "tar.gz",
      "process.executable": "C:\\d\\mail.exe",
      "process.name": "mail.exe",
      "user.domain": "CORP",
      "user.name": "eve",
    });
    expect(below(event, "windows_defender.", "event.dataset", "event.module")).toEqual({
      "windows_defender.evidence_paths": ["C:\\d\\a.tar.gz", "pid:88"],
      "event.dataset": "windows.windows_defender",
      "event.module": "windows",
    });
  });

  it("has names as the log and as Elastic spells them", () => {
    const { event } = mapped(defender("1116", DETECTION));
    expect(event).toMatchObject({
      "winlog.event_data.Threat Name": "Virus:Test",
      "winlog.event_data.Threat_Name": "Virus:Test",
      "winlog.event_data.Path": DETECTION.Path,
      "winlog.event_data.Process_Name": DETECTION["Process Name"],
    });
    const underscored = Object.fromEntries(
      Object.entries(DETECTION).map(([name, value]) => [name.replaceAll(" ", "_"), value]),
    );
    expect(mapped(defender("1116", underscored)).event).toMatchObject({
      "process.executable": "C:\\d\\mail.exe",
      "user.name": "eve",
    });
  });

  it.each<[string, Record<string, string>, readonly [string, string], string | undefined]>([
    ["1117", { "Action Name": "Quarantine" }, ["malware", "info"], "malware-quarantined"],
    ["1117", { "Action Name": "Remove" }, ["malware", "info"], "malware-detected"],
    ["1116", { "Action Name": "Quarantine" }, ["malware", "info"], "malware-detected"],
    ["2000", { User: "SYSTEM" }, ["process", "info"], "antivirus-updated"],
    ["2050", { Filename: "C:\\d\\x.exe" }, ["file", "info"], "file-uploaded"],
    ["5007", { "New Value": "x" }, ["configuration", "change"], "antivirus-configuration-changed"],
    ["5001", { "Product Name": "x" }, ["process", "info"], undefined],
  ])("has the category, type and action of %s with %j", (id, data, [category, type], action) => {
    const { event } = mapped(defender(id, data));
    expect(event["event.category"]).toEqual([category]);
    expect(event["event.type"]).toEqual([type]);
    expect(event["event.action"]).toBe(action);
  });

  it("has the file of an upload and the process of a blocked connection", () => {
    const upload = { Filename: "\\\\?\\C:\\d\\x.exe", Sha256: "aa" };
    expect(below(mapped(defender("2050", upload)).event, "file.")).toEqual({
      "file.path": "\\\\?\\C:\\d\\x.exe",
      "file.name": "x.exe",
      "file.extension": "exe",
      "file.hash.sha256": "aa",
    });
    expect(below(mapped(defender("2050", { Sha256: "-" })).event, "file.")).toEqual({});
    const blocked = { "Process Name": "x.exe", Destination: "a.example" };
    expect(below(mapped(defender("1126", blocked)).event, "process.", "destination.")).toEqual({
      "process.name": "x.exe",
      "destination.domain": "a.example",
    });
  });
});

describe("AppLocker", () => {
  const event = (channel: string, user: Record<string, string>) => ({
    Event: {
      System: {
        Provider: { "#attributes": { Name: "Microsoft-Windows-AppLocker" } },
        EventID: 8003,
        Channel: `Microsoft-Windows-AppLocker/${channel}`,
        Execution: { "#attributes": { ProcessID: 2152, ThreadID: 1 } },
        Security: { "#attributes": { UserID: "S-1-5-21-7" } },
      },
      UserData: { RuleAndFileData: user },
    },
  });
  const DATA = {
    FullFilePath: "C:\\d\\git.exe",
    FileHash: "AA",
    Fqbn: "O=ACME, S=X, C=DE\\GIT\\GIT.EXE\\2.35",
    TargetProcessId: "88",
  };

  it("has the start of a process with its file", () => {
    const { event: out, source } = mapped(event("EXE and DLL", DATA));
    expect(source).toBe("windows");
    expect(below(out, "event.c", "event.t", "event.d", "file.", "process.", "user.")).toEqual({
      "event.code": "8003",
      "event.category": ["process"],
      "event.type": ["start"],
      "event.dataset": "windows.applocker_exe_and_dll",
      "file.name": "git.exe",
      "file.hash.sha256": "AA",
      "file.pe.product": "GIT",
      "file.pe.original_file_name": "GIT.EXE",
      "file.pe.file_version": "2.35",
      "process.pid": 2152,
      "user.id": "S-1-5-21-7",
    });
    expect(out["winlog.user_data.TargetProcessId"]).toBe(88);
    expect(out["winlog.user_data.FullFilePath"]).toBe("C:\\d\\git.exe");
  });

  it("has no file where the values are dashes", () => {
    const none = { FullFilePath: "-", FileHash: "-", Fqbn: "-" };
    expect(below(mapped(event("MSI and Script", none)).event, "file.")).toEqual({});
  });

  it.each([
    ["EXE and DLL", "exe_and_dll", 2152],
    ["MSI and Script", "msi_and_script", 2152],
    ["Packaged app-Deployment", "packaged_app_deployment", undefined],
    ["Packaged app-Execution", "packaged_app_execution", undefined],
  ])("has the data set of %s", (channel, dataset, pid) => {
    const { event: out } = mapped(event(channel, DATA));
    expect(out["data_stream.dataset"]).toBe(`windows.applocker_${dataset}`);
    expect(out["process.pid"]).toBe(pid);
  });
});

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

  it("takes name:value of 4103 for names it knows only, and details without a value", () => {
    const ContextInfo = [
      "        Host Application : powershell.exe -c iwr",
      "        https://example.org/a.ps1",
      "        Command Name: Out-Null",
    ].join("\n");
    const Payload = 'CommandInvocation(Out-Null):\nCommandInvocation(iwr):"iwr"';
    const { event } = mapped(operational("4103", { ContextInfo, Payload }));
    expect(below(event, "powershell.", "process.command_line", "winlog.event_data")).toEqual({
      "powershell.command.name": "Out-Null",
      "powershell.command.invocation_details.type": ["CommandInvocation", "CommandInvocation"],
      "powershell.command.invocation_details.related_command": ["Out-Null", "iwr"],
      "powershell.command.invocation_details.value": ["", '"iwr"'],
      "process.command_line": "powershell.exe -c iwr\n        https://example.org/a.ps1",
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

describe("the System log", () => {
  const event104 = (provider: string, rendered?: string) =>
    mapped(
      windowsRecord({
        provider,
        channel: "System",
        eventId: "104",
        task: "104",
        ...(rendered !== undefined && { rendering: { task: rendered } }),
      }),
    ).event;

  it("names the task of a cleared log, which rules ask for", () => {
    const log = "Microsoft-Windows-Eventlog";
    expect(event104(log)).toMatchObject({ "event.action": "Log clear", "winlog.task": "Log clear" });
    expect(event104(log, "Protokoll löschen")).toMatchObject({
      "event.action": "Log clear",
      "winlog.task": "Protokoll löschen",
    });
    expect(event104("Some-Driver")["event.action"]).toBeUndefined();
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
