import Papa from "papaparse";

/**
 * Splits a row that the cutter has found into cells.
 *
 * This uses papaparse's own parser, without the layer around it that guesses delimiters and converts types. One parser
 * serves a whole file, whereas `Papa.parse` sets up everything again for each text.
 */
export class RowSplitter {
  readonly #parser: Papa.Parser;

  constructor(delimiter: string) {
    this.#parser = new Papa.Parser({ delimiter, newline: "\n" });
  }

  /**
   * @param row as written, without its line break
   * @returns the texts of the cells, without their quotes
   */
  split(row: string): string[] {
    // The added line break yields an empty second row. Without it, blanks after the last quote would be treated as
    // damage.
    const { data } = this.#parser.parse(`${row}\n`, 0, false) as Papa.ParseResult<string[]>;
    if (data.length !== 2) throw new Error("the cutter and the splitter see other rows of CSV");
    return data[0]!;
  }
}

/**
 * The names in a header with damaged quotes. Every row needs the header, so it is read as far as possible.
 *
 * @param line the header's first line, without its line break
 */
export function damagedNames(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((name) => name.replaceAll('"', ""));
}
