import { packed } from "./packed.ts";
import { Table } from "./table.ts";

/**
 * Well-known SIDs. Sources: Microsoft's "Security identifiers" (learn.microsoft.com/windows-server/identity/ad-ds/manage/
 * understand-security-identifiers), MS-DTYP 2.4.2.4, and for integrity levels "Mandatory Integrity Control".
 */
const SIDS = new Table(packed`
0-0 nobody
1-0 everyone
5-2 network logons
5-3 batch logons
5-4 interactive logons
5-6 service logons
5-7 anonymous logon
5-10 the account itself
5-11 authenticated users
5-14 remote interactive logons
5-18 SYSTEM, the computer's own account
5-19 LOCAL SERVICE
5-20 NETWORK SERVICE
5-32-544 Administrators
5-32-545 Users
5-32-546 Guests
5-32-547 Power Users
5-32-548 Account Operators
5-32-549 Server Operators
5-32-550 Print Operators
5-32-551 Backup Operators
5-32-554 Pre-Windows 2000 Compatible Access
5-32-555 Remote Desktop Users
5-32-556 Network Configuration Operators
5-32-562 Distributed COM Users
5-32-568 IIS_IUSRS
5-32-569 Cryptographic Operators
5-32-573 Event Log Readers
5-32-580 Remote Management Users
5-64-10 NTLM authentication
5-113 local accounts
5-114 local accounts that are Administrators
16-4096 low integrity
16-8192 medium integrity
16-12288 high integrity: elevated
16-16384 system integrity
16-20480 protected process integrity`);

/** The last number of a SID of a domain or of a computer. */
const RIDS = new Table(packed`
500 the built-in Administrator
501 the built-in Guest
502 krbtgt, the account of the key distribution center
503 the built-in DefaultAccount
512 Domain Admins
513 Domain Users
515 Domain Computers
516 Domain Controllers
517 Cert Publishers
518 Schema Admins
519 Enterprise Admins
520 Group Policy Creator Owners
525 Protected Users
526 Key Admins
527 Enterprise Key Admins`);

/** Who the numbers of a SID stand for, by their beginning. */
const KINDS = new Table(packed`
5-5- a logon session
5-80- the account of a service
5-82- the account of an IIS application pool
5-83- the account of a virtual machine
5-84- the account of a user-mode driver
5-90-0- an account of the window manager
5-94- the account of WinRM
5-96-0- the account of the font driver host
12-1- an account of Entra ID
15-2- an app package
15-3- a capability`);

const SID = /^S-1-(\d{1,10}(?:-\d{1,10}){1,15})$/i;

/** Who a SID stands for; undefined for an account or a group that a domain or a computer has given its own number. */
export function sidWords(text: string): string | undefined {
  if (text.length > 200) return undefined;
  const numbers = SID.exec(text)?.[1];
  if (numbers === undefined) return undefined;
  const known = SIDS.get(numbers);
  if (known !== undefined) return known;
  if (/^5-21-\d+-\d+-\d+-\d+$/.test(numbers)) return RIDS.get(numbers.slice(numbers.lastIndexOf("-") + 1));
  return [...KINDS.entries()].find(([start]) => numbers.startsWith(start))?.[1];
}

const ACCOUNTS: ReadonlyMap<string, string> = new Map([
  ["S-1-5-18", "SYSTEM"],
  ["S-1-5-19", "LOCAL SERVICE"],
  ["S-1-5-20", "NETWORK SERVICE"],
  ["S-1-5-7", "ANONYMOUS LOGON"],
]);

/** The name of an account that has the same SID on every computer; any other SID as it is. */
export function accountName(sid: string): string {
  return ACCOUNTS.get(sid) ?? sid;
}
