import { version } from "virtual:build-info";
import type { HuntItem, HuntRow, Session } from "../../app/index.ts";
import { exportFileName, huntCsv, type HuntExport, huntNdjson } from "../../export/index.ts";
import { hashWords } from "../../wording/index.ts";
import { saveFile } from "../common/save-file.ts";
import { sentenceWords } from "./hunt-columns.ts";

export type HuntForm = "csv" | "ndjson";

/** Saves the listed results of a hunt, in the order in which they are shown, folded sequences included. */
export function saveHunt(session: Session, form: HuntForm): void {
  const { hunt } = session;
  const rows = exported(session, hunt.run?.kind === "event" ? eventsOf(hunt.shown) : ofGroups(hunt.items));
  const chunks = form === "csv" ? huntCsv(rows, hunt.columns, version) : huntNdjson(rows);
  // The browser can keep a Blob on disk, but not the texts that it was made from.
  const parts = Array.from(chunks, (chunk) => new Blob([chunk]));
  const type = form === "csv" ? "text/csv" : "application/x-ndjson";
  const name = exportFileName(session.case.info.name, Date.now(), `hunt.${form}`);
  saveFile(name, `${type};charset=utf-8`, parts);
}

interface Numbered {
  readonly row: HuntRow;
  readonly sequence?: number;
}

function* eventsOf(rows: readonly HuntRow[]): Generator<Numbered, void> {
  for (const row of rows) yield { row };
}

function* ofGroups(items: readonly HuntItem[]): Generator<Numbered, void> {
  for (const item of items)
    if (item.kind === "group") for (const row of item.rows) yield { row, sequence: item.group + 1 };
}

function* exported({ case: opened }: Session, rows: Iterable<Numbered>): Generator<HuntExport, void> {
  for (const { row, sequence } of rows) {
    const { event, place, source, evidenceId } = row;
    // The record of a sequence's event that could not be read again is only a place.
    if (event === null) continue;
    const evidence = opened.ledger.get(evidenceId);
    yield {
      ...{ event, source, sentence: sentenceWords(row), offset: place.offset, line: place.line },
      file: { name: evidence?.path ?? "", sha256: evidence === undefined ? "" : hashWords(evidence) },
      ...(place.member !== undefined && { member: place.member }),
      ...(sequence !== undefined && { sequence }),
    };
  }
}
