import type { AlertColumns } from "../../case/index.ts";
import { ranksOf } from "../../columns/index.ts";
import type { Rule, Severity } from "../../rules/index.ts";
import type { ListField } from "./field-names.ts";
import { type FieldValues, foldedTexts, setCount } from "./field-values.ts";

export type SortColumn = "time" | "rule" | "severity" | "risk" | "reason" | "host" | "user" | "process";

/** By which a list is sorted: a column, a field of the list, or one that only events have. */
export type SortField = SortColumn | ListField | (string & {});

/** The columns among them. */
const COLUMNS: ReadonlySet<string> = new Set<SortColumn>([
  "time",
  "rule",
  "severity",
  "risk",
  "reason",
  "host",
  "user",
  "process",
]);

export function isSortColumn(field: SortField): field is SortColumn {
  return COLUMNS.has(field);
}

const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];

/**
 * By which number a column of the alert list sorts each row.
 *
 * @param ruleOf a rule of the case, by its id; undefined for one that has left it and has no alerts
 */
export function sortKey(
  columns: AlertColumns,
  column: SortColumn,
  ruleOf: (ruleId: string) => Rule | undefined,
): (row: number) => number {
  const ruleIds = columns.text("ruleId");
  const rules = ruleIds.texts.all.map(ruleOf);
  switch (column) {
    case "time":
      return (row) => columns.timeAt(row);
    case "rule": {
      const { names } = columns;
      const ranks = ranksOf([...names.texts.all, ...rules.map((rule) => rule?.name ?? "")]);
      return (row) => ranks[names.codeAt(row) || names.texts.size + ruleIds.codeAt(row)]!;
    }
    case "severity": {
      const ofRules = rules.map((rule) => severityRank(rule?.severity ?? "low"));
      return (row) => {
        const { severity } = columns.extrasAt(row);
        return severity === undefined ? ofRules[ruleIds.codeAt(row)]! : severityRank(severity);
      };
    }
    case "risk": {
      const ofRules = rules.map((rule) => rule?.risk_score ?? 0);
      return (row) => columns.extrasAt(row).risk ?? ofRules[ruleIds.codeAt(row)]!;
    }
    default: {
      const text = columns.text(column);
      const ranks = text.texts.ranks();
      return (row) => ranks[text.codeAt(row)]!;
    }
  }
}

/** By which number the values of a field sort each row. Rows without a value come last. */
export function valueSortKey(values: FieldValues): (row: number) => number {
  const { sets } = values;
  const { lower } = foldedTexts(values);
  const texts = Array.from({ length: setCount(values) }, (_, set) =>
    values.members === null ? lower[set]! : values.members[set]!.map((code) => lower[code]!).join(" "),
  );
  const ranks = ranksOf(texts);
  texts.forEach((text, set) => {
    if (text === "") ranks[set] = texts.length;
  });
  return (row) => ranks[sets[row]!]!;
}

function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
