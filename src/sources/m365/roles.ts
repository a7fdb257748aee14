import type { M365Row } from "./read-m365.ts";

/** What determines the fields of a row: the ECS categories, and what `FileName` and `InitiatingProcess…` refer to. */
export interface Roles {
  readonly categories: readonly string[];
  readonly types: readonly string[];
  readonly action: string | undefined;
  /** Where the initiating process goes: either it acts itself, or it is the parent of the row's process. */
  readonly actor: "process" | "process.parent";
  /** Whether `FileName`, `FolderPath` and the hashes describe the row's process, a file, or neither. */
  readonly subject: "process" | "file" | undefined;
  /** Whether the integrity level of the initiating process is that of the event's process, as Elastic has it. */
  readonly hasToken: boolean;
  readonly isLibrary: boolean;
  readonly isDriver: boolean;
  readonly isApi: boolean;
}

const TABLE_CATEGORIES = new Map([
  ["devicelogonevents", "authentication"],
  ["deviceinfo", "host"],
  ["devicefileevents", "file"],
  ["devicefilecertificateinfo", "file"],
  ["deviceprocessevents", "process"],
  ["deviceimageloadevents", "library"],
  ["devicenetworkevents", "network"],
  ["devicenetworkinfo", "network"],
  ["deviceregistryevents", "registry"],
]);

/** Actions of DeviceEvents in which the initiating process acts itself (elastic/integrations 9993). */
const OWN_ACTIONS = new Set(
  (
    "namedpipeevent dpapiaccessed ntallocatevirtualmemoryapicall getclipboarddata ntprotectvirtualmemoryapicall " +
    "browserlaunchedtoopenurl processprimarytokenmodified powershellcommand clrunbackedmoduleloaded ldapsearch " +
    "dnsqueryresponse ntallocatevirtualmemoryremoteapicall memoryremoteprotect screenshottaken antivirusscancompleted " +
    "exploitguardwin32systemcallblocked getasynckeystateapicall appguardcreatecontainer exploitguardacgenforced " +
    "writetolsassprocessmemory antivirusscancancelled controlflowguardviolation appcontrolpolicyapplied " +
    "createremotethreadapicall auditpolicymodification ntmapviewofsectionremoteapicall appguardlaunchedwithurl " +
    "appguardresumecontainer smartscreenurlwarning appguardbrowsetourl otheralertrelatedactivity antivirusscanfailed"
  ).split(" "),
);

/** Actions that get an ECS name, by category; all others keep their own name in lower case. */
const ACTIONS = new Map([
  ["file/filedeleted", "deletion"],
  ["file/filemodified", "modification"],
  ["file/filerenamed", "rename"],
  ["file/filecreated", "creation"],
  ["registry/registrykeycreated", "creation"],
  ["registry/registryvalueset", "modification"],
  ["process/processcreated", "start"],
]);

/** `event.type` by a part of the action's name. */
const TYPES: readonly (readonly [part: string, type: string])[] = [
  ["connectionfound", "info"],
  ["networksignatureinspected", "info"],
  ["connectionsuccess", "start"],
  ["driverload", "start"],
  ["connectionfailed", "denied"],
  ["connectionrequest", "start"],
  ["listeningconnectioncreated", "start"],
  ["processcreated", "start"],
  ["inboundconnectionaccepted", "start"],
  ["registrykeycreated", "creation"],
  ["registrykeydeleted", "deletion"],
  ["registryvaluedeleted", "deletion"],
  ["registrykeyrenamed", "change"],
  ["registryvalueset", "change"],
  ["dnsconnectioninspected", "protocol"],
];
const FILE_TYPES = new Map([
  ["filedeleted", "deletion"],
  ["filemodified", "change"],
  ["filerenamed", "change"],
  ["filecreated", "creation"],
]);

/** Follows elastic/integrations m365_defender, pipeline_device.yml, which is the same here in 2.14 and 5.11. */
export function rolesOf({ table, action: written }: M365Row): Roles {
  const action = written.toLowerCase();
  const isDeviceEvent = table === "deviceevents";
  const isDriver = action.includes("driverload");
  const isApi = isDeviceEvent && action.endsWith("apicall");
  const categories: string[] = [];
  const ofTable = TABLE_CATEGORIES.get(table);
  if (ofTable !== undefined) categories.push(ofTable);
  if (isApi) categories.push("api");
  else if (isDriver) categories.push("driver");
  else if (isDeviceEvent && action !== "") categories.push("host");

  const isProcess = ofTable === "process";
  const actsItself =
    isApi || isDriver || (!isProcess && !isDeviceEvent) || (isDeviceEvent && OWN_ACTIONS.has(action));
  return {
    categories,
    types: typesOf(categories, action, table),
    action: actionOf(categories, action),
    actor: actsItself ? "process" : "process.parent",
    subject: !isProcess && !isDeviceEvent ? "file" : actsItself ? undefined : "process",
    hasToken: !isApi && !isDriver && (isProcess || isDeviceEvent || ofTable === "library"),
    isLibrary: ofTable === "library",
    isDriver,
    isApi,
  };
}

function typesOf(categories: readonly string[], action: string, table: string): string[] {
  const types = new Set<string>();
  if (categories.includes("authentication") || categories.includes("host")) types.add("info");
  if (table === "deviceimageloadevents") types.add("start");
  for (const [part, type] of TYPES) if (action.includes(part)) types.add(type);
  if (categories.includes("file")) types.add(FILE_TYPES.get(action) ?? "info");
  if (types.size === 0 && categories.includes("api")) {
    types.add(action.startsWith("open") ? "access" : action.startsWith("write") ? "change" : "info");
  }
  if (types.size === 0 && categories.includes("network")) types.add("info");
  return [...types];
}

function actionOf(categories: readonly string[], action: string): string | undefined {
  if (action === "") return undefined;
  if (categories.includes("driver") || action.includes("imageloaded")) return "load";
  for (const category of categories) {
    const named = ACTIONS.get(`${category}/${action}`);
    if (named !== undefined) return named;
  }
  return categories.includes("file") ? undefined : action.replaceAll(" ", "-");
}
