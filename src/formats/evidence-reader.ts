import { Gunzip, isGzip, type Stage, type UnpackBudget } from "../bytes/index.ts";
import { ContentSniffer, SNIFF_BYTES } from "./content-sniffer.ts";
import { chosenEncoding } from "./chosen-encoding.ts";
import { declaredEncoding } from "./declared-encoding.ts";
import { olderEncoding } from "./encodings.ts";
import { EncodingRuns } from "./encoding-runs.ts";
import type { ContentReader, ReadOptions, Recognised } from "./format.ts";
import type { FileKind } from "./format-kind.ts";
import type { Prescan, RecordHandler } from "./handler.ts";
import { MixedContent } from "./mixed-content.ts";
import { recordsOnly } from "./records-only.ts";
import { recogniseBinary, recogniseText } from "./registry.ts";
import { emptyFile, isBlank, notUtf8, unknownFormat } from "./unread.ts";
import { detectUtf16 } from "./utf16.ts";
import { signedKind } from "./unread-kind.ts";
import { badCharacters, unpairedSurrogates, misaligned } from "./utf16-problems.ts";

/**
 * What a file with this beginning is, if it is text that is neither packed nor in another encoding than UTF-8. Parts of
 * such a file may be read by themselves.
 *
 * @param content the beginning of a longer file, at least `SNIFF_BYTES`
 * @param encoding see `ReadOptions`: with it, the file as a whole decides how it is read
 */
export function recognisePlain(content: Uint8Array, encoding?: string): Recognised | null {
  if (encoding !== undefined && olderEncoding(encoding) !== null) return null;
  // Judged by the same bytes as in `ContentSniffer`.
  const bytes = content.subarray(0, SNIFF_BYTES);
  if (isGzip(bytes) || recogniseBinary(bytes, false) !== null || signedKind(bytes) !== null) return null;
  if (detectUtf16(bytes) !== null || declaredEncoding(bytes) !== null) return null;
  return recogniseText(bytes, false);
}

/** What a file turned out to be. */
export interface FormatReport {
  readonly kind: FileKind;
  /** False if nothing in the file could be read. */
  readonly readable: boolean;
  /** False after a prescan: it is exact for wanted records, but every other line was only counted. */
  readonly exact: boolean;
}

export interface ReaderOptions extends ReadOptions {
  /** Limits how much a file in an archive may unpack to. */
  readonly budget?: UnpackBudget;
}

/**
 * Reads one file that arrives in pieces: undoes its compression (gzip) and encoding (UTF-16, the one that an XML
 * declaration names, or the one that the analyst chose), then passes the content to the first format of the registry
 * that recognises it. The handler receives the results.
 */
export class EvidenceReader {
  readonly #handler: RecordHandler;
  readonly #prescan: Prescan | null;
  readonly #options: ReaderOptions;
  readonly #first: Stage;
  #gunzip: Gunzip | null = null;
  /** What the text is in besides UTF-16. */
  #encoding: string | null = null;
  #runs: EncodingRuns | null = null;
  #encodingBy: "file" | "analyst" = "file";
  #content: ContentReader = nothing("unknown");
  #readable = true;
  #prescanned = false;
  #complete = true;

  constructor(handler: RecordHandler, prescan: Prescan | null = null, options: ReaderOptions = {}) {
    this.#handler = handler;
    this.#prescan = prescan;
    this.#options = options;
    this.#first = new ContentSniffer((bytes, whole) => this.#container(bytes, whole));
  }

  /** True if the rest of the content is ignored, because no format can read it. */
  get isIgnoring(): boolean {
    return !this.#readable;
  }

  /** True if the content is prescanned. Known once its beginning has been examined. */
  get isPrescanning(): boolean {
    return this.#prescanned;
  }

  /** Copies a piece of the file in. The caller may reuse its buffer at once. */
  append(chunk: Uint8Array): void {
    this.#first.append(chunk);
  }

  /** Processes what was appended, or a part of it. Returns true if it must be called again before the next `append`. */
  work(): boolean {
    return this.#first.work();
  }

