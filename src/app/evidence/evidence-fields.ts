import type { Evidence } from "../../case/index.ts";
import { evidenceMark, formatName } from "../../wording/index.ts";
import { type Condition, condition, type IsField, readConditions } from "../filter/index.ts";
import { attentionOf } from "./attention.ts";

/** What the list of files can be filtered by. */
export const EVIDENCE_FIELDS = [
  "state",
  "problem",
  "format",
  "host",
  "source",
  "name",
  "sha256",
  "lacks",
] as const;
export type EvidenceField = (typeof EVIDENCE_FIELDS)[number];

/** The fields whose values are listed with their counts. */
export const EVIDENCE_FACETS = [
  "state",
  "problem",
  "format",
  "host",
] as const satisfies readonly EvidenceField[];

/** Of the field `problem`: there is any. */
export const ANY_PROBLEM = "any";

const NAMES: Readonly<Record<EvidenceField, readonly string[]>> = {
  state: [],
  problem: ["problems"],
  format: [],
  host: ["hosts", "host.name"],
  source: ["sources"],
  name: ["file", "path", "log.file.path"],
  sha256: ["sha-256", "hash"],
  lacks: [],
};

/** What the fields can be called in the query bar, in lower case. */
const EVIDENCE_FIELD_NAMES: ReadonlyMap<string, EvidenceField> = new Map(
  EVIDENCE_FIELDS.flatMap((field) =>
    [field, ...NAMES[field]].map((name): [string, EvidenceField] => [name, field]),
  ),
);

/** Whether a name in front of a colon is that of a field: see `readConditions`. */
export const isEvidenceField: IsField = (name) => EVIDENCE_FIELD_NAMES.has(name.toLowerCase());

/** What someone typed as conditions on files. A field that files do not have is looked for as text. */
export function readEvidenceConditions(text: string): Condition[] {
  return readConditions(text, isEvidenceField).map((read) => {
    if (read.field === "") return read;
    const field = EVIDENCE_FIELD_NAMES.get(read.field.toLowerCase());
    return field === undefined
      ? condition("", `${read.field}: ${read.value}`, { isNot: read.isNot, isOff: read.isOff })
      : { ...read, field };
  });
}

/** The values that a file has of a field; a single empty one if it has none. */
export function valuesOfFile(file: Evidence, field: EvidenceField): readonly string[] {
  const values = VALUES[field](file);
  return values.length === 0 ? [""] : values;
}

const VALUES: Readonly<Record<EvidenceField, (file: Evidence) => readonly string[]>> = {
  state: (file) => [evidenceMark(file).word],
  problem: (file) => {
    const reasons = attentionOf(file);
    return reasons.length === 0 ? [] : [ANY_PROBLEM, ...reasons];
  },
  format: (file) => [formatName(file)],
  host: ({ inventory }) => inventory?.hosts ?? [],
  source: ({ inventory }) => (inventory?.sources ?? []).map(([name]) => name),
  name: ({ path }) => [path],
  sha256: ({ sha256 }) => [sha256],
  // Categories of events that rules need.
  lacks: ({ records, missingCategories }) => (records === 0 ? [] : missingCategories),
};
