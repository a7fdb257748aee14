import { type ExportedAlert, exportAlerts } from "../../case/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import {
  alertCsv,
  alertDocument,
  chosenHeader,
  chosenLine,
  FIRST_COLUMNS,
  navigatorLayer,
  timelineHeader,
  timelineLine,
  timesketchHeader,
  timesketchLine,
} from "../../export/index.ts";
import { alertCsvRow } from "../../wording/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { AlertList } from "../list/alert-list.svelte.ts";

/** The forms in which alerts can leave the page. `shown` has the columns of the list, `fields` every field. */
export type AlertForm = "csv" | "shown" | "fields" | "ndjson" | "timesketch" | "timeline" | "navigator";

/** The most columns of fields: a spreadsheet has 16,384, and names of fields come from evidence. */
const MOST_FIELDS = 10_000;

interface Writer {
  readonly header: string;
  line(alert: ExportedAlert): string;
}

/** Writes the alerts of a case in one form at a time, in bounded memory. */
export class AlertExports {
  /** What is being written, and how much of it is done; null for nothing. */
  running: { readonly form: AlertForm; readonly total: number; done: number } | null = $state(null);
  #isStopped = false;
  readonly #case: CaseState;
  readonly #view: AlertList;

  constructor(opened: CaseState, view: AlertList) {
    this.#case = opened;
    this.#view = view;
  }

  /**
   * @param rows in the order of the case (time, file name, location), however the list is sorted, so that the same
   *   evidence gives the same bytes
   * @param version Loupe's
   * @param take gets each part as soon as it is made, where the file is written to disk meanwhile; it is then in no list
   * @returns the file's parts; null if it was stopped, or if another is being written
   * @throws DatabaseError if the findings cannot be read
   */
  async write(
    form: AlertForm,
    rows: RowNumbers,
    version: string,
    take?: (part: Blob) => Promise<void>,
  ): Promise<Blob[] | null> {
    if (this.running !== null) return null;
    this.#isStopped = false;
    this.running = { form, total: rows.length * (form === "fields" ? 2 : 1), done: 0 };
    try {
      if (form === "navigator") return [new Blob([this.#layer(rows)])];
      const writer = await this.#writer(form, rows, version);
      return writer === null ? null : await this.#lines(writer, rows, take);
    } finally {
      this.running = null;
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #writer(form: AlertForm, rows: RowNumbers, version: string): Promise<Writer | null> {
    switch (form) {
      case "ndjson":
        return { header: "", line: (alert) => alertDocument(alert, version) };
      case "timesketch":
        return { header: timesketchHeader(), line: timesketchLine };
      case "timeline":
        return { header: timelineHeader(), line: timelineLine };
      case "shown":
        return ofColumns(this.#view.columns);
      case "fields": {
        const fields = await this.#fields(rows);
        return fields && ofColumns([...FIRST_COLUMNS, ...fields.filter((field) => field !== "@timestamp")]);
      }
      default:
        return {
          header: [...alertCsv([], version)].join(""),
          line: (alert) => {
            const row = alertCsvRow(alert, this.#case.rules.runnable(alert.rule));
            return [...alertCsv([row], version, true)].join("");
          },
        };
    }
  }

  async #lines(
    { header, line }: Writer,
    rows: RowNumbers,
    take?: (part: Blob) => Promise<void>,
  ): Promise<Blob[] | null> {
    // The browser can keep a Blob on disk, but not the texts that it was made from.
    const parts: Blob[] = [];
    const add = async (part: Blob): Promise<void> =>
      void (take === undefined ? parts.push(part) : await take(part));
    await add(new Blob([header]));
    const isWhole = await this.#read(rows, line, (lines) => add(new Blob(lines)));
    return isWhole ? parts : null;
  }

  /** The names of all fields of the events, sorted; null if it was stopped. */
  async #fields(rows: RowNumbers): Promise<string[] | null> {
    const names = new Set<string>();
    const isWhole = await this.#read(rows, ({ event }) => {
      for (const name in event) if (names.size < MOST_FIELDS) names.add(name);
      return "";
    });
    return isWhole ? [...names].sort() : null;
  }

  /** Whether it came to the end. */
  async #read(
    rows: RowNumbers,
    write: (alert: ExportedAlert) => string,
    ontexts?: (texts: string[]) => Promise<void>,
  ): Promise<boolean> {
    const view = this.#view;
    const sources = { ...this.#case.exportSources, missed: (row: number) => view.missed.get(row) };
    for await (const texts of exportAlerts(rows, sources, write)) {
      if (this.#isStopped) return false;
      await ontexts?.(texts);
      if (this.running !== null) this.running.done += texts.length;
    }
    return true;
  }

  #layer(rows: RowNumbers): string {
    const { columns } = this.#case.alerts;
    const ruleIds = columns.text("ruleId");
    const counts = new Map<string, number>();
    for (const row of rows) {
      const id = ruleIds.at(row);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const found = [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([id, alerts]) => {
        const rule = this.#case.rules.get(id)?.rule;
        return rule === undefined ? [] : [{ rule, alerts }];
      });
    return navigatorLayer(this.#case.info.name, found);
  }
}

const ofColumns = (columns: readonly string[]): Writer => ({
  header: chosenHeader(columns),
  line: (alert) => chosenLine(alert, columns),
});
