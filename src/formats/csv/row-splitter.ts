import Papa from "papaparse";

/**
 * Takes a row apart that the cutter has found.
 *
 * papaparse's own parser is used without the layer around it that guesses delimiters and converts types: one for a whole
 * file, where `Papa.parse` makes everything anew for each text.
 */
export class RowSplitter {
  readonly #parser: Papa.Parser;

  constructor(delimiter: string) {
    this.#parser = new Papa.Parser({ delimiter, newline: "\n" });
  }

  /**
   * @param row as it stands, without its line break
   * @returns the cells' texts without their quotes
   */
  split(row: string): string[] {
    // Behind the line break comes an empty row. Without it blanks behind the last quote would be taken for damage.
    const { data } = this.#parser.parse(`${row}\n`, 0, false) as Papa.ParseResult<string[]>;
    if (data.length !== 2) throw new Error("the cutter and the splitter see other rows of CSV");
    return data[0]!;
  }
}

/**
 * The names of a header whose quotes are damaged: it belongs to every row, so it is read as far as it goes.
 *
 * @param line the header's first line, without its end
 */
export function damagedNames(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((name) => name.replaceAll('"', ""));
}
