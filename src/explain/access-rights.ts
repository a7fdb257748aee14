import { numberOf } from "./numbers.ts";

/**
 * Access masks as rights, by the type of the object. Sources: Microsoft's "Process Security and Access Rights", "Thread
 * Security and Access Rights", "File Access Rights Constants", "Registry Key Security and Access Rights", "Service
 * Security and Access Rights", "Access Rights for Access-Token Objects", and MS-ADTS 5.1.3.2 for the directory.
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
const DIRECTORY = rights(
  "1:CREATE_CHILD 2:DELETE_CHILD 4:LIST 8:SELF 10:READ_PROPERTY 20:WRITE_PROPERTY 40:DELETE_TREE 80:LIST_OBJECT " +
    "100:CONTROL_ACCESS",
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
