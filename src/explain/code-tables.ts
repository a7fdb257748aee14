import { table } from "./sids.ts";

/*
 * What the codes of the Security log mean. Sources: Microsoft's pages on events 4624, 4625, 4697, 4738, 4768, 4769 and 4771,
 * MS-ERREF 2.3 (NTSTATUS), RFC 4120 7.5.9 and 7.5.2, MS-SAMR 2.2.1.12, "Privilege Constants (Authorization)", and for
 * messages (%%1537) the strings of msobjs.dll.
 */

/** By number; Elastic's names of them are in `LOGON_NAMES`. */
export const LOGON_TYPES = table(`
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
export const STATUS = table(`
0 success
c0000005 access violation
c0000022 access denied
c0000064 no such user
c000006a the user exists, but the password is wrong
c000006c the password does not meet the policy
c000006d wrong user name or password
c000006e the account is restricted
c000006f outside of the allowed hours
c0000070 not allowed from this workstation
c0000071 the password has expired
c0000072 the account is disabled
c000009a too few resources
c00000a2 the medium is write-protected
c00000bb not supported
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
c00002ee a context was deleted before it was finished
c0000371 the local computer has no secret of the account
c0000380 the smart card was given a wrong PIN
c0000388 the connection was downgraded, perhaps by an attacker
c0000413 the computer lets only some accounts authenticate
c000042c elevation is needed`);

/** Results of the key distribution center. */
export const KERBEROS = table(`
0 success
1 the client's entry has expired
2 the server's entry has expired
3 the protocol version is not supported
6 no such user
7 no such service
8 several entries for one name
9 the client or the server has no key
a the ticket may not be postdated
b the times asked for are not valid
c refused by policy, such as hours or workstation
d the options asked for cannot be granted
e no common encryption type
f no common checksum type
10 the kind of pre-authentication is not supported, such as a smart card
12 the account is disabled, locked out or expired
13 the service's account is disabled
14 the ticket was revoked
17 the password has expired
18 wrong password
19 pre-authentication is needed; normal at the beginning
1a the server does not match
1b only user to user authentication is possible
1d a service is not available
1f the integrity check failed
20 the ticket has expired
21 the ticket is not valid yet
22 the request was repeated
23 the ticket is for another server
24 ticket and authenticator do not match
25 the clocks differ too much
26 the network address does not match
28 the message type is not supported
29 the message was changed
2a the message is out of order
2c the key version is not available
3c an error without a code
3d the field is too long
3e the client is not trusted
40 the signature is not valid
42 no certificate fits
44 the realm is wrong`);

export const ENCRYPTION = table(`
1 DES-CBC-CRC: broken, and off by default
3 DES-CBC-MD5: broken, and off by default
11 AES128-CTS-HMAC-SHA1-96
12 AES256-CTS-HMAC-SHA1-96
17 RC4-HMAC: weak; what Kerberoasting asks for
18 RC4-HMAC-EXP: weak
ffffffff none, as the request failed`);

export const PRE_AUTHENTICATION = table(`
0 none: the account needs no pre-authentication, or this is the first request; what AS-REP roasting looks for
2 a time stamp encrypted with the password: the normal case
11 information on the encryption type
15 a smart card
16 a smart card or certificate
17 a smart card or certificate
19 information on the encryption type
20 a referral
138 an encrypted challenge, with armoring`);

export const PRIVILEGES = table(`
SeAssignPrimaryTokenPrivilege start processes under another account's token
SeAuditPrivilege write to the Security log
SeBackupPrivilege read any file and key, whatever its permissions
SeChangeNotifyPrivilege pass through folders; everybody has it
SeCreateGlobalPrivilege create global objects
SeCreatePagefilePrivilege create a page file
SeCreatePermanentPrivilege create permanent objects
SeCreateSymbolicLinkPrivilege create symbolic links
SeCreateTokenPrivilege make tokens of any account
SeDebugPrivilege open any process, LSASS included
SeDelegateSessionUserImpersonatePrivilege take the token of another user in the session
SeEnableDelegationPrivilege trust accounts for delegation
SeImpersonatePrivilege act as a client; what potato attacks need
SeIncreaseBasePriorityPrivilege raise the priority of a process
SeIncreaseQuotaPrivilege change memory quotas
SeIncreaseWorkingSetPrivilege enlarge a working set
SeLoadDriverPrivilege load drivers into the kernel
SeLockMemoryPrivilege lock pages in memory
SeMachineAccountPrivilege add computers to the domain
SeManageVolumePrivilege manage volumes
SeProfileSingleProcessPrivilege profile a process
SeRelabelPrivilege change integrity labels
SeRemoteShutdownPrivilege shut down from remote
SeRestorePrivilege write any file and key, whatever its permissions
SeSecurityPrivilege manage auditing, and read and clear the Security log
SeShutdownPrivilege shut down the computer
SeSyncAgentPrivilege read all of the directory
SeSystemEnvironmentPrivilege change firmware variables
SeSystemProfilePrivilege profile the system
SeSystemtimePrivilege change the system time
SeTakeOwnershipPrivilege take ownership of any object
SeTcbPrivilege act as part of the operating system
SeTimeZonePrivilege change the time zone
SeTrustedCredManAccessPrivilege read Credential Manager as a trusted caller
SeUndockPrivilege undock the computer
SeUnsolicitedInputPrivilege read unsolicited input
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

/** Bits of OldUacValue and NewUacValue, which are SAM's, and not those of the directory's userAccountControl. */
export const ACCOUNT_FLAGS: readonly string[] = [
  "disabled",
  "home directory required",
  "no password required",
  "temporary duplicate",
  "normal account",
  "MNS logon account",
  "account of a trusting domain",
  "account of a computer",
  "account of a domain controller",
  "password never expires",
  "locked out",
  "password stored reversibly",
  "smart card required",
  "trusted for unconstrained delegation",
  "not to be delegated",
  "DES keys only",
  "no Kerberos pre-authentication needed",
  "password expired",
  "trusted for delegation with protocol transition",
  "no authorization data needed",
  "read-only domain controller",
  "AES keys",
];

/** Messages that the sources' table of rights and logon failures lacks. */
export const MESSAGES = table(`
1792 changed, but not shown
1793 not set
1794 never
1795 enabled
1796 disabled
1797 all
1798 none
1801 granted by
1802 denied by
1803 denied by the integrity check
1804 granted by ownership
1805 not granted
1806 granted by a NULL DACL
1807 denied by an empty DACL
1809 unknown or unchecked
1810 not granted, as it is missing
1811 granted by the parent folder
1812 denied by the parent folder
1832 Identification: may find out who the client is
1833 Impersonation: may act as the client on this computer
1840 Delegation: may act as the client on other computers
1842 yes
1843 no
1844 system
1845 not available
1846 default
1848 off
1849 auto
1872 REG_NONE
1873 REG_SZ
1874 REG_EXPAND_SZ
1875 REG_BINARY
1876 REG_DWORD
1877 REG_DWORD_BIG_ENDIAN
1878 REG_LINK
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
2456 open a key file
2457 delete a key file
2458 read a key from a file
2459 write a key to a file
2464 export a key
2465 import a key
2480 open a key
2481 create a key
2482 delete a key
2483 encrypt
2484 decrypt
2485 sign a hash
2486 secret agreement
2499 a key of the machine
2500 a key of the user
7168 connect to the service manager
7169 create a service
7170 list services
7184 query the configuration
7185 change the configuration
7186 query the status
7187 list dependent services
7188 start the service
7189 stop the service
7190 pause or continue the service
7191 query information
7192 send a control of its own
8099 list credentials
8100 read a credential
8272 System
8273 Logon/Logoff
8274 Object Access
8275 Privilege Use
8276 Detailed Tracking
8277 Policy Change
8278 Account Management
8279 DS Access
8280 Account Logon
14592 inbound
14593 outbound
14674 value added
14675 value deleted
14676 Active Directory Domain Services
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

export const REGISTRY_TYPES = table(`
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

export const INTEGRITY = table(`
untrusted the lowest
low as in a sandboxed browser
appcontainer as in an app's sandbox
medium as any program of a user
high elevated: run as administrator
system as services and the kernel's own processes
protected as protected processes`);

export const SERVICE_TYPES = table(`
1 a kernel driver
2 a file system driver
8 a recognizer driver
10 a service in a process of its own
20 a service in a shared process
50 a user service in a process of its own
60 a user service in a shared process
110 a service in a process of its own, which may interact with the desktop
120 a service in a shared process, which may interact with the desktop`);

export const START_TYPES = table(`
0 at boot, by the boot loader
1 at boot, by the kernel
2 automatically
3 on demand
4 disabled`);

/** Logon processes, in lower case. */
export const LOGON_PROCESSES = table(`
user32 a logon at the console or over Remote Desktop
advapi a program called LogonUser
seclogo the Secondary Logon service: runas, or CreateProcessWithLogon
ntlmssp NTLM over the network
kerberos Kerberos over the network
schannel TLS
iis the web server`);

/** Authentication packages, in lower case. */
export const PACKAGES = table(`
ntlm used where Kerberos is not, such as by address, with a local account or with a stolen hash
negotiate Kerberos or NTLM, whichever both ends know`);

export const LOGON_IDS = table(`
3e4 the session of NETWORK SERVICE
3e5 the session of LOCAL SERVICE
3e6 the anonymous session
3e7 the session of SYSTEM`);
