import type { ContentKind } from "./format-kind.ts";
import type { Prescan, RecordHandler } from "./handler.ts";
import type { Origin } from "./origin.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";
import type { OtherForm } from "./other-form.ts";
import type { SplitForm } from "./split-form.ts";
import type { Stage } from "../bytes/index.ts";

/**
 * A format of evidence, as listed in `registry.ts`. A text format sees the content after gzip and UTF-16 are undone.
 */
export interface Format {
  readonly id: string;
  /** A binary format is sniffed in the bytes of the file, a text format in UTF-8, whatever the encoding of the file. */
  readonly isBinary: boolean;
  /**
   * Recognises content by its beginning, never by the file's name. Returns null if it is not of this format.
   *
   * @param head the first 256 KiB, or all of a shorter content
   * @param whole whether `head` is all of the content
   */
  sniff(head: Uint8Array, whole: boolean): Recognised | null;
}

/** Content of a known format, and how to read it. */
export interface Recognised {
  open(context: OpenContext): ContentReader;
  /** Finds the records that a filter wants without decoding the others. */
  readonly prescan?: (prescan: Prescan, context: OpenContext) => ContentReader;
  /**
   * How text of this format is divided, so that workers can share it: see `openSplit`. Null if it has to be read from start
   * to end.
   *
   * @param size of the file in bytes
   */
  readonly splits?: (size: number) => SplitForm | null;
}

export interface OpenContext {
  readonly handler: RecordHandler;
  readonly origin: Origin;
  readonly options: ReadOptions;
}

/** What an analyst can ask of a reader. */
export interface ReadOptions {
  /** Also hand over intact records outside the log's used space, with `place.carved`. */
  readonly carve?: boolean;
  /** The encoding of text that declares none and is not UTF-8: see `chosenEncoding`. */
  readonly encoding?: string | undefined;
}

export interface ContentReader extends Stage {
  /** What the content is; may change until the end. */
  readonly kind: ContentKind;
  /** The other kinds of content in the file, if there are several. */
  readonly further?: readonly ContentKind[];
  /** Where the reader has stopped for good, because something of another form begins there; null while it reads. */
  readonly stopped?: OtherForm | null;
  /** Once it has stopped: a copy of the bytes from there on that have arrived. */
  unread?(): Uint8Array;
  /** True if it has met nothing of its form so far. */
  readonly isEmpty?: boolean;
  /** After the end: why nothing at all could be read, or null if something was. */
  readonly nothingRead?: FormatDiagnostic | null;
}
