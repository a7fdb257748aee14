import type { AlertFinding } from "../../case/index.ts";
import { RowSet } from "../../columns/index.ts";
import type { EventQuestion } from "./event-reader.svelte.ts";

/** The alerts whose events pass a test, as far as they have been read. */
export class EventMatches implements EventQuestion {
  readonly #passes: (finding: AlertFinding) => boolean;
  readonly #concerns: (row: number) => boolean;
  readonly #read = new RowSet();
  /** The alerts that pass. */
  readonly rows = new RowSet();

  /** @param concerns whether the columns of a row leave the answer open */
  constructor(passes: (finding: AlertFinding) => boolean, concerns: (row: number) => boolean = () => true) {
    this.#passes = passes;
    this.#concerns = concerns;
  }

  needs(row: number): boolean {
    return !this.#read.has(row) && this.#concerns(row);
  }

  take(row: number, finding: AlertFinding): void {
    this.#read.add(row);
    if (this.#passes(finding)) this.rows.add(row);
  }

  forget(row: number): void {
    this.#read.delete(row);
    this.rows.delete(row);
  }

  /** Rows that were read and do not pass a test without which this one cannot pass. */
  skip(wider: EventMatches): void {
    for (const row of wider.#read) if (!wider.rows.has(row)) this.#read.add(row);
  }
}
