/** Numbers and message ids of the Security log in words, as Elastic's pipeline writes them. */

export const LOGON_TYPES = new Map([
  ["2", "Interactive"],
  ["3", "Network"],
  ["4", "Batch"],
  ["5", "Service"],
  ["7", "Unlock"],
  ["8", "NetworkCleartext"],
  ["9", "NewCredentials"],
  ["10", "RemoteInteractive"],
  ["11", "CachedInteractive"],
]);

/** Bits of `NewUacValue` (MS-SAMR 2.2.1.12), from bit 0 on. */
export const ACCOUNT_CONTROL: readonly string[] = [
  "USER_ACCOUNT_DISABLED",
  "USER_HOME_DIRECTORY_REQUIRED",
  "USER_PASSWORD_NOT_REQUIRED",
  "USER_TEMP_DUPLICATE_ACCOUNT",
  "USER_NORMAL_ACCOUNT",
  "USER_MNS_LOGON_ACCOUNT",
  "USER_INTERDOMAIN_TRUST_ACCOUNT",
  "USER_WORKSTATION_TRUST_ACCOUNT",
  "USER_SERVER_TRUST_ACCOUNT",
  "USER_DONT_EXPIRE_PASSWORD",
  "USER_ACCOUNT_AUTO_LOCKED",
  "USER_ENCRYPTED_TEXT_PASSWORD_ALLOWED",
  "USER_SMARTCARD_REQUIRED",
  "USER_TRUSTED_FOR_DELEGATION",
  "USER_NOT_DELEGATED",
  "USER_USE_DES_KEY_ONLY",
  "USER_DONT_REQUIRE_PREAUTH",
  "USER_PASSWORD_EXPIRED",
  "USER_TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION",
  "USER_NO_AUTH_DATA_REQUIRED",
  "USER_PARTIAL_SECRETS_ACCOUNT",
  "USER_USE_AES_KEYS",
];

/** Bits of a Kerberos ticket's options (RFC 4120, as the documentation of event 4768 names them). */
export const TICKET_OPTIONS: readonly (readonly [number, string])[] = [
  [0x40000000, "Forwardable"],
  [0x20000000, "Forwarded"],
  [0x10000000, "Proxiable"],
  [0x08000000, "Proxy"],
  [0x04000000, "Allow-postdate"],
  [0x02000000, "Postdated"],
  [0x01000000, "Invalid"],
  [0x00800000, "Renewable"],
  [0x00400000, "Initial"],
  [0x00200000, "Pre-authent"],
  [0x00100000, "Opt-hardware-auth"],
  [0x00080000, "Transited-policy-checked"],
  [0x00040000, "Ok-as-delegate"],
  [0x00020000, "Request-anonymous"],
  [0x00010000, "Name-canonicalize"],
  [0x00000020, "Disable-transited-check"],
  [0x00000010, "Renewable-ok"],
  [0x00000008, "Enc-tkt-in-skey"],
  [0x00000002, "Renew"],
  [0x00000001, "Validate"],
];

export const TICKET_ENCRYPTION = new Map([
  ["0x1", "DES-CBC-CRC"],
  ["0x3", "DES-CBC-MD5"],
  ["0x11", "AES128-CTS-HMAC-SHA1-96"],
  ["0x12", "AES256-CTS-HMAC-SHA1-96"],
  ["0x17", "RC4-HMAC"],
  ["0x18", "RC4-HMAC-EXP"],
  ["0xffffffff", "FAIL"],
]);

