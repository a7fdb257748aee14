import type { ContentKind } from "./format-kind.ts";
import type { Prescan, RecordHandler } from "./handler.ts";
import type { Origin } from "./origin.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";
import type { Stage } from "../bytes/index.ts";

/** A format of evidence, as `registry.ts` lists it. gzip and UTF-16 are undone before a text format sees anything. */
export interface Format {
  readonly id: string;
  /** Looked for in the bytes of the file; a text format is looked for in UTF-8, whatever the file's encoding is. */
  readonly isBinary: boolean;
  /**
   * Whether content is of this format: judged by its beginning, never by the file's name.
   *
   * @param head the first 256 KiB, or all there is
   * @param whole whether that is all of it
   */
  sniff(head: Uint8Array, whole: boolean): Recognised | null;
}

/** Content whose format is known, and how to read it. */
export interface Recognised {
  open(context: OpenContext): ContentReader;
  /**
   * Finds the records that a filter wants without looking at the others. Only where a line break ends a record whatever
   * happens: such content can be split between workers as well.
   */
  readonly prescan?: (prescan: Prescan, handler: RecordHandler) => ContentReader;
}

export interface OpenContext {
  readonly handler: RecordHandler;
  readonly origin: Origin;
  readonly options: ReadOptions;
}

/** What an analyst may ask of a reader. */
export interface ReadOptions {
  /** Also hand over whole records that stand outside the log's used space, with `place.carved`. */
  readonly carve?: boolean;
}

export interface ContentReader extends Stage {
  /** What the content is; it may change until the end. */
  readonly kind: ContentKind;
  /** After the end: why nothing at all could be read, if that is so. */
  readonly nothingRead?: FormatDiagnostic | null;
}