  /** @param complete false if the file could not be read to its end: then missing data is not reported as damage */
  end(complete: boolean): FormatReport {
    this.#complete = complete;
    this.#first.end(complete);
    const { unpaired, replaced, slips } = this.#runs ?? { unpaired: 0, replaced: 0, slips: [] };
    if (unpaired > 0) this.#handler.problem(unpairedSurrogates(unpaired));
    if (replaced > 0) this.#handler.problem(badCharacters(this.#encoding!, replaced, this.#encodingBy));
    if (slips.length > 0) this.#handler.problem(misaligned(slips));
    const nothingRead = this.#content.nothingRead ?? null;
    if (nothingRead !== null && complete) {
      this.#readable = false;
      this.#handler.problem(nothingRead);
    }
    return { kind: this.#kind(), readable: this.#readable, exact: !this.#prescanned };
  }

  #container(bytes: Uint8Array, whole: boolean): Stage {
    if (!isGzip(bytes)) return this.#unpacked(bytes, whole);
    const inner = new ContentSniffer((content, all) => this.#unpacked(content, all));
    this.#gunzip = new Gunzip(
      inner,
      (data, offset) => this.#handler.problem({ code: "bad-gzip", severity: "error", data, offset }),
      this.#options.budget ?? null,
    );
    return this.#gunzip;
  }

  #unpacked(bytes: Uint8Array, whole: boolean): Stage {
    const binary = recogniseBinary(bytes, whole);
    if (binary !== null) return this.#open(binary);
    // A capture or a database may contain pieces of event XML: it is no log all the same.
    if (signedKind(bytes) !== null) return (this.#content = this.#unread(bytes, whole));
    const utf16 = detectUtf16(bytes);
    this.#encoding = utf16 === null ? (declaredEncoding(bytes) ?? this.#chosenEncoding(bytes, whole)) : null;
    const first = utf16 ?? this.#encoding;
    const inner = new ContentSniffer((content, all) => this.#text(content, all));
    return (this.#runs = new EncodingRuns(first, this.#encoding, inner));
  }

  #chosenEncoding(bytes: Uint8Array, whole: boolean): string | null {
    const chosen = chosenEncoding(this.#options.encoding, bytes, whole);
    if (chosen === null) return null;
    this.#handler.problem({ code: "chosen-encoding", severity: "info", data: chosen, offset: 0 });
    if (chosen.kind === "utf-8") return null;
    this.#encodingBy = "analyst";
    return chosen.encoding;
  }

  #text(bytes: Uint8Array, whole: boolean): Stage {
    const recognised = recogniseText(bytes, whole);
    if (recognised !== null) return this.#open(recognised);
    return (this.#content = this.#unread(bytes, whole));
  }

  #open({ open, prescan }: Recognised): Stage {
    // Unpacking and decoding the text twice would cost more than the prescan saves.
    const isPlain = (this.#runs?.encodings[0] ?? null) === null && this.#gunzip === null;
    this.#prescanned = this.#prescan !== null && isPlain && prescan !== undefined;
    const origin = {
      offset: (offset: number) => this.#runs?.fileOffset(offset) ?? offset,
      line: (line: number) => line,
    };
    const handler = this.#prescanned ? recordsOnly(this.#handler) : this.#handler;
    const context = { handler, origin, options: this.#options };
    const first = this.#prescanned ? prescan!(this.#prescan!, context) : open(context);
    this.#content = first.unread === undefined ? first : new MixedContent(first, handler, origin);
    return this.#content;
  }

  #unread(bytes: Uint8Array, whole: boolean): ContentReader {
    const isEmpty = this.#complete && whole && isBlank(bytes);
    this.#readable = isEmpty;
    if (isEmpty) this.#handler.problem(emptyFile(bytes));
    // If the file could not be read to its end, the unread rest might have shown what it is.
    else if (this.#complete) {
      this.#handler.problem(unknownFormat(bytes));
      const encoding = this.#isUtf8 ? notUtf8(bytes, whole) : null;
      if (encoding !== null) this.#handler.problem(encoding);
    }
    return nothing(isEmpty ? "empty" : "unknown");
  }

  /** Whether all text so far is UTF-8. */
  get #isUtf8(): boolean {
    return this.#runs?.encodings.every((encoding) => encoding === null) ?? true;
  }

  #kind(): FileKind {
    const further = this.#content.further ?? [];
    const [encoding = null, ...more] = this.#runs?.encodings ?? [];
    return {
      ...this.#content.kind,
      ...(further.length > 0 && { further }),
      ...(encoding !== null && { encoding }),
      ...(more.length > 0 && { furtherEncodings: more.map((name) => name ?? "utf-8") }),
      ...(this.#gunzip !== null && { gzipMembers: this.#gunzip.members }),
    };
  }
}

/** A reader for content that no format can read. */
function nothing(kind: "empty" | "unknown"): ContentReader {
  return { kind: { kind }, append() {}, work: () => false, end() {} };
}
