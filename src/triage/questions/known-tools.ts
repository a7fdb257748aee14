/** What a program is for, as far as its name says. */
export type Tool =
  | "windows-command"
  | "installer"
  | "management"
  | "remote-support"
  | "remote-execution"
  | "debugger"
  | "error-reporting"
  | "attack-tool";

/** By the name of the program, in lower case: products whose file names are published by their makers. */
const TOOLS: Readonly<Record<Tool, string>> = {
  "windows-command":
    "reg.exe regedit.exe regedt32.exe cmd.exe powershell.exe pwsh.exe mmc.exe wscript.exe cscript.exe",
  installer:
    "msiexec.exe trustedinstaller.exe tiworker.exe wusa.exe dism.exe dismhost.exe mousocoreworker.exe",
  management:
    "ccmexec.exe ccmsetup.exe intunemanagementextension.exe microsoft.management.services.intunewindowsagent.exe " +
    "omadmclient.exe puppet.exe salt-minion.exe chef-client.exe ansible.exe",
  "remote-support":
    "screenconnect.clientservice.exe teamviewer_service.exe teamviewer.exe anydesk.exe ateraagent.exe " +
    "ninjarmmagent.exe quickassist.exe",
  "remote-execution": "psexesvc.exe psexec.exe psexec64.exe wmiprvse.exe wsmprovhost.exe winrshost.exe",
  debugger:
    "procdump.exe procdump64.exe windbg.exe windbgx.exe dbgx.shell.exe cdb.exe ntsd.exe adplus.exe devenv.exe " +
    "vsjitdebugger.exe dotnet-dump.exe gflags.exe",
  "error-reporting": "werfault.exe werfaultsecure.exe wermgr.exe",
  "attack-tool": "mimikatz.exe lsass_shtinkering.exe nanodump.exe",
};

const BY_NAME: ReadonlyMap<string, Tool> = new Map(
  (Object.entries(TOOLS) as [Tool, string][]).flatMap(([tool, names]) =>
    names.split(" ").map((name) => [name, tool] as const),
  ),
);

/** What a program is by its name; undefined if it is not known. A name proves nothing. */
export function toolNamed(name: string): Tool | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** The names of the programs of a kind, in lower case. */
export function namesOf(tool: Tool): readonly string[] {
  return TOOLS[tool].split(" ");
}
