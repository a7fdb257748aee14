import { numberOf } from "./numbers.ts";

/**
 * Access masks as rights, by the type of the object. Sources: Microsoft's "Process Security and Access Rights", "Thread
 * Security and Access Rights", "File Access Rights Constants", "Registry Key Security and Access Rights", "Service
 * Security and Access Rights", "Access Rights for Access-Token Objects", MS-ADTS 5.1.3.2 for the directory, and MS-SAMR 2.2.1 for the objects of SAM.
 */
type Rights = ReadonlyMap<number, string>;

function rights(text: string): Rights {
  return new Map(
    text.split(" ").map((pair) => {
      const [bit = "", name = ""] = pair.split(":");
      return [Number.parseInt(bit, 16), name];
    }),
  );
}

const STANDARD = rights(
  "10000:DELETE 20000:READ_CONTROL 40000:WRITE_DAC 80000:WRITE_OWNER 100000:SYNCHRONIZE 1000000:ACCESS_SYSTEM_SECURITY " +
    "2000000:MAXIMUM_ALLOWED 10000000:GENERIC_ALL 20000000:GENERIC_EXECUTE 40000000:GENERIC_WRITE 80000000:GENERIC_READ",
);

const PROCESS = rights(
  "1:TERMINATE 2:CREATE_THREAD 4:SET_SESSIONID 8:VM_OPERATION 10:VM_READ 20:VM_WRITE 40:DUP_HANDLE 80:CREATE_PROCESS " +
    "100:SET_QUOTA 200:SET_INFORMATION 400:QUERY_INFORMATION 800:SUSPEND_RESUME 1000:QUERY_LIMITED_INFORMATION " +
    "2000:SET_LIMITED_INFORMATION",
);
const THREAD = rights(
  "1:TERMINATE 2:SUSPEND_RESUME 8:GET_CONTEXT 10:SET_CONTEXT 20:SET_INFORMATION 40:QUERY_INFORMATION " +
    "80:SET_THREAD_TOKEN 100:IMPERSONATE 200:DIRECT_IMPERSONATION 400:SET_LIMITED_INFORMATION " +
    "800:QUERY_LIMITED_INFORMATION",
);
const FILE = rights(
  "1:READ_DATA 2:WRITE_DATA 4:APPEND_DATA 8:READ_EA 10:WRITE_EA 20:EXECUTE 40:DELETE_CHILD 80:READ_ATTRIBUTES " +
    "100:WRITE_ATTRIBUTES",
);
const KEY = rights(
  "1:QUERY_VALUE 2:SET_VALUE 4:CREATE_SUB_KEY 8:ENUMERATE_SUB_KEYS 10:NOTIFY 20:CREATE_LINK 100:WOW64_64KEY " +
    "200:WOW64_32KEY",
);
const SERVICE = rights(
  "1:QUERY_CONFIG 2:CHANGE_CONFIG 4:QUERY_STATUS 8:ENUMERATE_DEPENDENTS 10:START 20:STOP 40:PAUSE_CONTINUE " +
    "80:INTERROGATE 100:USER_DEFINED_CONTROL",
);
const SERVICE_MANAGER = rights(
  "1:CONNECT 2:CREATE_SERVICE 4:ENUMERATE_SERVICE 8:LOCK 10:QUERY_LOCK_STATUS 20:MODIFY_BOOT_CONFIG",
);
const TOKEN = rights(
  "1:ASSIGN_PRIMARY 2:DUPLICATE 4:IMPERSONATE 8:QUERY 10:QUERY_SOURCE 20:ADJUST_PRIVILEGES 40:ADJUST_GROUPS " +
    "80:ADJUST_DEFAULT 100:ADJUST_SESSIONID",
);
const SAM_USER = rights(
  "1:READ_GENERAL 2:READ_PREFERENCES 4:WRITE_PREFERENCES 8:READ_LOGON 10:READ_ACCOUNT 20:WRITE_ACCOUNT " +
    "40:CHANGE_PASSWORD 80:FORCE_PASSWORD_CHANGE 100:LIST_GROUPS 200:READ_GROUP_INFORMATION " +
    "400:WRITE_GROUP_INFORMATION",
);
const SAM_DOMAIN = rights(
  "1:READ_PASSWORD_PARAMETERS 2:WRITE_PASSWORD_PARAMS 4:READ_OTHER_PARAMETERS 8:WRITE_OTHER_PARAMETERS 10:CREATE_USER " +
    "20:CREATE_GROUP 40:CREATE_ALIAS 80:GET_ALIAS_MEMBERSHIP 100:LIST_ACCOUNTS 200:LOOKUP 400:ADMINISTER_SERVER",
);
const SAM_ALIAS = rights("1:ADD_MEMBER 2:REMOVE_MEMBER 4:LIST_MEMBERS 8:READ_INFORMATION 10:WRITE_ACCOUNT");
const DIRECTORY = rights(
  "1:CREATE_CHILD 2:DELETE_CHILD 4:LIST 8:SELF 10:READ_PROPERTY 20:WRITE_PROPERTY 40:DELETE_TREE 80:LIST_OBJECT " +
    "100:CONTROL_ACCESS",
);
const SAM_SERVER = rights(
  "1:CONNECT 2:SHUTDOWN 4:INITIALIZE 8:CREATE_DOMAIN 10:ENUMERATE_DOMAINS 20:LOOKUP_DOMAIN",
);

/** Object types as events of the Security log name them, in lower case. */
const TYPES: ReadonlyMap<string, Rights> = new Map([
  ["process", PROCESS],
  ["thread", THREAD],
  ["file", FILE],
  ["key", KEY],
  ["service object", SERVICE],
  ["sc_manager object", SERVICE_MANAGER],
  ["token", TOKEN],
  ["directory", DIRECTORY],
  ["sam_user", SAM_USER],
  ["sam_domain", SAM_DOMAIN],
  ["sam_alias", SAM_ALIAS],
  ["sam_server", SAM_SERVER],
]);

/** All rights of a process from Windows Vista on, and before. */
const ALL_OF_PROCESS = [0x1fffff, 0x1f0fff];

/**
 * The rights in an access mask.
 *
 * @param type the type of the object, as the Security log names it; `directory` for those of Active Directory
 * @returns undefined if the mask is no number or has no bit that means something for such an object
 */
export function accessWords(mask: string, type: string): string | undefined {
  const bits = numberOf(mask);
  const kind = type.toLowerCase();
  if (bits === undefined || bits > 0xffffffff) return undefined;
  if (kind === "process" && (bits & 0xfff) === 0xfff) {
    return `${ALL_OF_PROCESS.includes(bits) ? "all" : "nearly all"} rights${memoryWords(bits)}`;
  }
  const specific = TYPES.get(kind);
  const names = [...(specific ?? []), ...STANDARD]
    .filter(([bit]) => (bits & bit) !== 0)
    .map(([, name]) => name);
  if (names.length === 0 || (specific === undefined && (bits & 0xffff) !== 0)) return undefined;
  return `${names.join(", ")}${kind === "process" ? memoryWords(bits) : ""}`;
}

/** What the rights to a process allow, as far as attacks need them. */
function memoryWords(bits: number): string {
  const may = [
    ...(bits & 0x10 ? ["read"] : []),
    // Writing needs the right to operate on the memory as well.
    ...((bits & 0x28) === 0x28 ? ["write"] : []),
  ];
  const thread = (bits & 0x2) !== 0 ? " and start threads in it" : "";
  return may.length === 0 ? "" : `: may ${may.join(" and ")} its memory${thread}`;
}
