import type { MappingStep } from "./step.ts";

const OF_PROCESS = new Set(["1", "23", "24", "25", "26"]);
const OF_FILE = new Set(["6", "7", "15", "29"]);

/** Field names are made once for each algorithm. Bounded, as names come from the evidence. */
const MAX_FIELDS = 100;
const fields = { process: new Map<string, string>(), file: new Map<string, string>() };

function fieldFor(owner: "process" | "file", algorithm: string): string {
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
export const hashes: MappingStep = {
  how: "each algorithm to a field of its own, in lower case; all zeros left out",
  apply: (value, { code, out }) => {
    const owner = OF_PROCESS.has(code) ? "process" : OF_FILE.has(code) ? "file" : undefined;
    const related: string[] = [];
    for (const pair of value.split(",")) {
      const equals = pair.indexOf("=");
      if (equals < 1) continue;
      const hash = pair.slice(equals + 1).toLowerCase();
      if (isZero(hash)) continue;
      related.push(hash);
      if (owner !== undefined) out[fieldFor(owner, pair.slice(0, equals))] = hash;
    }
    if (related.length > 0) out["related.hash"] = related;
    return true;
  },
};

function isZero(hash: string): boolean {
  for (let i = 0; i < hash.length; i++) if (hash.charCodeAt(i) !== 48) return false;
  return true;
}
