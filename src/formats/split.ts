import { isPlainLines } from "./evidence-reader.ts";
import {
  EvtxSplit,
  FILE_HEADER_BLOCK,
  type FileHeader,
  hasAllChunks,
  headerForSplits,
  isEvtx,
} from "./evtx/index.ts";
import type { RecordHandler } from "./handler.ts";
import { LinesSplit } from "./json/lines-split.ts";
import type { SplitReader } from "./split-reader.ts";

/** How a file can be read in splits: lines of NDJSON, or chunks of an event log. */
export type SplitForm = { readonly kind: "lines" } | { readonly kind: "chunks"; readonly header: FileHeader };

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
  return isPlainLines(head, encoding) ? { kind: "lines" } : null;
}

/** Where the content of the first split begins; its bytes begin with the file. */
export function firstSplitAt(kind: SplitForm["kind"]): number {
  return kind === "chunks" ? FILE_HEADER_BLOCK : 0;
}

/** Lines are read as NDJSON: no other text format has a prescan, by which lines are recognised. */
export function openSplit(form: SplitForm, handler: RecordHandler): SplitReader {
  return form.kind === "lines" ? new LinesSplit(handler) : new EvtxSplit(handler, form.header);
}
