/**
 * The subcategories of Windows auditing. Each is a task of the Security log, by whose number events refer to it, and has
 * a GUID, by which changes of the audit policy do: `0CCE9210-69AE-11D9-BED3-505054503030`, of which only the two digits
 * before the first dash differ (MS-GPAC). Numbers of tasks count up within a category.
 */
const TABLE: readonly (readonly [
  category: string,
  firstTask: number,
  ...subcategories: (readonly [guid: string, name: string])[],
])[] = [
  [
    "System",
    12288,
    ["10", "Security State Change"],
    ["11", "Security System Extension"],
    ["12", "System Integrity"],
    ["13", "IPsec Driver"],
    ["14", "Other System Events"],
  ],
  [
    "Logon/Logoff",
    12544,
    ["15", "Logon"],
    ["16", "Logoff"],
    ["17", "Account Lockout"],
    ["18", "IPsec Main Mode"],
    ["1B", "Special Logon"],
    ["19", "IPsec Quick Mode"],
    ["1A", "IPsec Extended Mode"],
    ["1C", "Other Logon/Logoff Events"],
    ["43", "Network Policy Server"],
    ["47", "User / Device Claims"],
    ["49", "Group Membership"],
  ],
  [
    "Object Access",
    12800,
    ["1D", "File System"],
    ["1E", "Registry"],
    ["1F", "Kernel Object"],
    ["20", "SAM"],
    ["27", "Other Object Access Events"],
    ["21", "Certification Services"],
    ["22", "Application Generated"],
    ["23", "Handle Manipulation"],
    ["24", "File Share"],
    ["25", "Filtering Platform Packet Drop"],
    ["26", "Filtering Platform Connection"],
    ["44", "Detailed File Share"],
    ["45", "Removable Storage"],
    ["46", "Central Policy Staging"],
  ],
  [
    "Privilege Use",
    13056,
    ["28", "Sensitive Privilege Use"],
    ["29", "Non Sensitive Privilege Use"],
    ["2A", "Other Privilege Use Events"],
  ],
  [
    "Detailed Tracking",
    13312,
    ["2B", "Process Creation"],
    ["2C", "Process Termination"],
    ["2D", "DPAPI Activity"],
    ["2E", "RPC Events"],
    ["48", "Plug and Play Events"],
    ["4A", "Token Right Adjusted Events"],
  ],
  [
    "Policy Change",
    13568,
    ["2F", "Audit Policy Change"],
    ["30", "Authentication Policy Change"],
    ["31", "Authorization Policy Change"],
    ["32", "MPSSVC Rule-Level Policy Change"],
    ["33", "Filtering Platform Policy Change"],
    ["34", "Other Policy Change Events"],
  ],
  [
    "Account Management",
    13824,
    ["35", "User Account Management"],
    ["36", "Computer Account Management"],
    ["37", "Security Group Management"],
    ["38", "Distribution Group Management"],
    ["39", "Application Group Management"],
    ["3A", "Other Account Management Events"],
  ],
  [
    "DS Access",
    14080,
    ["3B", "Directory Service Access"],
    ["3C", "Directory Service Changes"],
    ["3D", "Directory Service Replication"],
    ["3E", "Detailed Directory Service Replication"],
  ],
  [
    "Account Logon",
    14336,
    ["3F", "Credential Validation"],
    ["40", "Kerberos Service Ticket Operations"],
    ["41", "Other Account Logon Events"],
    ["42", "Kerberos Authentication Service"],
  ],
];

export interface Subcategory {
  readonly name: string;
  readonly category: string;
}

/** By the number of the task, `13317`. */
export const SUBCATEGORY_OF_TASK: ReadonlyMap<string, Subcategory> = new Map(
  TABLE.flatMap(([category, first, ...list]) =>
    list.map(([, name], i): [string, Subcategory] => [String(first + i), { name, category }]),
  ),
);

const BY_GUID: ReadonlyMap<string, Subcategory> = new Map(
  TABLE.flatMap(([category, , ...list]) =>
    list.map(([guid, name]): [string, Subcategory] => [
      `0CCE92${guid}-69AE-11D9-BED3-505054503030`,
      { name, category },
    ]),
  ),
);

/** @param guid with or without braces, in upper or lower case */
export function subcategoryOfGuid(guid: string): Subcategory | undefined {
  return BY_GUID.get(guid.replace(/^\{|\}$/g, "").toUpperCase());
}
