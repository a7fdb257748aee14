import type { AlertColumns, AlertTextColumn } from "../../case/index.ts";
import { containsWord } from "./contains-text.ts";

/** The columns that are searched, besides the alert's name and whether its record was carved. */
const SEARCHED: readonly AlertTextColumn[] = ["reason", "host", "user", "process", "object", "source"];

/**
 * Looks for a text in the columns of all rows: at each different text once, and then at the rows column by column.
 *
 * @param word in lower case
 * @param nameOfRule the name of a rule, by its id
 * @returns by the number of a row, 1 if it contains the text
 */
export function rowsWithText(
  columns: AlertColumns,
  word: string,
  nameOfRule: (ruleId: string) => string,
): Uint8Array {
  const { length } = columns;
  const found = new Uint8Array(length);
  const contains = containsWord(word);
  for (const column of SEARCHED) {
    const matches = columns.text(column).texts.matching(contains);
    if (!matches.includes(1)) continue;
    const codes = columns.codes(column);
    for (let row = 0; row < length; row++) if (matches[codes[row]!] === 1) found[row] = 1;
  }
  // A name of its own replaces the rule's.
  const names = columns.names.texts.matching(contains);
  const ruleNames = columns.text("ruleId").texts.matching((ruleId) => contains(nameOfRule(ruleId)));
  const [ownNames, rules] = [columns.codes("names"), columns.codes("ruleId")];
  const isCarved = contains("carved");
  for (let row = 0; row < length; row++) {
    const name = ownNames[row]!;
    if ((name === 0 ? ruleNames[rules[row]!] : names[name]) === 1) found[row] = 1;
    else if (isCarved && columns.isCarved(row)) found[row] = 1;
  }
  return found;
}
