/** Programs, files and registry keys of Windows hosts, for rules and events that match each other. */
export const SYSTEM32 = "C:\\Windows\\System32\\";

/** Programs that run all the time. */
export const BUSY = [
  ...["svchost.exe", "conhost.exe", "taskhostw.exe", "RuntimeBroker.exe", "dllhost.exe", "WmiPrvSE.exe"],
  ...["backgroundTaskHost.exe", "SearchProtocolHost.exe", "SearchIndexer.exe", "services.exe", "lsass.exe"],
  ...["smartscreen.exe", "MoUsoCoreWorker.exe", "consent.exe", "spoolsv.exe", "WerFault.exe", "ctfmon.exe"],
];
/** Programs of users and vendors, outside System32. */
export const INSTALLED = [
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE",
  "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE",
  "C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE",
  "C:\\Program Files\\Windows Defender\\MsMpEng.exe",
  "C:\\Program Files\\Microsoft OneDrive\\OneDrive.exe",
  "C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe",
  "C:\\Windows\\explorer.exe",
  "C:\\Users\\alice\\AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe",
];
/** Programs used by administrators and by intruders: most rules name some of them. */
export const TOOLS = [
  ...[
    "cmd.exe",
    "powershell.exe",
    "pwsh.exe",
    "reg.exe",
    "sc.exe",
    "net.exe",
    "net1.exe",
    "netsh.exe",
    "wmic.exe",
  ],
  ...[
    "schtasks.exe",
    "rundll32.exe",
    "regsvr32.exe",
    "mshta.exe",
    "wscript.exe",
    "cscript.exe",
    "certutil.exe",
  ],
  ...[
    "bitsadmin.exe",
    "vssadmin.exe",
    "wevtutil.exe",
    "bcdedit.exe",
    "fsutil.exe",
    "msiexec.exe",
    "nltest.exe",
  ],
  ...[
    "whoami.exe",
    "quser.exe",
    "systeminfo.exe",
    "tasklist.exe",
    "taskkill.exe",
    "attrib.exe",
    "icacls.exe",
  ],
  ...["takeown.exe", "xcopy.exe", "robocopy.exe", "makecab.exe", "expand.exe", "forfiles.exe", "dsquery.exe"],
  ...[
    "csvde.exe",
    "ntdsutil.exe",
    "esentutl.exe",
    "diskshadow.exe",
    "msbuild.exe",
    "installutil.exe",
    "csc.exe",
  ],
  ...[
    "regasm.exe",
    "odbcconf.exe",
    "control.exe",
    "dism.exe",
    "fltMC.exe",
    "mstsc.exe",
    "winrs.exe",
    "ssh.exe",
  ],
];

export const LIBRARIES = [
  ...["ntdll.dll", "kernel32.dll", "advapi32.dll", "user32.dll", "wininet.dll", "winhttp.dll", "crypt32.dll"],
  ...["taskschd.dll", "samlib.dll", "vaultcli.dll", "dbghelp.dll", "dbgcore.dll", "amsi.dll", "clr.dll"],
  ...[
    "mscoree.dll",
    "wmiutils.dll",
    "version.dll",
    "cryptsp.dll",
    "propsys.dll",
    "uxtheme.dll",
    "netapi32.dll",
  ],
];

/** Below HKLM, without the hive. */
export const REGISTRY_KEYS = [
  "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run",
  "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnce",
  "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon",
  "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options",
  "SOFTWARE\\Policies\\Microsoft\\Windows Defender",
  "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell\\ScriptBlockLogging",
  "SYSTEM\\ControlSet001\\Control\\Lsa",
  "SYSTEM\\ControlSet001\\Control\\SecurityProviders\\WDigest",
  "SYSTEM\\ControlSet001\\Control\\Terminal Server",
  "SYSTEM\\ControlSet001\\Services\\PortProxy\\v4tov4",
  "SYSTEM\\ControlSet001\\Services\\W32Time\\TimeProviders",
  "SYSTEM\\ControlSet001\\Control\\Print\\Monitors",
];
export const REGISTRY_VALUES = [
  ...[
    "ImagePath",
    "ServiceDLL",
    "Debugger",
    "EnableLUA",
    "UseLogonCredential",
    "RunAsPPL",
    "fDenyTSConnections",
  ],
  ...[
    "EnableScriptBlockLogging",
    "DisableAntiSpyware",
    "Security Packages",
    "DllName",
    "GlobalFlag",
    "Shell",
  ],
];

export const EXTENSIONS = ["exe", "dll", "ps1", "vbs", "js", "lnk", "zip", "docx", "tmp", "log", "etl", "pf"];

export const SIGNERS = [
  ...[
    "Microsoft Windows",
    "Microsoft Corporation",
    "Microsoft Windows Publisher",
    "Google LLC",
    "Adobe Inc.",
  ],
  ...["Citrix Systems, Inc.", "VMware, Inc.", "Mozilla Corporation", "Zoom Video Communications, Inc."],
];

export const FLAGS = [
  ...[
    "/c",
    "-enc",
    "-nop",
    "-w",
    "hidden",
    "/create",
    "/delete",
    "/add",
    "add",
    "query",
    "delete",
    "stop",
    "start",
  ],
  ...[
    "config",
    "-decode",
    "-urlcache",
    "shadows",
    "process",
    "call",
    "/domain",
    "group",
    "user",
    "/s",
    "/q",
    "-f",
  ],
];
