import type { Case, CaseStoreName } from "../case/index.ts";

/** An entry of a case as a case file has it: without the case's id, in its key and in its value. */
export interface CaseFileEntry {
  readonly store: CaseStoreName;
  /** What follows the case's id. */
  readonly key: readonly (string | number)[];
  readonly value: unknown;
}

/** What a case file may lack: the records of alerts, and the index of all events. */
export const OPTIONAL_CONTENTS = ["records", "events"] as const;
export type OptionalContent = (typeof OPTIONAL_CONTENTS)[number];

/** What of a case's record is of one browser only. Everything else goes with the case. */
type OfBrowser = "id" | "openedAt" | "owner" | "importing" | "waiting";

/** What a case file says of its case. */
export interface CaseFileInfo extends Omit<Case, OfBrowser | "origin" | "without"> {
  /** Identifies the case on every machine that it has been on. */
  readonly origin: string;
  readonly without: readonly OptionalContent[];
}

/** The order of the stores in a file: the files of the case first, for the rest refers to them; what is large comes last. */
export const FILE_ORDER: readonly CaseStoreName[] = [
  "evidence",
  "rules",
  "ruleSets",
  "ruleFiles",
  "exceptionItems",
  "exceptions",
  "dispositions",
  "guides",
  "audit",
  "rows",
  "findings",
  "sightings",
  "nearMisses",
  "events",
];

/** The stores that a file without some content does not have. */
const STORES_OF: Readonly<Record<OptionalContent, readonly CaseStoreName[]>> = {
  records: ["findings", "nearMisses"],
  events: ["events"],
};

/** The stores of a file. */
export function storesOf(without: readonly OptionalContent[]): CaseStoreName[] {
  const left = new Set(without.flatMap((content) => STORES_OF[content]));
  return FILE_ORDER.filter((store) => !left.has(store));
}

/** A value as it is in a file that may lack some content: the row of a file must not say that the case has it. */
export function valueWithout(entry: CaseFileEntry, without: readonly OptionalContent[]): unknown {
  if (entry.store !== "evidence") return entry.value;
  const value = { ...(entry.value as Record<string, unknown>) };
  if (without.includes("records")) delete value["nearMissed"];
  if (without.includes("events")) delete value["indexed"];
  return value;
}

/** The same value in another case: only its own `caseId` names the case. */
export function valueInCase(value: unknown, caseId: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "caseId")) return value;
  return { ...value, caseId };
}

/** Whether a key is after another one of the same store, as IndexedDB orders them. */
export function isAfter(key: CaseFileEntry["key"], before: CaseFileEntry["key"]): boolean {
  for (const [i, part] of key.entries()) {
    const other = before[i];
    if (other === undefined || typeof other !== typeof part) return false;
    if (part !== other) return part > other;
  }
  return false;
}
