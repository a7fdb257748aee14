import { fieldUse, hasText, LISTED_FIELDS } from "../../kql/index.ts";
import type { FieldUses } from "./field-uses.ts";

/** How Elasticsearch indexes a field; `script` is text with the analyzer of PowerShell scripts. */
export type IndexedType =
  "keyword" | "wildcard" | "text" | "script" | "date" | "ip" | "long" | "double" | "boolean";

/** Paths of fields as in `path_match` of a dynamic template: a star is any text, dots included. */
type Paths = readonly string[];

/** The fields of type `date` in ECS, those of `ecsTypeOf`. */
export const DATES: Paths = [
  "@timestamp",
  ...["created", "start", "end", "ingested"].map((name) => `event.${name}`),
  ...["start", "end"].flatMap((name) => [`process.${name}`, `process.*.${name}`]),
  ...[
    "file.created",
    "accessed",
    "ctime",
    "mtime",
    "creation_date",
    "compile_time",
    "not_before",
    "not_after",
  ].flatMap((name) => [name, `*.${name}`]),
  ...["code_signature.timestamp", "entity.last_seen_timestamp"].flatMap((name) => [name, `*.${name}`]),
  ...["threat.indicator", "threat.enrichments.indicator"].flatMap((name) =>
    ["first_seen", "last_seen", "modified_at"].map((last) => `${name}.${last}`),
  ),
  "email.delivery_timestamp",
  "email.origination_timestamp",
  "package.installed",
];
export const ADDRESSES: Paths = ["ip", "*.ip", "*_ip"];
/** Those of ECS, of Elastic Defend and of the Windows sources. Of others Loupe knows only by rules that they are numbers. */
export const LONGS: Paths = [
  ...["args_count", "exit_code", "pgid", "pid", "ppid", "uptime", "vpid"].flatMap((name) => [
    `process.${name}`,
    `process.*.${name}`,
  ]),
  "process.thread.id",
  "process.*.thread.id",
  ...["client", "destination", "network", "server", "source"].flatMap((name) => [
    `${name}.bytes`,
    `${name}.packets`,
  ]),
  "http.request.bytes",
  "http.request.body.bytes",
  "http.response.bytes",
  "http.response.body.bytes",
  "*.port",
  "*.as.number",
  "*.size",
  "event.duration",
  "event.sequence",
  "event.severity",
  "http.response.status_code",
  "log.offset",
  "loupe.line",
  "loupe.offset",
  "powershell.file.script_block_length",
  "powershell.file.script_block_unique_symbols",
  "powershell.sequence",
  "powershell.total",
  "winlog.process.pid",
  "winlog.process.thread.id",
  "winlog.version",
];
export const DOUBLES: Paths = [
  "event.risk_score",
  "event.risk_score_norm",
  "powershell.file.script_block_entropy_bits",
  "powershell.file.script_block_surprisal_stdev",
];
export const BOOLEANS: Paths = [
  ...["exists", "trusted", "valid"].map((name) => `*.code_signature.${name}`),
  "loupe.carved",
  "process.interactive",
  "process.*.interactive",
  "tls.established",
  "tls.resumed",
];
/** Keywords whose words ECS indexes as well: see `hasText` of KQL. */
export const WITH_TEXT: Paths = [
  ...["executable", "name", "title", "working_directory"].flatMap((name) => [
    `process.${name}`,
    `process.parent.${name}`,
  ]),
  "file.path",
  "file.target_path",
  ...["user.full_name", "user.name", "os.full", "os.name", "organization.name"].flatMap((name) => [
    name,
    `*.${name}`,
  ]),
  "user_agent.original",
];
/** Fields whose type only their full name shows. */
export const LISTED = LISTED_FIELDS;

const BY_NAME: readonly (readonly [IndexedType, RegExp])[] = (
  [
    ["date", DATES],
    ["ip", ADDRESSES],
    ["long", LONGS],
    ["double", DOUBLES],
    ["boolean", BOOLEANS],
  ] as const
).map(([type, paths]) => [type, patternOf(paths)]);

function patternOf(paths: Paths): RegExp {
  const sources = paths.map((path) =>
    path
      .split("*")
      .map((text) => text.replace(/[.@]/g, "\\$&"))
      .join("[^]*"),
  );
  return new RegExp(`^(?:${sources.join("|")})$`);
}

/** The types of fields: what a rule needs a field to be comes first, then what ECS says, then keyword. */
export class FieldTypes {
  readonly #asked = new Map<string, IndexedType>();

  constructor({ numbers, booleans, dates }: FieldUses) {
    for (const name of numbers) if (typeByName(name) === "keyword") this.#asked.set(name, "double");
    for (const name of booleans) if (typeByName(name) === "keyword") this.#asked.set(name, "boolean");
    for (const name of dates) this.#asked.set(name, "date");
  }

  of(name: string): IndexedType {
    return this.#asked.get(name) ?? typeByName(name);
  }
}

function typeByName(name: string): IndexedType {
  // A field of a flat event is never a multi-field, whatever its last part is.
  const { kind, parent } = fieldUse(name);
  if (parent === null && (kind === "text" || kind === "script" || kind === "wildcard")) return kind;
  return BY_NAME.find(([, pattern]) => pattern.test(name))?.[0] ?? "keyword";
}

/**
 * The mapping of a field of a type.
 *
 * @param name for its multi-fields
 */
export function mappingOf(type: IndexedType, name: string, isCaseless = false): Record<string, unknown> {
  const fields = {
    ...((type === "keyword" || type === "wildcard") &&
      hasText(name) && { text: { type: "match_only_text" } }),
    ...(isCaseless && { caseless: { ...KEYWORD, normalizer: "lowercase" } }),
  };
  return { ...MAPPINGS[type], ...(Object.keys(fields).length > 0 && { fields }) };
}

/** Lucene takes no term of more than 32,766 bytes. A character may take four, and longer values are stored, not indexed. */
export const LONGEST_KEYWORD = 8191;
const KEYWORD = { type: "keyword", ignore_above: LONGEST_KEYWORD };

/** How Winlogbeat and the Windows package call the analyzer of PowerShell's script blocks. */
export const SCRIPT_ANALYZER = "powershell_script_analyzer";

const MAPPINGS: Readonly<Record<IndexedType, Record<string, unknown>>> = {
  keyword: KEYWORD,
  wildcard: { type: "wildcard" },
  text: { type: "text" },
  script: { type: "text", analyzer: SCRIPT_ANALYZER },
  date: { type: "date", ignore_malformed: true },
  ip: { type: "ip", ignore_malformed: true },
  long: { type: "long", ignore_malformed: true },
  double: { type: "double", ignore_malformed: true },
  boolean: { type: "boolean" },
};
