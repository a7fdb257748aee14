/*
 * The sample's story. All of it is made up, by the public descriptions of the attack (Asaf Gilboa, "LSASS Shtinkering",
 * DEF CON 30): a document on a workstation starts PowerShell, the intruder tries the dump setting there, moves on to a
 * server, has Windows Error Reporting write LSASS's memory, takes it away and clears the Security log. On a third host
 * an administrator's tool sets the same value for a good reason.
 */

/** The day of the story, and when its files were exported. Fixed, so that the sample is always the same. */
const DAY = Date.UTC(2024, 4, 14);
export const EXPORTED_AT = DAY + 6.5 * 3_600_000;

/** @param time `hh:mm:ss` or `hh:mm:ss.mmm` of the day, UTC; returns ISO text with milliseconds */
export const at = (time: string): string => new Date(Date.parse(`2024-05-14T${time}Z`)).toISOString();

/** @param seconds since midnight of the day, UTC */
export const atSecond = (seconds: number): string => new Date(DAY + seconds * 1000).toISOString();

export interface Account {
  readonly name: string;
  readonly domain: string;
  readonly id: string;
}

export const SYSTEM: Account = { name: "SYSTEM", domain: "NT AUTHORITY", id: "S-1-5-18" };
export const ALICE: Account = account("alice.sample", 1104);
export const BACKUP: Account = account("svc-backup", 1131);
export const DAVE: Account = account("dave.sample", 1107);

function account(name: string, rid: number): Account {
  return { name, domain: "SAMPLE", id: `S-1-5-21-1111111111-2222222222-3333333333-${rid}` };
}

export const WORKSTATION = "SAMPLE-WS01";
export const SERVER = "SAMPLE-SRV01";
export const ADMIN_HOST = "SAMPLE-WS02";

const SYSTEM32 = "C:\\Windows\\System32\\";
export const REG = `${SYSTEM32}reg.exe`;
export const CMD = `${SYSTEM32}cmd.exe`;
export const POWERSHELL = `${SYSTEM32}WindowsPowerShell\\v1.0\\powershell.exe`;
export const SVCHOST = `${SYSTEM32}svchost.exe`;
export const WERFAULT = `${SYSTEM32}WerFault.exe`;

export const LOCAL_DUMPS = "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";

/** What any Windows starts all day, so that the rest has to be found among it. */
export const ROUTINE: readonly (readonly [executable: string, args: string])[] = [
  [SVCHOST, "-k netsvcs -p"],
  [`${SYSTEM32}conhost.exe`, "0xffffffff -ForceV1"],
  [`${SYSTEM32}taskhostw.exe`, ""],
  [`${SYSTEM32}backgroundTaskHost.exe`, "-ServerName:App.AppX"],
  [`${SYSTEM32}SearchProtocolHost.exe`, "Global\\UsGthrFltPipeMssGthrPipe1_"],
  [`${SYSTEM32}dllhost.exe`, "/Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}"],
];

export const nameOf = (path: string): string => path.slice(path.lastIndexOf("\\") + 1);

/** @returns the command line as Windows shows it: the program in quotes, then its arguments */
export const commandLine = (executable: string, args: string): string =>
  args === "" ? `"${executable}"` : `"${executable}" ${args}`;
