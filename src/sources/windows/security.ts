import type { FieldValue } from "../../ecs/index.ts";
import { unmapped } from "./addresses.ts";
import { subcategoryOfGuid } from "./audit-subcategories.ts";
import { codes } from "./code-set.ts";
import { connection } from "./security-connections.ts";
import { directoryChange } from "./security-directory.ts";
import { scheduledTask } from "./scheduled-task.ts";
import { registryExtension, SECURITY_REGISTRY } from "./security-registry.ts";
import { SECURITY_KINDS } from "./security-kinds.ts";
import { taskName } from "./security-tasks.ts";
import {
  ACCESS_RIGHTS,
  ACCOUNT_CONTROL,
  bitNames,
  LAYERS,
  LOGON_TYPES,
  MESSAGES,
  SERVICE_TYPES,
  TICKET_ENCRYPTION,
  TICKET_OPTIONS,
  TICKET_STATUS,
  TRUST_ATTRIBUTES,
  TRUST_DIRECTIONS,
  TRUST_TYPES,
} from "./security-texts.ts";
import { SECURITY_USERS } from "./security-users.ts";
import {
  append,
  type Context,
  type ValueStep,
  type FinalStep,
  forCodes,
  type Module,
  textOf,
  isNothing,
} from "./step.ts";
import { decoded } from "./text.ts";

/** Events whose process and address Elastic moves into ECS fields. 4657 and 4663 are none of them. */
const MOVED = codes(
  "1100 1102 1104 1105 1108 4624 4648 4625 4670 4673 4674 4689 4697 4719 4720 4722-4735 4737 4738 4740-4764 4767-4771 " +
    "4798 4799 4817 4904 4905 4907 4912 5140 5145",
);
/**
 * Events whose process newer pipelines move as well. It also stays where it was, for rules that were written for the
 * older ones.
 */
const COPIED = codes("4658-4660 4691 4985 5446 5447 5449");
const PROCESS_CREATED = codes("4688");
const SHARES = codes("5140 5145");
const TICKETS = codes("4768-4771 4793");
const PRIVILEGES = codes("4672-4674 4704 4705 4741-4743");
const MASTER_KEYS = codes("4692 4695");
const TASKS = codes("4698-4702");
const FIREWALL_RULES = codes("4945 4946 4948 4953 4957");
const DEVICES = codes("6419-6422");
const KEY_OPERATIONS = codes("5058 5059 5061");

/** Writes a further field; the value stays. */
function also(how: string, field: string, value: (text: string) => FieldValue | undefined): ValueStep {
  return {
    how,
    apply: (text, { out }) => {
      const result = value(text);
      if (result !== undefined) out[field] = result;
      return false;
    },
  };
}

/** Moves the value of the events in `ids`; a value that `value` cannot read stays where it is. */
function move(
  ids: ReadonlySet<string>,
  field: string,
  value: (text: string) => FieldValue | undefined,
): ValueStep {
  return forCodes(ids, {
    how: "moved",
    apply: (text, { out }) => {
      const result = value(text);
      if (result === undefined) return false;
      out[field] = result;
      return true;
    },
  });
}

const same = (text: string): string => text;
const unlessDash = (text: string): string | undefined => (text === "-" ? undefined : unmapped(text));
const clientAddress = (text: string): string | undefined =>
  text === "Unknown" ? undefined : text === "LOCAL" ? "127.0.0.1" : unlessDash(text);
/** `%%1538 %%1539`, one id or many, with line ends and tabs between them. */
const messageIds = (text: string): string[] =>
  text
    .replaceAll("%%", "")
    .split(/[\s,]+/)
    .filter((id) => id !== "");
const inWords = (text: string): string[] => messageIds(text).map((id) => MESSAGES.get(id) ?? id);

const accessList: ValueStep = {
  how: "ids as a list, and in words",
  apply: (text, { out }) => {
    const ids = messageIds(text);
    if (ids.length === 0) return false;
    out["winlog.event_data.AccessList"] = ids;
    out["winlog.event_data.AccessListDescription"] = inWords(text);
    return true;
  },
};

const accountControl: ValueStep = also("the bits in words", "winlog.event_data.NewUACList", (text) => {
  const bits = decoded(text.trim());
  if (bits === undefined) return undefined;
  const names = ACCOUNT_CONTROL.filter((_, bit) => ((bits >>> bit) & 1) === 1);
  return names.length > 0 ? names : undefined;
});

/** `%%2080 %%2082`, what was changed of them. Exports with the message in words instead keep those. */
const accountControlChanges: ValueStep = {
  how: "ids as a list",
  apply: (text, { out }) => {
    if (!text.includes("%%")) return false;
    out["winlog.event_data.UserAccountControl"] = messageIds(text);
    return true;
  },
};