/** Results of the key distribution center that logs show; the numbers are RFC 4120's. */
export const TICKET_STATUS = new Map([
  ["0x0", "KDC_ERR_NONE"],
  ["0x1", "KDC_ERR_NAME_EXP"],
  ["0x2", "KDC_ERR_SERVICE_EXP"],
  ["0x6", "KDC_ERR_C_PRINCIPAL_UNKNOWN"],
  ["0x7", "KDC_ERR_S_PRINCIPAL_UNKNOWN"],
  ["0x8", "KDC_ERR_PRINCIPAL_NOT_UNIQUE"],
  ["0x9", "KDC_ERR_NULL_KEY"],
  ["0xC", "KDC_ERR_POLICY"],
  ["0xD", "KDC_ERR_BADOPTION"],
  ["0xE", "KDC_ERR_ETYPE_NOTSUPP"],
  ["0x10", "KDC_ERR_PADATA_TYPE_NOSUPP"],
  ["0x12", "KDC_ERR_CLIENT_REVOKED"],
  ["0x17", "KDC_ERR_KEY_EXPIRED"],
  ["0x18", "KDC_ERR_PREAUTH_FAILED"],
  ["0x19", "KDC_ERR_PREAUTH_REQUIRED"],
  ["0x1B", "KDC_ERR_MUST_USE_USER2USER"],
  ["0x1F", "KRB_AP_ERR_BAD_INTEGRITY"],
  ["0x20", "KRB_AP_ERR_TKT_EXPIRED"],
  ["0x21", "KRB_AP_ERR_TKT_NYV"],
  ["0x22", "KRB_AP_ERR_REPEAT"],
  ["0x25", "KRB_AP_ERR_SKEW"],
  ["0x29", "KRB_AP_ERR_MODIFIED"],
  ["0x3C", "KRB_ERR_GENERIC"],
  ["0x44", "KDC_ERR_WRONG_REALM"],
]);

export const SERVICE_TYPES = new Map([
  ["0x1", "Kernel Driver"],
  ["0x2", "File System Driver"],
  ["0x8", "Recognizer Driver"],
  ["0x10", "Win32 Own Process"],
  ["0x20", "Win32 Share Process"],
  ["0x110", "Interactive Own Process"],
  ["0x120", "Interactive Share Process"],
]);

/** Message ids, `%%1538`, that access lists and failures use (msobjs.dll). An id not listed here stays a number. */
export const MESSAGES = new Map([
  ["1537", "DELETE"],
  ["1538", "READ_CONTROL"],
  ["1539", "WRITE_DAC"],
  ["1540", "WRITE_OWNER"],
  ["1541", "SYNCHRONIZE"],
  ["1542", "ACCESS_SYS_SEC"],
  ["1543", "MAX_ALLOWED"],
  ["2304", "An Error occured during Logon."],
  ["2305", "The specified user account has expired."],
  ["2306", "The NetLogon component is not active."],
  ["2307", "Account locked out."],
  ["2308", "The user has not been granted the requested logon type at this machine."],
  ["2309", "The specified account's password has expired."],
  ["2310", "Account currently disabled."],
  ["2311", "Account logon time restriction violation."],
  ["2312", "User not allowed to logon at this computer."],
  ["2313", "Unknown user name or bad password."],
  ["2314", "Domain sid inconsistent."],
  ["2315", "Smartcard logon is required and was not used."],
  ["4416", "ReadData (or ListDirectory)"],
  ["4417", "WriteData (or AddFile)"],
  ["4418", "AppendData (or AddSubdirectory or CreatePipeInstance)"],
  ["4419", "ReadEA"],
  ["4420", "WriteEA"],
  ["4421", "Execute/Traverse"],
  ["4422", "DeleteChild"],
  ["4423", "ReadAttributes"],
  ["4424", "WriteAttributes"],
  ["4432", "Query key value"],
  ["4433", "Set key value"],
  ["4434", "Create sub-key"],
  ["4435", "Enumerate sub-keys"],
  ["4436", "Notify about changes to keys"],
  ["4437", "Create Link"],
  ["4480", "Force process termination"],
  ["4481", "Create new thread in process"],
  ["4482", "Set process session ID"],
  ["4483", "Perform virtual memory operation"],
  ["4484", "Read from process memory"],
  ["4485", "Write to process memory"],
  ["4486", "Duplicate handle into or out of process"],
  ["4487", "Create a subprocess of process"],
  ["4488", "Set process quotas"],
  ["4489", "Set process information"],
  ["4490", "Query process information"],
  ["4491", "Set process termination port"],
  ["8448", "Success removed"],
  ["8449", "Success Added"],
  ["8450", "Failure removed"],
  ["8451", "Failure added"],
]);

