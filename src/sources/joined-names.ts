/** Signs by which databases and tables join the names of nested objects where a dot is not allowed, the longest first. */
const JOINTS = ["__", "/", ":", "-", "~", "|", "_"];
/** One of these is in a document of Elastic's: see `isMapped`, and what Winlogbeat sends. */
const SIGNS = ["event.category", "event.kind", "event.type", "event.code", "winlog.channel", "registry.path"];
/** Longer names are no field's. */
const LONGEST_NAME = 300;

/**
 * The objects of documents, of which an underscore may join the names: the fields' own names have underscores as well, so
 * that only these can be told apart from them.
 */
const OBJECTS: readonly string[] = (
  "agent data_stream destination destination.geo dll dll.code_signature dll.hash dll.pe dns dns.question ecs event file " +
  "file.code_signature file.hash file.pe host host.os log network process process.code_signature process.hash " +
  "process.parent process.parent.code_signature process.parent.hash process.parent.pe process.pe process.thread registry " +
  "registry.data related rule source source.geo url user user.effective user.target winlog winlog.event_data " +
  "winlog.process winlog.process.thread winlog.user winlog.user_data"
).split(" ");
/** The longest before those that they begin with. */
const UNDERSCORED = OBJECTS.map((object) => [`${object.replaceAll(".", "_")}_`, `${object}.`] as const).sort(
  ([a], [b]) => b.length - a.length,
);
const FEWEST_NAMES = 3;

/** A document with its dots back, and the sign that stood for them. */
export interface Rejoined {
  readonly document: Record<string, unknown>;
  readonly joint: string;
}

/**
 * Puts dots back between the joined names of a document of Elastic's: `event_category`, `event/category`. What precedes
 * the first known name, such as `source_`, precedes the others too.
 *
 * @returns null for a document without such names
 */
export function withDots(document: object): Rejoined | null {
  const names = Object.keys(document);
  for (const joint of JOINTS) {
    const prefix = prefixOf(names, joint);
    if (prefix === undefined) continue;
    const renamed = Object.create(null) as Record<string, unknown>;
    let count = 0;
    for (const [name, value] of Object.entries(document) as [string, unknown][]) {
      const rest = name.startsWith(prefix) && name.length <= LONGEST_NAME ? name.slice(prefix.length) : name;
      const field =
        joint === "_" ? underscored(rest) : rest.includes(joint) ? rest.replaceAll(joint, ".") : rest;
      if (field !== rest) count++;
      renamed[field] ??= value;
    }
    if (count >= FEWEST_NAMES) return { document: renamed, joint };
  }
  return null;
}

/** What precedes a sign of a document in one of the names; undefined if none has one. */
function prefixOf(names: readonly string[], joint: string): string | undefined {
  const signs = SIGNS.map((sign) => sign.replaceAll(".", joint));
  for (const name of names) {
    if (name.length > LONGEST_NAME) continue;
    const sign = signs.find((ending) => name.endsWith(ending));
    if (sign === undefined) continue;
    const prefix = name.slice(0, -sign.length);
    if (prefix === "" || prefix.endsWith(joint)) return prefix;
  }
  return undefined;
}

function underscored(name: string): string {
  for (const [joined, dotted] of UNDERSCORED)
    if (name.length > joined.length && name.startsWith(joined)) return dotted + name.slice(joined.length);
  return name;
}