/** Converts `0x40810000` or, without a value, words for the same bits. */
const bitsInWords = (names: readonly (readonly [number, string])[]) => (text: string) => {
  const words = bitNames(decoded(text) ?? 0, names);
  return words.length > 0 ? words : undefined;
};

const subcategory: ValueStep = {
  how: "the names of the subcategory and its category",
  apply: (guid, { out }) => {
    const known = subcategoryOfGuid(guid);
    if (known === undefined) return false;
    out["winlog.event_data.SubCategory"] = known.name;
    out["winlog.event_data.Category"] = known.category;
    return false;
  },
};

const privileges: ValueStep = forCodes(PRIVILEGES, {
  how: "split at blanks",
  apply: (text, { out }) => {
    out["winlog.event_data.PrivilegeList"] = text.split(/\s+/).filter((name) => name !== "");
    return true;
  },
});

const DATA: readonly (readonly [string, ValueStep])[] = [
  ["LogonType", also("in words", "winlog.logon.type", (text) => LOGON_TYPES.get(text))],
  ["NewUacValue", accountControl],
  ["UserAccountControl", accountControlChanges],
  [
    "TicketOptions",
    also("the bits in words", "winlog.event_data.TicketOptionsDescription", bitsInWords(TICKET_OPTIONS)),
  ],
  [
    "TicketEncryptionType",
    also("in words", "winlog.event_data.TicketEncryptionTypeDescription", (text) =>
      TICKET_ENCRYPTION.get(text.toLowerCase()),
    ),
  ],
  [
    "Status",
    forCodes(
      TICKETS,
      also("in words", "winlog.event_data.StatusDescription", (text) =>
        TICKET_STATUS.get(text.length > 2 ? `0x${text.slice(2).toUpperCase()}` : text),
      ),
    ),
  ],
  ["ServiceName", also("copied", "service.name", same)],
  ["ServiceType", also("in words", "service.type", (text) => SERVICE_TYPES.get(text))],
  [
    "FailureReason",
    forCodes(
      MASTER_KEYS,
      also("as Elastic names it", "winlog.event_data.FailureReasons", same),
      also("in words", "winlog.logon.failure.reason", (text) => inWords(text)[0]),
    ),
  ],
  [
    "ReturnCode",
    forCodes(
      KEY_OPERATIONS,
      also("success if it is zero", "winlog.event_data.ReturnCodeOutcome", (text) =>
        decoded(text) === 0 ? "Success" : "Failure",
      ),
    ),
  ],
  ["TdoType", also("in words", "winlog.trustType", (text) => TRUST_TYPES.get(text))],
  ["TdoDirection", also("in words", "winlog.trustDirection", (text) => TRUST_DIRECTIONS.get(text))],
  ["TdoAttributes", also("in words", "winlog.trustAttribute", (text) => TRUST_ATTRIBUTES.get(text))],
  [
    "LayerName",
    also("in words", "winlog.event_data.LayerNameDescription", (text) => LAYERS.get(text.replace("%%", ""))),
  ],
  ["TaskName", forCodes(TASKS, also("copied", "winlog.scheduled_task.name", same))],
  ["RuleId", forCodes(FIREWALL_RULES, also("copied", "rule.id", same))],
  ["RuleName", forCodes(FIREWALL_RULES, also("copied", "rule.name", same))],
  ["ErrorCode", forCodes(codes("6144 6145"), also("copied", "error.code", same))],
  // The value has no name.
  ["param1", forCodes(codes("5038"), also("copied", "file.path", same))],
  ["DeviceId", forCodes(DEVICES, also("copied", "device.id", same))],
  ["DeviceDescription", forCodes(DEVICES, also("copied", "device.model.name", same))],
  ["FileName", forCodes(codes("4664"), also("copied", "file.path", same))],
  ["ShareLocalPath", forCodes(codes("5142"), also("copied", "file.directory", same))],
  ["SubcategoryGuid", subcategory],
  ["AuditPolicyChanges", also("in words", "winlog.event_data.AuditPolicyChangesDescription", inWords)],
  ["AccessList", accessList],
  [
    "AccessMask",
    also("the bits in words", "winlog.event_data.AccessMaskDescription", bitsInWords(ACCESS_RIGHTS)),
  ],
  ["PrivilegeList", privileges],
  [
    "ProcessId",
    forCodes(
      PROCESS_CREATED,
      also("as the parent's number", "process.parent.pid", decoded),
      forCodes(COPIED, also("as a number", "process.pid", decoded), move(MOVED, "process.pid", decoded)),
    ),
  ],
  [
    "ProcessName",
    forCodes(
      COPIED,
      also("copied", "process.executable", (text) => (text === "-" ? undefined : text)),
      move(MOVED, "process.executable", same),
    ),
  ],
  ["IpAddress", move(MOVED, "source.ip", unlessDash)],
  ["IpPort", move(MOVED, "source.port", decoded)],
  ["WorkstationName", move(MOVED, "source.domain", same)],
  ["ClientAddress", move(MOVED, "related.ip", clientAddress)],
  ["NewProcessId", move(PROCESS_CREATED, "process.pid", decoded)],
  ["NewProcessName", move(PROCESS_CREATED, "process.executable", same)],
  ["ParentProcessName", move(PROCESS_CREATED, "process.parent.executable", same)],
];

