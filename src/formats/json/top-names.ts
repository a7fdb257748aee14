/** What a name at the top of a document of Elastic's says: what the event is about, what is around it, or nothing known. */
export const TOP = { subject: 1, plain: 2, foreign: 3 } as const;

/** Objects with what an event is about. */
export const SUBJECT_NAMES: readonly string[] = [
  "process",
  "registry",
  "file",
  "winlog",
  "network",
  "source",
  "destination",
  "dns",
  "dll",
  "user",
  "url",
  "http",
  "kibana",
  "signal",
  "endgame",
];
/** What documents have beside it. */
const PLAIN_NAMES: readonly string[] = [
  "@timestamp",
  "@version",
  "@metadata",
  "_id",
  "_index",
  "_score",
  "_source",
  "_type",
  "_version",
  "agent",
  "cloud",
  "container",
  "data_stream",
  "ecs",
  "elastic",
  "elastic_agent",
  "error",
  "event",
  "fields",
  "group",
  "host",
  "input",
  "labels",
  "log",
  "message",
  "observer",
  "related",
  "service",
  "sort",
  "tags",
];

/** No known name is longer, so that a longer one is foreign without a look at all of it. */
const LONGEST = Math.max(...[...SUBJECT_NAMES, ...PLAIN_NAMES].map((name) => name.length));
const KNOWN = new Map<number, { readonly name: Uint8Array; readonly role: number }>();
for (const [role, names] of [
  [TOP.subject, SUBJECT_NAMES],
  [TOP.plain, PLAIN_NAMES],
] as const) {
  for (const text of names) {
    const name = Uint8Array.from(text, (c) => c.charCodeAt(0));
    KNOWN.set(hashOf(name, 0, name.length), { name, role });
  }
}

const MAY_BE_SUBJECT = new Uint8Array(256);
for (const name of SUBJECT_NAMES) MAY_BE_SUBJECT[name.charCodeAt(0)] = 1;

export function isSubject(buffer: Uint8Array, start: number, end: number): boolean {
  return MAY_BE_SUBJECT[buffer[start]!] === 1 && topRole(buffer, start, end) === TOP.subject;
}

/** The role of a key, of which the part before a dot counts. */
export function topRole(buffer: Uint8Array, start: number, end: number): number {
  let stop = start;
  const limit = Math.min(end, start + LONGEST + 1);
  while (stop < limit && buffer[stop] !== 0x2e) stop++;
  const known = KNOWN.get(hashOf(buffer, start, stop));
  if (known === undefined || known.name.length !== stop - start) return TOP.foreign;
  for (let i = 0; i < known.name.length; i++) if (known.name[i] !== buffer[start + i]) return TOP.foreign;
  return known.role;
}

function hashOf(buffer: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + buffer[i]!) | 0;
  return hash;
}
