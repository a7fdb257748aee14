import type { Activity } from "./activity.ts";
import { DUMPS } from "./dumps.ts";
import * as other from "./other-logs.ts";
import type { RuleName } from "./rules.ts";
import * as sysmon from "./sysmon.ts";

const KEY = "SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
const VALUE = `HKLM\\${KEY}\\DumpType`;
const REG = "C:\\Windows\\System32\\reg.exe";
const SVCHOST = "C:\\Windows\\System32\\svchost.exe";
const COMMAND = `reg.exe add HKLM\\${KEY} /v DumpType /t REG_DWORD /d 2 /f`;
/** Text that must survive every form of escaping. */
const ODD = `reg add "HKLM\\a,b;c" | <d> & "é 🔥" ]]> 'x' -y\tz`;

/** A set of activities with the alerts of each, which every form must produce. */
export const ACTIVITIES: readonly (readonly [activity: Activity, alerts: readonly RuleName[]])[] = [
  [sysmon.valueSet("DumpType 2", 1, VALUE, "DWORD (0x00000002)", REG), [DUMPS]],
  [
    sysmon.valueSet(
      "DumpType 2 by the kernel's name",
      2,
      `\\REGISTRY\\MACHINE\\${KEY}\\DumpType`,
      "DWORD (0x00000002)",
      REG,
    ),
    [DUMPS],
  ],
  [
    sysmon.valueSet(
      "DumpType 2 in other letters",
      3,
      VALUE.toLowerCase().replace("hklm", "HKLM"),
      "DWORD (0x00000002)",
      REG,
    ),
    [DUMPS],
  ],
  [sysmon.valueSet("DumpType 2 as a QWORD", 4, VALUE, "QWORD (0x00000000-0x00000002)", REG), [DUMPS]],
  [sysmon.valueSet("DumpType 2 as text", 5, VALUE, "2", REG), [DUMPS]],
  [
    sysmon.valueSet(
      "DumpType 2 by a user's svchost.exe",
      6,
      VALUE,
      "DWORD (0x00000002)",
      "C:\\Temp\\svchost.exe",
    ),
    [DUMPS],
  ],
  [sysmon.valueSet("DumpType 2 by svchost.exe", 7, VALUE, "DWORD (0x00000002)", SVCHOST), []],
  [sysmon.valueSet("DumpType 1", 8, VALUE, "DWORD (0x00000001)", REG), []],
  [sysmon.valueSet("DumpType 32", 9, VALUE, "DWORD (0x00000020)", REG), []],
  [
    sysmon.valueSet(
      "a program's own DumpType 2",
      10,
      `HKLM\\${KEY}\\lsass.exe\\DumpType`,
      "DWORD (0x00000002)",
      REG,
    ),
    [],
  ],
  [sysmon.valueSet("DumpCount 2", 11, `HKLM\\${KEY}\\DumpCount`, "DWORD (0x00000002)", REG), []],
  [sysmon.keyCreated("the key created", 12, `HKLM\\${KEY}`), ["key-touched"]],
  [sysmon.processCreated("reg.exe run", 13, COMMAND), ["reg-add", "from-cmd"]],
  [sysmon.processCreated("a command line full of signs", 14, ODD), ["from-cmd", "odd-text"]],
  [sysmon.connected("a connection", 15), ["beacon"]],
  [sysmon.fileCreated("a dump file", 16), ["dump-file"]],
  [sysmon.nameAsked("a name looked up", 17), ["lookup"]],
  [other.valueAudited("DumpType 2 audited", 18, "2", REG), [DUMPS]],
  [other.valueAudited("DumpType 1 audited", 19, "1", REG), []],
  [other.valueAudited("DumpType 2 by svchost.exe, audited", 20, "2", SVCHOST, "S-1-5-18"), []],
  [other.processAudited("reg.exe run, audited", 21, COMMAND), ["reg-add", "from-cmd"]],
  [other.loggedOn("a remote logon", 22), ["remote-logon", "by-the-system"]],
  [other.logonFailed("a failed logon", 23), ["failed-logon", "by-the-system"]],
  [other.logCleared("the log cleared", 24), ["cleared"]],
  [other.serviceInstalled("a service installed", 25), ["service"]],
  [other.scriptBlock("a script", 26), ["script"]],
];
