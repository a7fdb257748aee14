import { AlertColumns, type AlertRow } from "../../../src/case/index.ts";
import type { Rule } from "../../../src/rules/index.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";
import type { FieldSources } from "../../../src/app/list/list-fields.ts";

export const anyRule = (id: string, more: Partial<Rule> = {}): Rule => ({
  ...ownRule({ name: id, language: "eql", query: "any where true", severity: "low" }, id),
  ...more,
});

/** Alerts of one file, or of those named, in the order given. */
export function columnsOf(rows: readonly Partial<AlertRow>[]): AlertColumns {
  const columns = new AlertColumns();
  rows.forEach((given, i) => columns.put(rowOf(i, given)));
  return columns;
}

function rowOf(i: number, given: Partial<AlertRow>): AlertRow {
  const { evidenceId = "e", ruleId = "r", offset = i } = given;
  return {
    id: `${evidenceId}.${offset}.${ruleId}`,
    evidenceId,
    ruleId,
    offset,
    page: 0,
    slot: i,
    time: i,
    reason: "",
    host: "",
    user: "",
    process: "",
    object: "",
    line: 1,
    source: "ecs",
    extension: false,
    ...given,
  };
}

export function sourcesOf(
  columns: AlertColumns,
  rules: readonly Rule[] = [],
  more: Partial<FieldSources> = {},
): FieldSources {
  const byId = new Map(rules.map((rule) => [rule.rule_id, rule]));
  return {
    columns,
    ruleOf: (id) => byId.get(id),
    pathOf: (id) => `${id}.evtx`,
    decided: null,
    ...more,
  };
}
