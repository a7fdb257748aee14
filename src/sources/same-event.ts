import type { FieldValue, FlatEvent } from "../ecs/index.ts";

/** Fields that say what an event is about. Two records of one event agree in them, however a pipeline named the rest. */
const SUBJECTS: readonly string[] = [
  "registry.path",
  "process.executable",
  "process.command_line",
  "file.path",
  "dns.question.name",
  "destination.ip",
];
/** Fields that two records of one event share if both have them. */
const IDENTITIES: readonly string[] = ["event.code", "winlog.record_id"];
const DETAILS = /^(?:winlog\.event_data|process|registry|file|dll|dns|source|destination|user)\./;
/** Shorter values are the same in many events. */
const SHORTEST = 4;
const HIVES = /^(?:\\registry\\machine|hkey_local_machine)(?=\\)/;

/**
 * Whether the second event only repeats the first: the original that a collector keeps beside the fields that it made
 * of it. A pipeline may rename and drop values, so that half of them are enough; what the event is about is not.
 *
 * @param path the names down to the second in the first's own document, whose values there do not count
 */
export function repeats(first: FlatEvent, second: FlatEvent, path: readonly string[] = []): boolean {
  for (const field of IDENTITIES) {
    const ids = textsOf(second[field]);
    const known = textsOf(first[field]);
    if (ids.length > 0 && known.length > 0 && !ids.some((id) => known.includes(id))) return false;
  }
  const known = textsIn(first, path);
  for (const field of SUBJECTS) if (!textsOf(second[field]).every((text) => known.has(text))) return false;
  let same = 0;
  let others = 0;
  for (const field in second) {
    if (!DETAILS.test(field)) continue;
    for (const text of textsOf(second[field])) {
      if (text.length < SHORTEST) continue;
      if (known.has(text)) same++;
      else others++;
    }
  }
  if (same + others > 0) return same >= others;
  // Without a code of its own it says nothing that could be lost: it is a part of the first.
  return textsOf(second["event.code"]).length === 0 || textsOf(first["event.code"]).length > 0;
}

/**
 * The values of an event as they are compared.
 *
 * @param path of what is left out; empty for nothing
 */
export function textsIn(event: FlatEvent, path: readonly string[] = []): ReadonlySet<string> {
  const texts = new Set<string>();
  // Elements of a list have no name of their own in a flat event.
  const left = path.length === 0 ? null : `${path.filter((name) => !/^\d+$/.test(name)).join(".")}.`;
  for (const field in event) {
    if (left !== null && field.startsWith(left)) continue;
    for (const text of textsOf(event[field])) texts.add(text);
  }
  return texts;
}

function textsOf(value: FieldValue | undefined): string[] {
  if (value === undefined) return [];
  const values = typeof value === "object" ? value : [value];
  return values.map((one) => comparable(String(one)));
}

/** A value without what differs between spellings of it. */
export function comparable(value: string): string {
  return value.trim().toLowerCase().replace(HIVES, "hklm");
}
