import type { FlatEvent } from "../../ecs/index.ts";

/** What an indicator is, in the order in which they are listed. */
export const INDICATOR_KINDS = [
  "host",
  "user",
  "address",
  "domain",
  "url",
  "hash",
  "path",
  "registry path",
  "command line",
] as const;
export type IndicatorKind = (typeof INDICATOR_KINDS)[number];

const FIELDS: Readonly<Partial<Record<IndicatorKind, readonly string[]>>> = {
  host: ["host.name"],
  address: ["source.ip", "destination.ip", "client.ip", "server.ip", "dns.resolved_ip"],
  domain: ["dns.question.name", "destination.domain", "url.domain"],
  url: ["url.full", "url.original"],
  path: [
    "process.executable",
    "process.parent.executable",
    "file.path",
    "dll.path",
    "winlog.event_data.TargetImage",
    "winlog.event_data.ImagePath",
  ],
  "registry path": ["registry.path"],
  "command line": ["process.command_line", "process.parent.command_line"],
};

/** Fields of hashes: of a process, a file, a library, and of what they were signed or imported as. */
const HASH = /^(?:process|process\.parent|file|dll)\.(?:hash\.(?:md5|sha1|sha256|sha512)|pe\.imphash)$/;

/** Where both are known, a user is a domain's. */
const USERS = ["user", "user.target", "user.effective"];

/** Says nothing about anybody: a field without a value, and the computer itself. */
const EMPTY = new Set(["", "-", "::1", "127.0.0.1", "0.0.0.0", "::", "localhost"]);

/** The indicators in an event. The same may come more than once. */
export function* indicatorsIn(event: FlatEvent): Generator<readonly [IndicatorKind, string], void> {
  for (const kind of INDICATOR_KINDS)
    for (const field of FIELDS[kind] ?? []) for (const value of textsOf(event, field)) yield [kind, value];
  for (const prefix of USERS)
    for (const name of textsOf(event, `${prefix}.name`)) {
      const [domain] = textsOf(event, `${prefix}.domain`);
      yield ["user", domain === undefined ? name : `${domain}\\${name}`];
    }
  for (const field in event)
    if (HASH.test(field)) for (const value of textsOf(event, field)) yield ["hash", value];
}

function textsOf(event: FlatEvent, field: string): string[] {
  const value = Object.hasOwn(event, field) ? event[field] : undefined;
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String).filter((text) => !EMPTY.has(text.trim()));
}
