import type { Evidence } from "../../case/index.ts";

/**
 * For each duplicate file, by id, the path of the first file with the same bytes: a file added twice must not look like
 * twice the evidence.
 */
export function duplicatesIn(
  evidence: readonly Pick<Evidence, "id" | "path" | "sha256">[],
): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const duplicateOf = new Map<string, string>();
  for (const { id, path, sha256 } of evidence) {
    if (sha256 === "") continue;
    const before = first.get(sha256);
    if (before === undefined) first.set(sha256, path);
    else duplicateOf.set(id, before);
  }
  return duplicateOf;
}

/** Whether two maps have the same entries. */
export function isSameMap(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
