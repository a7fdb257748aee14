/** A value that says how a machine is set up, with what holds if it is absent. */
export interface LookUpValue {
  readonly name: string;
  /** What Windows does without it, as a number or a text; null if that depends on the version or is nothing at all. */
  readonly default: number | string | null;
}

/** A key to look at, and its values. */
export interface LookUp {
  readonly id: string;
  readonly hive: "software" | "system";
  /** From the hive's root; in a SYSTEM hive below `CurrentControlSet`. */
  readonly key: string;
  readonly values: readonly LookUpValue[];
  /** Each sub-key is a program, whose values override those of the key one by one. */
  readonly perProgram: boolean;
}

const WINDOWS = "Microsoft\\Windows\\Windows Error Reporting";
const NT = "Microsoft\\Windows NT\\CurrentVersion";

const value = (name: string, fallback: number | string | null = null): LookUpValue => ({
  name,
  default: fallback,
});

/** Defaults as Microsoft documents them ("Collecting User-Mode Dumps", "WER Settings"). */
const LOCAL_DUMPS = [
  value("DumpType", 1),
  value("CustomDumpFlags", 0x121),
  value("DumpFolder", "%LOCALAPPDATA%\\CrashDumps"),
  value("DumpCount", 10),
];
const REPORTING = ["Disabled", "DontShowUI", "LoggingDisabled", "DisableArchive"].map((name) =>
  value(name, 0),
);

const software = (id: string, key: string, values: readonly LookUpValue[], perProgram = false): LookUp => ({
  ...{ id, key, values, perProgram },
  hive: "software",
});
const system = (id: string, key: string, values: readonly LookUpValue[]): LookUp => ({
  ...{ id, key: `CurrentControlSet\\${key}`, values, perProgram: false },
  hive: "system",
});

/**
 * What the registry says about dumps of LSASS and what protects it: whether dumps are kept, of what and where, and the
 * neighbouring settings. The 32-bit view is looked at as well; 64-bit programs do not read it.
 */
export const LOOK_UPS: readonly LookUp[] = [
  software("local-dumps", `${WINDOWS}\\LocalDumps`, LOCAL_DUMPS, true),
  software("local-dumps-32", `Wow6432Node\\${WINDOWS}\\LocalDumps`, LOCAL_DUMPS, true),
  software("reporting", WINDOWS, REPORTING),
  software("reporting-policy", `Policies\\${WINDOWS}`, REPORTING),
  software("image-options", `${NT}\\Image File Execution Options\\lsass.exe`, [
    value("GlobalFlag", 0),
    value("Debugger"),
    value("AuditLevel"),
  ]),
  software(
    "silent-exit",
    `${NT}\\SilentProcessExit`,
    [
      value("ReportingMode", 0),
      value("DumpType"),
      value("LocalDumpFolder", "%TEMP%\\Silent Process Exit"),
      value("MaxNumberOfDumpFiles", 10),
      value("MonitorProcess"),
      value("IgnoreSelfExits"),
      value("ModuleIgnoreList"),
    ],
    true,
  ),
  software("debugger", `${NT}\\AeDebug`, [value("Auto"), value("Debugger")]),
  software("protection-policy", "Policies\\Microsoft\\Windows\\System", [value("RunAsPPL")]),
  software("version", NT, [value("CurrentBuild"), value("ProductName"), value("InstallDate")]),
  system("protection", "Control\\Lsa", [value("RunAsPPL"), value("RunAsPPLBoot"), value("LsaPid")]),
  system("digest", "Control\\SecurityProviders\\WDigest", [value("UseLogonCredential")]),
  system("crash-control", "Control\\CrashControl", [
    value("CrashDumpEnabled"),
    value("DumpFile", "%SystemRoot%\\MEMORY.DMP"),
    value("MinidumpDir"),
    value("DedicatedDumpFile"),
  ]),
  system("computer-name", "Control\\ComputerName\\ComputerName", [value("ComputerName")]),
  system("network", "Services\\Tcpip\\Parameters", [value("Hostname"), value("Domain")]),
  system("zone", "Control\\TimeZoneInformation", [
    value("TimeZoneKeyName"),
    value("Bias"),
    value("ActiveTimeBias"),
  ]),
];

/** Names under which deleted keys and values are worth a search. */
export const NAMES_OF_INTEREST: readonly string[] = [
  "LocalDumps",
  "SilentProcessExit",
  "lsass.exe",
  ...LOCAL_DUMPS.map(({ name }) => name),
  "ReportingMode",
  "LocalDumpFolder",
  "RunAsPPL",
  "UseLogonCredential",
];
