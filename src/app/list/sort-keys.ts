import type { AlertColumns } from "../../case/index.ts";
import { ranksOf } from "../../columns/index.ts";
import type { Rule, Severity } from "../../rules/index.ts";

export type SortColumn = "time" | "rule" | "severity" | "risk" | "reason" | "host" | "user" | "process";

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

function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}
