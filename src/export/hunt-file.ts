import { eventSentence, sentenceText } from "../explain/index.ts";
import type { RecordLocation } from "../formats/index.ts";
import { firstOf } from "../match/index.ts";
import { eventOf, type HuntCondition, meetsAll, type SeenEvent } from "../scan/index.ts";
import { parseInstant } from "../time/index.ts";
import { type HuntExport, huntCsvHeader, huntCsvLine, huntNdjsonLine } from "./hunt-export.ts";
import { SortedLines } from "./sorted-lines.ts";

export type HuntForm = "csv" | "ndjson";

/** How the results of a hunt are written. */
export interface HuntFileOptions {
  readonly form: HuntForm;
  /** The chosen columns of the CSV. */
  readonly fields: readonly string[];
  readonly version: string;
  /** Of the results, those are written that meet these. */
  readonly conditions: readonly HuntCondition[];
  readonly isDescending: boolean;
  /** The paths and hashes of the files, by their position among those of the case. */
  readonly files: readonly HuntExport["file"][];
}

/** An event that is to be written. */
export interface HuntResult {
  readonly fields: SeenEvent["fields"];
  readonly source: string;
  readonly place: Pick<RecordLocation, "offset" | "line" | "member">;
  /** The position of its file. */
  readonly file: number;
  /** The number of its sequence or sample, from 1 on; these are written as they come. */
  readonly sequence?: number;
}

/** Writes all results of a hunt, however many they are, in the order of their times. */
export class HuntFile {
  readonly #options: HuntFileOptions;
  readonly #lines: SortedLines;

  constructor(options: HuntFileOptions, runBytes?: number) {
    this.#options = options;
    const { isDescending } = options;
    this.#lines = new SortedLines({ isDescending, ...(runBytes !== undefined && { runBytes }) });
  }

  /** The number of results so far, those included that do not meet the conditions. */
  get count(): number {
    return this.#lines.count;
  }

  add(results: readonly HuntResult[]): void {
    const { conditions, files } = this.#options;
    for (const { fields, source, place, file, sequence } of results) {
      const event = eventOf({ fields });
      const { offset, line, member } = place;
      const key =
        sequence === undefined
          ? { instant: parseInstant(firstOf(event["@timestamp"])), file, offset }
          : { instant: null, file: 0, offset: this.count * (this.#options.isDescending ? -1 : 1) };
      // Whether a sequence is wanted is decided before.
      const isWanted = sequence !== undefined || meetsAll(event, conditions);
      const row = (): HuntExport => ({
        ...{ event, source, offset, line },
        sentence: sentenceText(eventSentence(event)),
        file: files[file] ?? { name: "", sha256: "" },
        ...(member !== undefined && { member }),
        ...(sequence !== undefined && { sequence }),
      });
      this.#lines.add(key, isWanted ? this.#lineOf(row()) : "");
    }
  }

  #lineOf(row: HuntExport): string {
    const { form, fields, version } = this.#options;
    return form === "csv" ? huntCsvLine(row, fields, version) : huntNdjsonLine(row);
  }

  /**
   * @param from the position of the first result that is written, in the order of time whatever the order of the file
   * @param to the position after the last
   * @returns the pieces of the file
   */
  async finish(from = 0, to = this.count): Promise<Blob[]> {
    const { form, fields, isDescending } = this.#options;
    const [first, end] = isDescending ? [this.count - to, this.count - from] : [from, to];
    const lines = await this.#lines.finish(Math.max(0, first), end);
    return form === "csv" ? [new Blob([huntCsvHeader(fields)]), ...lines] : lines;
  }
}
