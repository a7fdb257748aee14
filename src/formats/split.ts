import { CsvReader, rowBorders } from "./csv/index.ts";
import { eventBorders, EventXmlReader } from "./event-xml/index.ts";
import { recognisePlain } from "./evidence-reader.ts";
import {
  EvtxPrescanSplit,
  EvtxSplit,
  FILE_HEADER_BLOCK,
  hasAllChunks,
  headerForSplits,
  isEvtx,
} from "./evtx/index.ts";
import type { Prescan, RecordHandler } from "./handler.ts";
import { LinePrescan } from "./json/line-prescan.ts";
import { LinesSplit } from "./json/lines-split.ts";
import type { Origin } from "./origin.ts";
import type { RecordBorders } from "./record-borders.ts";
import { recordsOnly } from "./records-only.ts";
import type { SplitForm } from "./split-form.ts";
import type { SplitReader } from "./split-reader.ts";
import { TextSplit } from "./text-split.ts";

/**
 * How a file can be read in splits; null if it must be read from start to end.
 *
 * @param head its beginning, at least `SNIFF_BYTES`
 * @param size of the file in bytes
 * @param encoding see `ReadOptions`
 */
export function splitFormOf(head: Uint8Array, size: number, encoding?: string): SplitForm | null {
  if (isEvtx(head)) {
    const header = headerForSplits(head);
    return header !== null && hasAllChunks(header, size) ? { kind: "chunks", header } : null;
  }
  return recognisePlain(head, encoding)?.splits?.(size) ?? null;
}

/** Where the content of the first split begins; its bytes begin with the file. */
export function firstSplitAt(kind: SplitForm["kind"]): number {
  return kind === "chunks" ? FILE_HEADER_BLOCK : 0;
}

/** How records are found from anywhere in the file; null where line breaks or the places of chunks say it. */
export function bordersOf(form: SplitForm): RecordBorders | null {
  switch (form.kind) {
    case "events":
      return eventBorders;
    case "rows":
      return rowBorders(form.dialect, form.header.cells);
    default:
      return null;
  }
}

/** @param prescan given to read the split as a prescan, if its format has one */
export function openSplit(
  form: SplitForm,
  handler: RecordHandler,
  prescan: Prescan | null = null,
): SplitReader {
  switch (form.kind) {
    case "lines":
      return prescan === null
        ? new LinesSplit(handler)
        : new TextSplit(new LinePrescan(prescan, recordsOnly(handler), AS_IT_IS), Infinity, true);
    case "chunks":
      return prescan === null
        ? new EvtxSplit(handler, form.header)
        : new EvtxPrescanSplit(prescan, recordsOnly(handler), form.header);
    case "events":
    case "rows": {
      const used = form.kind === "rows" && form.dialect.respells ? null : prescan;
      const given = used === null ? handler : recordsOnly(handler);
      const reader =
        form.kind === "events"
          ? new EventXmlReader(given, AS_IT_IS, true, used)
          : new CsvReader(form.dialect, given, AS_IT_IS, true, used, form.header);
      return new TextSplit(reader, form.size, used !== null);
    }
  }
}

/** Offsets of the content are those of the file. */
const AS_IT_IS: Origin = { offset: (offset) => offset, line: (line) => line };
