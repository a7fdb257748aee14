import type { ValueStep } from "./step.ts";

type Owner = "process" | "file" | "dll";

/**
 * Whose hashes an event has. 26 is the process's in Winlogbeat and the file's in the Windows integration; 7 is the
 * file's in both, and the library's in newer versions of the integration.
 */
const OWNERS: ReadonlyMap<string, readonly Owner[]> = new Map<string, readonly Owner[]>([
  ["1", ["process"]],
  ["6", ["file"]],
  ["7", ["file", "dll"]],
  ["15", ["file"]],
  ["23", ["process"]],
  ["24", ["process"]],
  ["25", ["process"]],
  ["26", ["process", "file"]],
  ["29", ["file"]],
]);

/** Field names are made once for each algorithm. Bounded, as names come from the evidence. */
const MAX_FIELDS = 100;
const fields: Record<Owner, Map<string, string>> = { process: new Map(), file: new Map(), dll: new Map() };

function fieldFor(owner: Owner, algorithm: string): string {
  const known = fields[owner].get(algorithm);
  if (known !== undefined) return known;
  const name = algorithm.toLowerCase();
  const field = name === "imphash" ? `${owner}.pe.imphash` : `${owner}.hash.${name}`;
  if (fields[owner].size < MAX_FIELDS && name.length < 20) fields[owner].set(algorithm, field);
  return field;
}

/**
 * `Hashes`, `SHA256=…,IMPHASH=…`: names and values in lower case; hashes of only zeros are dropped. The event id
 * determines whose hashes they are; for other events Elastic keeps them only below `related.hash`.
 */
export const hashes: ValueStep = {
  how: "each algorithm to a field of its own, in lower case; all zeros left out",
  apply: (value, { code, out }) => {
    const owners = OWNERS.get(code) ?? [];
    const related: string[] = [];
    for (const pair of value.split(",")) {
      const equals = pair.indexOf("=");
      if (equals < 1) continue;
      const hash = pair.slice(equals + 1).toLowerCase();
      if (isZero(hash)) continue;
      related.push(hash);
      for (const owner of owners) out[fieldFor(owner, pair.slice(0, equals))] = hash;
    }
    if (related.length > 0) out["related.hash"] = related;
    return true;
  },
};

function isZero(hash: string): boolean {
  for (let i = 0; i < hash.length; i++) if (hash.charCodeAt(i) !== 48) return false;
  return true;
}
