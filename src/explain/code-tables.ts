import { ACCOUNT_CONTROL } from "../sources/index.ts";
import { packed } from "./packed.ts";
import { Table } from "./table.ts";

/*
 * What the codes of the Security log mean. Sources: Microsoft's pages on events 4624, 4625, 4697, 4738, 4768, 4769 and 4771,
 * MS-ERREF 2.3 (NTSTATUS), RFC 4120 7.5.9 and 7.5.2, MS-SAMR 2.2.1.12, "Privilege Constants (Authorization)", and for
 * messages (%%1537) the strings of msobjs.dll.
 */

/** By number; Elastic's names of them are in `LOGON_NAMES`. */
export const LOGON_TYPES = new Table(packed`
0 System: the system itself, at boot
2 Interactive: at the console
3 Network: over the network, such as to a share
4 Batch: by a scheduled task
5 Service: by a service
7 Unlock: the screen was unlocked
8 NetworkCleartext: over the network, with the password in clear text
9 NewCredentials: other credentials for the network only, as by runas /netonly
10 RemoteInteractive: over Remote Desktop
11 CachedInteractive: at the console, with cached credentials, as no domain controller was asked
12 CachedRemoteInteractive: over Remote Desktop, with cached credentials
13 CachedUnlock: the screen was unlocked with cached credentials`);

/** NTSTATUS by its hexadecimal digits. */
export const STATUS = new Table(packed`
0 success
c0000022 access denied
c0000064 no such user
c000006a the user exists, but the password is wrong
c000006d wrong user name or password
c000006e the account is restricted
c000006f outside of the allowed hours
c0000070 not allowed from this workstation
c0000071 the password has expired
c0000072 the account is disabled
c00000dc the server was in the wrong state
c0000133 the clocks of client and domain controller differ too much
c000015b the user may not log on in this way at this computer
c000018b the computer has no account in the domain
c000018c the trust between the domains failed
c000018d the trust between computer and domain failed
c0000192 Netlogon was not started
c0000193 the account has expired
c0000224 the password must be changed first
c0000225 not found; a known flaw of Windows, and no risk
c0000234 the account is locked out
c0000413 the computer lets only some accounts authenticate
c000042c elevation is needed`);

/** Results of the key distribution center. */
export const KERBEROS = new Table(packed`
0 success
6 no such user
7 no such service
c refused by policy, such as hours or workstation
d the options asked for cannot be granted
e no common encryption type
10 the kind of pre-authentication is not supported, such as a smart card
12 the account is disabled, locked out or expired
17 the password has expired
18 wrong password
19 pre-authentication is needed; normal at the beginning
1b only user to user authentication is possible
1f the integrity check failed
20 the ticket has expired
21 the ticket is not valid yet
22 the request was repeated
25 the clocks differ too much
29 the message was changed
3c an error without a code
44 the realm is wrong`);

export const ENCRYPTION = new Table(packed`
1 DES-CBC-CRC: broken, and off by default
3 DES-CBC-MD5: broken, and off by default
11 AES128-CTS-HMAC-SHA1-96
12 AES256-CTS-HMAC-SHA1-96
17 RC4-HMAC: weak; what Kerberoasting asks for
18 RC4-HMAC-EXP: weak
ffffffff none, as the request failed`);

export const PRE_AUTHENTICATION = new Table(packed`
0 none: the account needs no pre-authentication, or this is the first request; what AS-REP roasting looks for
2 a time stamp encrypted with the password: the normal case
15 a smart card
16 a smart card or certificate
17 a smart card or certificate
138 an encrypted challenge, with armoring`);

export const PRIVILEGES = new Table(packed`
SeAssignPrimaryTokenPrivilege start processes under another account's token
SeAuditPrivilege write to the Security log
SeBackupPrivilege read any file and key, whatever its permissions
SeChangeNotifyPrivilege pass through folders; everybody has it
SeCreateSymbolicLinkPrivilege create symbolic links
SeCreateTokenPrivilege make tokens of any account
SeDebugPrivilege open any process, LSASS included
SeDelegateSessionUserImpersonatePrivilege take the token of another user in the session
SeEnableDelegationPrivilege trust accounts for delegation
SeImpersonatePrivilege act as a client; what potato attacks need
SeLoadDriverPrivilege load drivers into the kernel
SeMachineAccountPrivilege add computers to the domain
SeRelabelPrivilege change integrity labels
SeRemoteShutdownPrivilege shut down from remote
SeRestorePrivilege write any file and key, whatever its permissions
SeSecurityPrivilege manage auditing, and read and clear the Security log
SeShutdownPrivilege shut down the computer
SeSyncAgentPrivilege read all of the directory
SeSystemEnvironmentPrivilege change firmware variables
SeSystemtimePrivilege change the system time
SeTakeOwnershipPrivilege take ownership of any object
SeTcbPrivilege act as part of the operating system
SeTrustedCredManAccessPrivilege read Credential Manager as a trusted caller
SeBatchLogonRight log on as a batch job
SeInteractiveLogonRight log on at the console
SeNetworkLogonRight log on over the network
SeRemoteInteractiveLogonRight log on over Remote Desktop
SeServiceLogonRight log on as a service
SeDenyBatchLogonRight not log on as a batch job
SeDenyInteractiveLogonRight not log on at the console
SeDenyNetworkLogonRight not log on over the network
SeDenyRemoteInteractiveLogonRight not log on over Remote Desktop
SeDenyServiceLogonRight not log on as a service`);

