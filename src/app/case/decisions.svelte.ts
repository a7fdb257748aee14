import type { Exception, Status, Verdict } from "../../case/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import type { CaseExceptions } from "./case-exceptions.svelte.ts";
import type { DispositionChange, Dispositions } from "./dispositions.svelte.ts";

/** The last change of many or of one, which can be taken back. */
export interface LastDecision {
  /** What was done, as the page says it: `True positive`, `Note added`. */
  readonly what: string;
  /** How many alerts it was about. */
  readonly alerts: number;
  readonly undo: () => unknown;
}

/** What the analyst does with alerts, with a way back from the last step. */
export class Decisions {
  readonly #dispositions: Dispositions;
  readonly #exceptions: CaseExceptions;
  last = $state.raw<LastDecision | null>(null);

  constructor(dispositions: Dispositions, exceptions: CaseExceptions) {
    this.#dispositions = dispositions;
    this.#exceptions = exceptions;
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

  /**
   * Adds exceptions. Resolves when the alerts that they cover are hidden.
   *
   * @param alertIds the alerts that they were made from
   */
  async addExceptions(exceptions: readonly Exception[], alertIds: readonly string[] = []): Promise<void> {
    for (const exception of exceptions) await this.#exceptions.add(exception, alertIds);
    const covered = this.#exceptions.covered.counts();
    const hidden = exceptions.reduce((sum, { id }) => sum + (covered.get(id) ?? 0), 0);
    const what =
      exceptions.length === 1 ? "Hidden by an exception" : `Hidden by ${exceptions.length} exceptions`;
    this.last = {
      what,
      alerts: hidden,
      undo: async () => {
        for (const { id } of exceptions) await this.#exceptions.remove(id);
      },
    };
  }

  /** Removes an exception. Resolves when the alerts that it covered are shown again. */
  async removeException(exception: Exception): Promise<void> {
    const alerts = this.#exceptions.covered.counts().get(exception.id) ?? 0;
    await this.#exceptions.remove(exception.id);
    this.last = {
      what: "Exception removed",
      alerts,
      undo: () => this.#exceptions.add(exception),
    };
  }

  #change(
    rows: Iterable<number>,
    what: string,
    change: DispositionChange | Parameters<Dispositions["changeRows"]>[1],
  ): void {
    const made = this.#dispositions.changeRows(rows, change);
    if (made === null || made.alerts === 0) return;
    this.last = { what, alerts: made.alerts, undo: () => this.#dispositions.undo(made) };
  }

  /** Takes the last step back. What has been changed again since stays as it is. */
  undo(): void {
    const { last } = this;
    this.last = null;
    last?.undo();
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
