/**
 * The fields whose values the list has at once, by the name under which the page shows them, with the other names that
 * an analyst may type. Each name is that of ECS or Kibana, or short for it. `evidence`, `source`, `verdict` and `day` are
 * no fields of Elastic: they are about the file, what wrote the event, the analyst and the date in UTC.
 */
const NAMES = {
  severity: ["kibana.alert.severity"],
  "host.name": ["host"],
  "user.name": ["user"],
  "process.name": ["process"],
  "rule.name": ["rule", "kibana.alert.rule.name", "signal.rule.name"],
  "rule.id": ["kibana.alert.rule.rule_id", "kibana.alert.rule.id"],
  "threat.tactic.name": ["tactic", "kibana.alert.rule.threat.tactic.name"],
  "threat.technique.id": ["technique", "kibana.alert.rule.threat.technique.id"],
  source: [],
  status: ["kibana.alert.workflow_status"],
  verdict: [],
  tag: ["kibana.alert.workflow_tags"],
  evidence: ["file"],
  day: ["date"],
} as const;

/** A field that every alert has a value of at hand, without a look into its event. */
export type ListField = keyof typeof NAMES;

export const LIST_FIELDS = Object.keys(NAMES) as readonly ListField[];

const BY_NAME: ReadonlyMap<string, ListField> = new Map(
  LIST_FIELDS.flatMap((field) => [field, ...NAMES[field]].map((name) => [name, field] as const)),
);

/** The first parts of the fields that events have: ECS 9, and what Winlogbeat and Elastic Endpoint add. */
const ROOTS: ReadonlySet<string> = new Set(
  (
    "agent as client cloud code_signature container data_stream destination device dll dns ecs elf email endpoint " +
    "entity error event faas file gen_ai geo group hash host http interface kibana labels log macho message network " +
    "observer orchestrator organization os package pe powershell process registry related risk rule server service " +
    "signal source sysmon target threat tls url user user_agent volume vlan vulnerability winlog x509"
  ).split(" "),
);

/** The field of the list that a typed name means; undefined for a field that only events have. */
export function listFieldOf(name: string): ListField | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** The name under which conditions for the same field belong together: that of `ListField`, or the event's field. */
export function fieldNamed(name: string): string {
  return listFieldOf(name) ?? name;
}

/**
 * Whether a name in front of a colon is that of a field. `C:\Windows`, `payload.exe:stream` and `10.0.0.1:445` are texts.
 * With a space after the colon, any name with a dot is a field.
 */
export function isFieldName(name: string, hasSpace: boolean): boolean {
  if (listFieldOf(name) !== undefined || WHOLE.has(name)) return true;
  if (!DOTTED.test(name)) return false;
  return hasSpace || ROOTS.has(name.slice(0, name.indexOf(".")).toLowerCase());
}

/** The fields of events that have no dot. */
const WHOLE: ReadonlySet<string> = new Set(["@timestamp", "message", "tags", "labels"]);
const DOTTED = /^[A-Za-z_@][\w@-]*(?:\.[\w@-]+)+$/;
