import type { AlertColumns, Status, Verdict } from "../../case/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import type { DispositionChange, Dispositions, DispositionsChange } from "./dispositions.svelte.ts";

/** The last change of many or of one, which can be taken back. */
export interface LastDecision {
  /** What was done, as the page says it: `True positive`, `Note added`. */
  readonly what: string;
  readonly change: DispositionsChange;
}

/** What the analyst does with alerts, with a way back from the last step. */
export class Decisions {
  readonly #dispositions: Dispositions;
  readonly #columns: AlertColumns;
  last = $state.raw<LastDecision | null>(null);

  constructor(dispositions: Dispositions, columns: AlertColumns) {
    this.#dispositions = dispositions;
    this.#columns = columns;
  }

  decide(rows: Iterable<number>, status: Status, verdict: Verdict): void {
    const what =
      verdict === ""
        ? STATUS_WORDS[status]
        : verdict === "true positive"
          ? "True positive"
          : "False positive";
    this.#change(rows, what, { status, verdict });
  }

  /** Adds a line to the note of each alert. */
  addNote(rows: RowNumbers, line: string): void {
    this.#change(rows, "Note added", ({ note }) => ({ note: note === "" ? line : `${note}\n${line}` }));
  }

  /** Adds a tag to each alert that does not have it. */
  addTag(rows: RowNumbers, tag: string): void {
    this.#change(rows, `Tagged “${tag}”`, ({ tags = [] }) => ({
      tags: tags.includes(tag) ? tags : [...tags, tag],
    }));
  }

  removeTag(row: number, tag: string): void {
    this.#change([row], `Tag “${tag}” removed`, ({ tags = [] }) => ({
      tags: tags.filter((other) => other !== tag),
    }));
  }

  #change(
    rows: Iterable<number>,
    what: string,
    change: DispositionChange | Parameters<Dispositions["change"]>[1],
  ): void {
    const ids = Array.from(rows, (row) => this.#columns.idAt(row));
    const made = ids.length === 0 ? null : this.#dispositions.change(ids, change);
    if (made !== null) this.last = { what, change: made };
  }

  /** Takes the last step back. What has been changed again since stays as it is. */
  undo(): void {
    if (this.last === null) return;
    this.#dispositions.undo(this.last.change);
    this.last = null;
  }

  /** The step stays. */
  dismiss(): void {
    this.last = null;
  }
}

const STATUS_WORDS: Readonly<Record<Status, string>> = {
  open: "Open again",
  acknowledged: "Acknowledged",
  closed: "Closed",
};
