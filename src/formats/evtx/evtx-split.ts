import type { ContentKind } from "../format-kind.ts";
import type { Prescan, RecordHandler } from "../handler.ts";
import type { SplitReader } from "../split-reader.ts";
import { isChunkAt } from "./chunk-header.ts";
import { EvtxPrescan } from "./evtx-prescan.ts";
import { EvtxReader } from "./evtx-reader.ts";
import { type FileHeader, readFileHeader } from "./file-header.ts";
import { CHUNK_BYTES, FILE_HEADER_BLOCK } from "./layout.ts";

/**
 * The header of a log whose chunks can be read by themselves; null if the header already says otherwise.
 *
 * @param head the beginning of the file
 */
export function headerForSplits(head: Uint8Array): FileHeader | null {
  const header = readFileHeader(head);
  if (header === null || !header.intact || header.major !== 3 || header.withoutChecksums) return null;
  return isChunkAt(head, FILE_HEADER_BLOCK) ? header : null;
}

/**
 * Reads some chunks of a log. Intact chunks need nothing of each other; with damage, they do: a record may need the
 * template of another chunk, or be in another place. Then the log has to be read from its start to its end.
 */
export class EvtxSplit implements SplitReader {
  readonly #reader: EvtxReader;
  readonly #header: FileHeader;
  #isSound = true;

  constructor(handler: RecordHandler, header: FileHeader) {
    this.#header = header;
    this.#reader = new EvtxReader({
      ...handler,
      problem: (problem) => {
        // It is about the whole log, and is met where its header is.
        if (problem.code === "evtx-dirty") handler.problem(problem);
        else this.#isSound = false;
      },
    });
  }

  begins(offset: number): void {
    if (offset > 0) this.#reader.startAt(offset, this.#header);
  }

  append(bytes: Uint8Array): void {
    this.#reader.append(bytes);
  }

  work(): boolean {
    return this.#isSound && this.#reader.work();
  }

  end(complete: boolean): void {
    if (!this.#isSound || !complete) return;
    const isWhole = this.#reader.endPart();
    // Damage may have been met until then.
    this.#isSound &&= isWhole;
  }

  get isSound(): boolean {
    return this.#isSound;
  }

  get endsBlank(): boolean {
    return this.#reader.endsBlank;
  }

  get isBlank(): boolean {
    return this.#reader.chunks === 0;
  }

  get kind(): ContentKind {
    return this.#reader.kind;
  }

  readonly isPrescanning = false;
  readonly lines = 0;
  readonly responses = 0;
  readonly batches = 0;
  readonly closedLists = 0;
  readonly openLists = 0;
}

/**
 * Prescans some chunks of a log. It passes over what is damaged, as the prescan of the whole log does. Only where chunks
 * are out of their place does that depend on the chunks before.
 */
export class EvtxPrescanSplit implements SplitReader {
  readonly #prescan: EvtxPrescan;
  readonly #header: FileHeader;

  constructor(prescan: Prescan, handler: RecordHandler, header: FileHeader) {
    this.#prescan = new EvtxPrescan(prescan, handler);
    this.#header = header;
  }

  begins(offset: number): void {
    if (offset > 0) this.#prescan.startAt(offset, this.#header);
  }

  append(bytes: Uint8Array): void {
    this.#prescan.append(bytes);
  }

  work(): boolean {
    return this.isSound && this.#prescan.work();
  }

  end(): void {
    if (this.isSound) this.#prescan.end();
  }

  get isSound(): boolean {
    return this.#prescan.isInPlace;
  }

  get kind(): ContentKind {
    return this.#prescan.kind;
  }

  readonly isPrescanning = true;
  readonly isBlank = false;
  readonly endsBlank = false;
  readonly lines = 0;
  readonly responses = 0;
  readonly batches = 0;
  readonly closedLists = 0;
  readonly openLists = 0;
}

/**
 * Whether a log has as many chunks as its header says.
 *
 * @param size of the file in bytes
 */
export function hasAllChunks(header: FileHeader, size: number): boolean {
  return (size - FILE_HEADER_BLOCK) / CHUNK_BYTES >= header.chunks;
}
