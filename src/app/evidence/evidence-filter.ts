import type { Evidence } from "../../case/index.ts";
import { compareText } from "../../columns/index.ts";
import { type Condition, valueTest } from "../filter/index.ts";
import { filterWords } from "../list/filter-words.ts";
import { EVIDENCE_FACETS, EVIDENCE_FIELDS, type EvidenceField, valuesOfFile } from "./evidence-fields.ts";

/** Whether a file passes what the conditions say about one field, or, under "", about texts. */
interface FieldTest {
  readonly field: EvidenceField | "";
  readonly passes: (file: Evidence) => boolean;
}

/** A field and its values among some files, with how many files have each; the most frequent first. */
export interface EvidenceFacet {
  readonly field: EvidenceField;
  readonly values: readonly (readonly [value: string, count: number])[];
}

/** The files that pass all conditions. Of the included values of a field one is enough, and none of the excluded may be. */
export function filesWith(files: readonly Evidence[], conditions: readonly Condition[]): readonly Evidence[] {
  const tests = testsOf(conditions);
  return tests.length === 0 ? files : files.filter((file) => tests.every(({ passes }) => passes(file)));
}

/** The values of each facet, counted among the files that pass the conditions about all other fields. */
export function evidenceFacets(
  files: readonly Evidence[],
  conditions: readonly Condition[],
): readonly EvidenceFacet[] {
  const tests = testsOf(conditions);
  return EVIDENCE_FACETS.map((field) => {
    const others = tests.filter((test) => test.field !== field);
    // A value that is asked for is listed even where no file has it.
    const asked = conditions.filter((condition) => condition.field === field && !condition.isPattern);
    const counts = new Map(asked.map(({ value }) => [value, 0]));
    for (const file of files) {
      if (!others.every(({ passes }) => passes(file))) continue;
      for (const value of valuesOfFile(file, field)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const values = [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
    return { field, values };
  });
}

function testsOf(given: readonly Condition[]): readonly FieldTest[] {
  const conditions = given.filter(({ isOff }) => !isOff);
  const byField = EVIDENCE_FIELDS.flatMap((field): FieldTest[] => {
    const own = conditions.filter((condition) => condition.field === field);
    if (own.length === 0) return [];
    const included = own.filter(({ isNot }) => !isNot).map(valueTest);
    const excluded = own.filter(({ isNot }) => isNot).map(valueTest);
    return [
      {
        field,
        passes: (file) => {
          const values = valuesOfFile(file, field).map((value) => value.toLowerCase());
          const has = (test: (value: string) => boolean): boolean => values.some(test);
          return (included.length === 0 || included.some(has)) && !excluded.some(has);
        },
      },
    ];
  });
  const texts = conditions
    .filter(({ field }) => field === "")
    .map(({ value, isNot }): FieldTest => {
      const words = filterWords(value);
      return { field: "", passes: (file) => words.every((word) => textOf(file).includes(word)) !== isNot };
    });
  return [...byField, ...texts];
}

/** While someone types, the same few thousand files are searched again with each letter. */
const searched = new WeakMap<Evidence, string>();

function textOf(file: Evidence): string {
  const known = searched.get(file);
  if (known !== undefined) return known;
  // What a file lacks is no text of it.
  const fields = EVIDENCE_FIELDS.filter((field) => field !== "lacks").flatMap((field) =>
    valuesOfFile(file, field),
  );
  const text = [...fields, file.format].join("\n").toLowerCase();
  searched.set(file, text);
  return text;
}