/** For a path without a backslash Elastic uses the whole path here, unlike for Sysmon. */
const names: FinalStep = {
  from: "process.executable",
  how: "what follows the last backslash",
  apply: ({ out }) => {
    for (const prefix of ["process", "process.parent"]) {
      const path = textOf(out, `${prefix}.executable`);
      if (path !== undefined) out[`${prefix}.name`] ??= path.slice(path.lastIndexOf("\\") + 1);
    }
  },
};

/** Elastic splits 4688's command line, and only this one, at blanks outside quotes, and keeps the quotes. */
const createdProcess: FinalStep = {
  from: "EventData/CommandLine",
  how: "split at blanks outside quotes, quotes kept",
  ids: PROCESS_CREATED,
  apply: (context) => {
    const text = context.data("CommandLine");
    if (text === undefined) return;
    const args = splitOutsideQuotes(text);
    if (args.length > 0) context.out["process.args"] = args;
    context.out["process.args_count"] = args.length;
    context.out["process.command_line"] = text;
  },
};

export function splitOutsideQuotes(text: string): string[] {
  const args: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (!quoted && (code === 32 || (code >= 9 && code <= 13))) {
      args.push(text.slice(start, at));
      start = at + 1;
    }
  }
  // A trailing blank adds an empty argument, as in Elastic's loop.
  if (text.length > 0) args.push(text.slice(start));
  return args;
}

const relatedAddress: FinalStep = {
  from: "source.ip",
  how: "added",
  apply: ({ out }) => {
    const ip = textOf(out, "source.ip");
    if (ip !== undefined && ip !== "-") append(out, "related.ip", ip);
  },
};

const share: FinalStep = {
  from: "EventData/RelativeTargetName, ShareLocalPath, ShareName",
  how: "joined with a backslash",
  ids: SHARES,
  apply: (context: Context) => {
    const { out } = context;
    const name = context.data("RelativeTargetName");
    const directory = context.data("ShareLocalPath");
    const shareName = context.data("ShareName");
    if (directory !== undefined) out["file.directory"] = directory;
    if (name === undefined) return;
    out["file.name"] = name;
    const dot = name.lastIndexOf(".");
    if (dot >= 0) out["file.extension"] = name.slice(dot + 1);
    if (directory !== undefined) out["file.path"] = `${directory}\\${name}`;
    if (shareName !== undefined) out["file.target_path"] = `${shareName}\\${name}`;
  },
};

/** A file that was requested in order to delete it. */
const deletedFile: FinalStep = {
  from: "EventData/ObjectName",
  how: "copied for objects of type File",
  ids: codes("4659"),
  apply: (context) => {
    const name = context.data("ObjectName");
    if (name !== undefined && context.data("ObjectType") === "File") context.out["file.path"] = name;
  },
};

/** Elastic replaces the log's provider by the one that the event names; rules may ask for either. */
const namedProvider: FinalStep = {
  from: "EventData/ProviderName",
  how: "added before the provider of the log",
  ids: codes("5058 5059 5061 5441 5446 5447 5449"),
  apply: (context) => {
    const named = context.data("ProviderName");
    const { provider } = context.event;
    if (named === undefined || named === "-") return;
    context.out["event.provider"] = provider === undefined ? [named] : [named, provider];
  },
};

/** What a filter does, permit or block, is the action in Elastic's pipeline, as a message id. */
const filterAction: FinalStep = {
  from: "EventData/Action",
  how: "copied",
  ids: codes("5441 5447"),
  apply: (context) => {
    const action = context.data("Action");
    if (action !== undefined) context.out["event.action"] = action;
  },
};

/**
 * Maps the Security log as Winlogbeat's module (security_standard.yml) and newer versions of the packages system and
 * windows do, see docs/decisions/041-two-generations.md, and 4657 further than that. Left out are the security
 * descriptors of 4670 and 4907 in words, the texts of logon failures' status, and the device of 6416, which Elastic writes
 * to `host.id`.
 */
export const security: Module = {
  isIgnored: isNothing,
  fixed: [
    ["event.module", "security"],
    ["event.dataset", "system.security"],
    ["data_stream.dataset", "system.security"],
  ],
  kinds: SECURITY_KINDS,
  data: new Map(DATA),
  final: [
    filterAction,
    taskName,
    namedProvider,
    ...SECURITY_USERS,
    createdProcess,
    connection,
    names,
    relatedAddress,
    share,
    deletedFile,
    directoryChange,
    scheduledTask,
    ...SECURITY_REGISTRY,
  ],
  extension: registryExtension,
};
