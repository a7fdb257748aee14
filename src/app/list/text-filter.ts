import type { AlertColumns, AlertTextColumn } from "../../case/index.ts";

/** The columns that the filter looks in, besides the alert's name and whether its record was carved. */
const SEARCHED: readonly AlertTextColumn[] = ["reason", "host", "user", "process", "object", "source"];

/**
 * A test of whether a row contains a text. Looks at each different text once, not at each row.
 *
 * @param word in lower case
 * @param nameOfRule the name of a rule, by its id
 */
export function textFilter(
  columns: AlertColumns,
  word: string,
  nameOfRule: (ruleId: string) => string,
): (row: number) => boolean {
  const contains = (text: string): boolean => text.toLowerCase().includes(word);
  const texts = SEARCHED.map((column) => columns.text(column)).map(
    (column) => [column, column.texts.matching(contains)] as const,
  );
  const names = columns.names.texts.matching(contains);
  const rules = columns.text("ruleId");
  const ruleNames = rules.texts.matching((ruleId) => contains(nameOfRule(ruleId)));
  const isCarved = contains("carved");
  return (row) => {
    const name = columns.names.codeAt(row);
    if ((name === 0 ? ruleNames[rules.codeAt(row)] : names[name]) === 1) return true;
    return (
      texts.some(([column, matches]) => matches[column.codeAt(row)] === 1) ||
      (isCarved && columns.isCarved(row))
    );
  };
}