/** Bits of `AccessMask` on objects of the directory, in the order of the bits. */
export const ACCESS_RIGHTS: readonly (readonly [number, string])[] = [
  [0x1, "Create Child"],
  [0x2, "Delete Child"],
  [0x4, "List Contents"],
  [0x8, "SELF"],
  [0x10, "Read Property"],
  [0x20, "Write Property"],
  [0x40, "Delete Treee"],
  [0x80, "List Object"],
  [0x100, "Control Access"],
  [0x10000, "DELETE"],
  [0x20000, "READ_CONTROL"],
  [0x40000, "WRITE_DAC"],
  [0x80000, "WRITE_OWNER"],
  [0x100000, "SYNCHRONIZE"],
  [0x1000000, "ADS_RIGHT_ACCESS_SYSTEM_SECURITY"],
  [0x10000000, "ADS_RIGHT_GENERIC_ALL"],
  [0x20000000, "ADS_RIGHT_GENERIC_EXECUTE"],
  [0x40000000, "ADS_RIGHT_GENERIC_WRITE"],
  [0x80000000, "ADS_RIGHT_GENERIC_READ"],
];

/** Types of a registry value by their message ids. */
export const REGISTRY_TYPES = new Map([
  ["%%1872", "REG_NONE"],
  ["%%1873", "REG_SZ"],
  ["%%1874", "REG_EXPAND_SZ"],
  ["%%1875", "REG_BINARY"],
  ["%%1876", "REG_DWORD"],
  ["%%1877", "REG_DWORD_BIG_ENDIAN"],
  ["%%1878", "REG_LINK"],
  ["%%1879", "REG_MULTI_SZ"],
  ["%%1883", "REG_QWORD"],
]);

/** Layers of the filtering platform by their message ids. */
export const LAYERS = new Map([
  ["14596", "IP Packet"],
  ["14597", "Transport"],
  ["14598", "Forward"],
  ["14599", "Stream"],
  ["14608", "Resource Assignment"],
  ["14609", "Listen"],
  ["14610", "Receive/Accept"],
  ["14611", "Connect"],
  ["14612", "Flow Established"],
  ["14614", "Resource Release"],
]);

/** What a trusted domain object says of the trust (MS-ADTS 6.1.6.7, as the documentation of event 4706 names it). */
export const TRUST_TYPES = new Map([
  ["1", "TRUST_TYPE_DOWNLEVEL"],
  ["2", "TRUST_TYPE_UPLEVEL"],
  ["3", "TRUST_TYPE_MIT"],
  ["4", "TRUST_TYPE_DCE"],
]);

export const TRUST_DIRECTIONS = new Map([
  ["0", "TRUST_DIRECTION_DISABLED"],
  ["1", "TRUST_DIRECTION_INBOUND"],
  ["2", "TRUST_DIRECTION_OUTBOUND"],
  ["3", "TRUST_DIRECTION_BIDIRECTIONAL"],
]);

export const TRUST_ATTRIBUTES = new Map([
  ["0", "UNDEFINED"],
  ["1", "TRUST_ATTRIBUTE_NON_TRANSITIVE"],
  ["2", "TRUST_ATTRIBUTE_UPLEVEL_ONLY"],
  ["4", "TRUST_ATTRIBUTE_QUARANTINED_DOMAIN"],
  ["8", "TRUST_ATTRIBUTE_FOREST_TRANSITIVE"],
  ["16", "TRUST_ATTRIBUTE_CROSS_ORGANIZATION"],
  ["32", "TRUST_ATTRIBUTE_WITHIN_FOREST"],
  ["64", "TRUST_ATTRIBUTE_TREAT_AS_EXTERNAL"],
  ["128", "TRUST_ATTRIBUTE_USES_RC4_ENCRYPTION"],
  ["512", "TRUST_ATTRIBUTE_CROSS_ORGANIZATION_NO_TGT_DELEGATION"],
  ["1024", "TRUST_ATTRIBUTE_PIM_TRUST"],
]);

/** Names of the bits that are set. */
export function bitNames(bits: number, names: readonly (readonly [number, string])[]): string[] {
  return names.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
}
