/*
 * Objects of ECS and of the Windows sources that Loupe reads. In Elasticsearch a name is either an object or a value, in
 * every document of an index. So a field keeps its own name only directly below an object that is known to be one: then no
 * document can make a value of it, nor an object of a field beside it.
 *
 * Source: field definitions of ECS 8 and 9, of Elastic Defend, of Winlogbeat and of the integrations windows, system and
 * m365_defender. A rule or query makes further objects known by naming their fields: see `FieldPlan`.
 */

const OF_FILE = [
  "code_signature",
  "hash",
  "pe",
  "elf",
  "macho",
  "Ext",
  "Ext.original",
  "Ext.windows",
  "x509",
];
const OF_PROCESS = [
  ...OF_FILE,
  "Ext.api",
  "Ext.api.parameters",
  "Ext.code_signature",
  "Ext.effective_parent",
  "Ext.session_info",
  "Ext.token",
  "group",
  "io",
  "real_user",
  "saved_user",
  "thread",
  "thread.Ext",
  "tty",
  "user",
];
const OF_USER = ["group", "risk", "Ext", "Ext.real"];
const OF_PLACE = ["as", "as.organization", "geo", "geo.location", "nat", "user"];

/** Each with the objects directly or further below it. */
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  agent: ["build"],
  client: OF_PLACE,
  cloud: ["account", "instance", "machine", "project", "service"],
  data_stream: [],
  destination: OF_PLACE,
  device: [],
  dll: OF_FILE,
  dns: ["answers", "question"],
  ecs: [],
  Effective_process: [],
  elastic: ["agent"],
  email: [
    "attachments",
    "attachments.file",
    "attachments.file.hash",
    "bcc",
    "cc",
    "from",
    "reply_to",
    "sender",
    "to",
  ],
  Endpoint: [],
  endgame: ["metadata"],
  error: [],
  event: [],
  file: [...OF_FILE, "Ext.header", "Ext.monotonic"],
  group: [],
  host: ["boot", "cpu", "disk", "geo", "network", "os", "os.Ext", "risk"],
  http: ["request", "request.body", "response", "response.body"],
  labels: [],
  log: ["file", "origin", "origin.file", "syslog"],
  network: ["forwarded", "inner", "vlan"],
  observer: ["os"],
  organization: [],
  package: [],
  powershell: ["command", "command.invocation_details", "engine", "file", "pipeline", "process", "provider"],
  process: [
    ...OF_PROCESS,
    "entry_leader",
    "group_leader",
    "parent",
    ...OF_PROCESS.map((name) => `parent.${name}`),
    "session_leader",
  ],
  registry: ["data"],
  related: [],
  rule: [],
  server: OF_PLACE,
  service: [],
  source: OF_PLACE,
  sysmon: ["dns", "file"],
  Target: ["process", ...OF_PROCESS.map((name) => `process.${name}`)],
  threat: ["enrichments", "group", "indicator", "software", "tactic", "technique", "technique.subtechnique"],
  tls: ["client", "server"],
  url: [],
  user: [...OF_USER, ...["changes", "effective", "target"].flatMap((name) => [name, `${name}.group`])],
  user_agent: ["device", "os"],
  windows_defender: [],
  winlog: [
    "event_data",
    "keywords_data",
    "logon",
    "logon.failure",
    "process",
    "process.thread",
    ...["", ".actions", ".principals", ".settings", ".triggers"].map((name) => `scheduled_task${name}`),
    "user",
    "user_data",
  ],
  m365_defender: ["event", "event.initiating_process", "event.previous", "event.tenant"],
};

/** Paths of objects, each with all that is above it. */
export const KNOWN_OBJECTS: readonly string[] = Object.entries(OBJECTS).flatMap(([root, below]) => [
  root,
  ...below.map((name) => `${root}.${name}`),
]);

/** Values that are not below an object. */
export const KNOWN_VALUES: readonly string[] = ["@timestamp", "message", "tags"];