/**
 * Bits of OldUacValue and NewUacValue, which are SAM's, and not those of the directory's userAccountControl:
 * `USER_DONT_EXPIRE_PASSWORD` is "don't expire password".
 */
export const ACCOUNT_FLAGS: readonly string[] = ACCOUNT_CONTROL.map((name) =>
  name
    .replace("USER_", "")
    .replace("ACCOUNT_DISABLED", "DISABLED")
    .replaceAll("_", " ")
    .toLowerCase()
    .replace("dont", "don't"),
);

/** Messages that the sources' table of rights and logon failures lacks. */
export const MESSAGES = new Table(packed`
1792 changed, but not shown
1793 not set
1794 never
1795 enabled
1796 disabled
1797 all
1798 none
1805 not granted
1832 Identification: may find out who the client is
1833 Impersonation: may act as the client on this computer
1840 Delegation: may act as the client on other computers
1842 yes
1843 no
1872 REG_NONE
1873 REG_SZ
1874 REG_EXPAND_SZ
1875 REG_BINARY
1876 REG_DWORD
1879 REG_MULTI_SZ
1883 REG_QWORD
1904 a new value was created
1905 an existing value was changed
1906 the value was deleted
1936 the full token: UAC is off, or the account is the built-in Administrator or a service
1937 the elevated token: run as administrator
1938 the limited token of an administrator, or a standard user
2048 account enabled
2058 account unlocked
2080 account disabled
2090 account locked
2432 not available
2458 read a key from a file
2459 write a key to a file
2480 open a key
2481 create a key
2482 delete a key
2483 encrypt
2484 decrypt
2485 sign a hash
2499 a key of the machine
2500 a key of the user
7168 connect to the service manager
7169 create a service
7184 query the configuration
7185 change the configuration
7188 start the service
7189 stop the service
8099 list credentials
8100 read a credential
14592 inbound
14593 outbound
14674 value added
14675 value deleted
16384 added
16385 deleted
16386 boot-time
16387 persistent
16388 not persistent
16389 block
16390 permit
16391 callout`);

/** `%%2049` to `%%2067` switch a flag off, `%%2081` to `%%2099` switch it on; the flags are in the order of the bits. */
export function flagMessage(message: number): string | undefined {
  const isOn = message >= 2080;
  const flag = ACCOUNT_FLAGS[message - (isOn ? 2080 : 2048)];
  return message < 2048 || message > 2101 || flag === undefined
    ? undefined
    : `${flag}: ${isOn ? "on" : "off"}`;
}

export const REGISTRY_TYPES = new Table(packed`
REG_NONE no type
REG_SZ text
REG_EXPAND_SZ text with variables
REG_BINARY bytes
REG_DWORD a number of 32 bits
REG_DWORD_BIG_ENDIAN a number of 32 bits, high byte first
REG_LINK a link to another key
REG_MULTI_SZ several texts
REG_QWORD a number of 64 bits
SZ_DWORD Elastic's name of REG_DWORD from Sysmon, a number of 32 bits
SZ_QWORD Elastic's name of REG_QWORD from Sysmon, a number of 64 bits`);

export const INTEGRITY = new Table(packed`
untrusted the lowest
low as in a sandboxed browser
appcontainer as in an app's sandbox
medium as any program of a user
high elevated: run as administrator
system as services and the kernel's own processes
protected as protected processes`);

export const SERVICE_TYPES = new Table(packed`
1 a kernel driver
2 a file system driver
10 a service in a process of its own
20 a service in a shared process
110 a service in a process of its own, which may interact with the desktop
120 a service in a shared process, which may interact with the desktop`);

export const START_TYPES = new Table(packed`
0 at boot, by the boot loader
1 at boot, by the kernel
2 automatically
3 on demand
4 disabled`);

/** Logon processes, in lower case. */
export const LOGON_PROCESSES = new Table(packed`
user32 a logon at the console or over Remote Desktop
advapi a program called LogonUser
seclogo the Secondary Logon service: runas, or CreateProcessWithLogon
ntlmssp NTLM over the network
kerberos Kerberos over the network
schannel TLS
iis the web server`);

/** Authentication packages, in lower case. */
export const PACKAGES = new Table(packed`
ntlm used where Kerberos is not, such as by address, with a local account or with a stolen hash
negotiate Kerberos or NTLM, whichever both ends know`);

export const LOGON_IDS = new Table(packed`
3e4 the session of NETWORK SERVICE
3e5 the session of LOCAL SERVICE
3e6 the anonymous session
3e7 the session of SYSTEM`);
