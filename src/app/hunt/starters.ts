import type { HuntQuery } from "./hunt-query.ts";

const LOCAL_DUMPS = String.raw`*\\Windows Error Reporting\\LocalDumps`;

const eql = (title: string, text: string): HuntQuery => ({ language: "eql", title, text });

/**
 * Queries to begin with, for an attack on LSASS through Windows Error Reporting ("LSASS Shtinkering"): the preparation in
 * the registry, the forged crash report, the dump, and what comes before and after. A field that not every source has is
 * optional (`?`).
 */
export const STARTERS: readonly HuntQuery[] = [
  eql(
    "Any change below LocalDumps",
    `registry where registry.path : ("${LOCAL_DUMPS}", "${LOCAL_DUMPS}\\\\*")`,
  ),
  eql(
    "Full dumps switched on, for all programs or for one",
    `registry where registry.path : ("${LOCAL_DUMPS}\\\\DumpType", "${LOCAL_DUMPS}\\\\*\\\\DumpType") and\n  registry.data.strings : ("2", "0x2", "0x00000002")`,
  ),
  eql("LocalDumps on a command line", `process where process.command_line : "*LocalDumps*"`),
  eql(
    "WerFault.exe that was not started by lsass.exe, for another process's crash",
    `process where event.type == "start" and process.name : ("WerFault.exe", "WerFaultSecure.exe") and\n  process.command_line : "*-u -p *" and process.command_line : "* -ip *" and\n  not ?process.parent.name : "lsass.exe"`,
  ),
  eql(
    "A process that opens lsass.exe with the rights that the attack needs",
    `any where event.code == "10" and winlog.event_data.TargetImage : "*\\\\lsass.exe" and\n  winlog.event_data.GrantedAccess : ("0x1010", "0x1410", "0x1438", "0x143a", "0x1fffff")`,
  ),
  eql(
    "A dump with lsass in its name, wherever it is written",
    `file where file.path : ("*\\\\lsass*.dmp", "*\\\\lsass*.mdmp", "*\\\\lsass*.hdmp")`,
  ),
  eql("Any file in a CrashDumps folder", `file where file.path : "*\\\\CrashDumps\\\\*"`),
  eql(
    "A crash of lsass.exe that Windows reported",
    `any where (event.code == "1000" and (?winlog.event_data.AppName : "lsass.exe" or ?winlog.event_data.param1 : "lsass.exe")) or\n  (event.code == "1001" and (?winlog.event_data.P1 : "lsass.exe" or ?winlog.event_data.param6 : "lsass.exe"))`,
  ),
  eql(
    "DumpType set, then WerFault.exe, then a dump, within fifteen minutes",
    `sequence by host.name with maxspan=15m\n  [registry where registry.path : ("${LOCAL_DUMPS}\\\\DumpType", "${LOCAL_DUMPS}\\\\*\\\\DumpType")]\n  [process where process.name : ("WerFault.exe", "WerFaultSecure.exe")]\n  [file where file.name : "*.dmp"]`,
  ),
  eql(
    "DumpType set and changed once more within a day",
    `sequence by host.name with maxspan=1d\n  [registry where registry.path : ("${LOCAL_DUMPS}\\\\DumpType", "${LOCAL_DUMPS}\\\\*\\\\DumpType")]\n  [registry where registry.path : ("${LOCAL_DUMPS}", "${LOCAL_DUMPS}\\\\*")]`,
  ),
  eql(
    "SilentProcessExit set up for lsass.exe",
    `registry where registry.path : ("*\\\\SilentProcessExit\\\\lsass.exe", "*\\\\SilentProcessExit\\\\lsass.exe\\\\*",\n  "*\\\\Image File Execution Options\\\\lsass.exe\\\\GlobalFlag")`,
  ),
  eql(
    "A service or a task that runs a program as SYSTEM",
    `any where event.code in ("7045", "4697", "4698", "106")`,
  ),
  eql(
    "Logs that were cleared",
    `any where event.code in ("1102", "104") or event.action : ("audit-log-cleared", "log-cleared")`,
  ),
  {
    language: "kuery",
    title: "Archives and copies made of a dump",
    text: "process.command_line: *.dmp* and process.name: (rar.exe or 7z.exe or 7za.exe or makecab.exe or robocopy.exe or xcopy.exe or powershell.exe or cmd.exe)",
  },
];
