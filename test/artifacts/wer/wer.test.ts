import { describe, expect, it } from "vitest";
import { readWer } from "../../../src/artifacts/index.ts";
import { utf16 } from "../bytes-writer.ts";
import { expectedFiles, expectedOf, isPresent, ROOT } from "../shared-files.ts";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

function report(
  eventType: string,
  signature: readonly (readonly [name: string, value: string])[],
  path: string,
): string {
  return [
    "Version=1",
    `EventType=${eventType}`,
    "EventTime=134179540810000000",
    "UploadTime=134179541410000001",
    "ReportIdentifier=6f0b2c11-1111-4222-8333-444455556666",
    "TargetAppId=W:0006!0000AAAAAAAAAAAAAAAAAAAAaaaaaaaaaaaaaaaaaaaa!x.exe",
    ...signature.flatMap(([name, value], i) => [`Sig[${i}].Name=${name}`, `Sig[${i}].Value=${value}`]),
    "DynamicSig[1].Name=OS Version",
    "DynamicSig[1].Value=10.0.19045.2",
    "LoadedModule[1]=C:\\b.dll",
    "LoadedModule[0]=C:\\a.exe",
    `UI[2]=${path}`,
    "",
  ].join("\r\n");
}

const CRASH = [
  ["Application Name", "lsass.exe"],
  ["Application Version", "10.0"],
  ["Application Timestamp", "5d3f1a00"],
  ["Fault Module Name", "ntdll.dll"],
  ["Fault Module Version", "10.0"],
  ["Fault Module Timestamp", "5d3f1a01"],
  ["Exception Code", "C0000001"],
  ["Exception Offset", "1234"],
] as const;

describe("a WER report", () => {
  it("says which program failed how and when, with times to 100 ns", () => {
    const text = report("APPCRASH", CRASH, "C:\\Windows\\System32\\lsass.exe");
    const wer = readWer(utf16(`\ufeff${text}`));
    expect(wer).toMatchObject({
      eventType: "APPCRASH",
      eventTime: "2026-03-14T09:28:01.0000000Z",
      uploadTime: "2026-03-14T09:29:01.0000001Z",
      app: "lsass.exe",
      appPath: "C:\\Windows\\System32\\lsass.exe",
      exceptionCode: "c0000001",
      faultModule: "ntdll.dll",
      reportId: "6f0b2c11-1111-4222-8333-444455556666",
      sha1: "a".repeat(40),
      modules: ["C:\\a.exe", "C:\\b.dll"],
      dynamicSignature: [{ index: 1, name: "OS Version", value: "10.0.19045.2" }],
      isStagedCrash: true,
      encoding: "utf-16le with BOM",
      problems: [],
    });
    expect(wer.signature[6]).toEqual({ index: 6, name: "Exception Code", value: "C0000001" });
    expect(readWer(utf16(text))).toMatchObject({ encoding: "utf-16le", app: "lsass.exe" });
    expect(readWer(text)).toEqual({ ...wer, encoding: null });
  });

  it("is a real crash with another code, or of another program", () => {
    const other = CRASH.map(([name, value]) => [name, value === "C0000001" ? "c0000005" : value] as const);
    expect(readWer(report("APPCRASH", other, "C:\\Windows\\System32\\lsass.exe")).isStagedCrash).toBe(false);
    expect(readWer(report("APPCRASH", CRASH, "C:\\Windows\\notlsass.exe")).isStagedCrash).toBe(false);
  });

  it("goes by names, and by places where they are translated", () => {
    const german = CRASH.map(([, value], i) => [`Problemsignatur ${i + 1}`, value] as const);
    expect(readWer(report("APPCRASH", german, "C:\\x.exe"))).toMatchObject({
      app: "lsass.exe",
      faultModule: "ntdll.dll",
      exceptionCode: "c0000001",
    });
    const bex = [...german.slice(0, 6), ["P7", "offset"], ["P8", "c0000409"]] as const;
    expect(readWer(report("BEX64", bex, "C:\\x.exe")).exceptionCode).toBe("c0000409");
    const powershell = [
      ["NameOfExe", "powershell.exe"],
      ["FileVersionOfSystemManagementAutomation", "10.0"],
      ["InnermostExceptionType", "System.X"],
    ] as const;
    expect(readWer(report("PowerShell", powershell, ""))).toMatchObject({
      app: "powershell.exe",
      exceptionCode: null,
    });
  });

  it("survives anything else", () => {
    expect(readWer("")).toMatchObject({
      eventType: null,
      eventTime: null,
      app: null,
      lines: 0,
      problems: [],
    });
    const odd = readWer(
      "__proto__=x\nno equals sign\nEventTime=99999999999999999999999\nEventTime=1\nSig[9999999].Name=a\n",
    );
    expect(odd).toMatchObject({ eventTime: null, signature: [], lines: 4 });
    expect(odd.problems).toMatchObject([{ data: { line: 2 } }, { data: { line: 4 } }]);
    expect(odd.fields.get("__proto__")).toBe("x");
  });
});

interface Expected {
  readonly event_type: string;
  readonly event_time: string;
  readonly app_path: string;
  readonly app: string;
  readonly exception_code: string;
  readonly fault_module: string;
  readonly report_id: string;
  readonly modules: number;
  readonly lines: number;
}

describe.skipIf(!isPresent)("reports outside the repository (skipped without them)", () => {
  it.each(expectedFiles("wer__"))("%s", (name) => {
    const expected = expectedOf<Expected>(name);
    const folder = join(ROOT, "wer");
    const path = readdirSync(folder, { recursive: true, encoding: "utf8" }).find(
      (each) => basename(each) === "Report.wer" && basename(dirname(each)) === basename(name),
    )!;
    const wer = readWer(new Uint8Array(readFileSync(join(folder, path))));
    expect({
      event_type: wer.eventType,
      event_time: wer.eventTime,
      app_path: wer.appPath,
      app: wer.app,
      exception_code: wer.exceptionCode,
      fault_module: wer.faultModule,
      report_id: wer.reportId,
      modules: wer.modules.length,
      lines: wer.lines,
    }).toEqual(expected);
  });
});
