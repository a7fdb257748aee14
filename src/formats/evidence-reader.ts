import type { UnpackBudget } from "../bytes/index.ts";
import { type CsvDialect, CsvReader, sniffCsv } from "./csv/index.ts";
import { EventXmlReader, sniffEventXml } from "./event-xml/index.ts";
import { type EvtxOptions, EvtxReader, isEvtx } from "./evtx/index.ts";
import type { ContentKind, FileKind } from "./format-kind.ts";
import { Gunzip, isGzip } from "./gunzip.ts";
import type { Prescan, RecordHandler } from "./handler.ts";
import { JsonReader, type JsonShape } from "./json/json-reader.ts";
import { LinePrescan } from "./json/line-prescan.ts";
import { sniffJson } from "./json/sniff-json.ts";
import { hasRecordLabels, RecordLabels } from "./record-labels.ts";
import { describeUnread } from "./sniff.ts";
import type { Stage } from "./stage.ts";
import { detectUtf16, type Utf16, Utf16ToUtf8 } from "./utf16.ts";

/** Bytes that must be there before the format is judged, unless the content is shorter. */
const SNIFF_BYTES = 256 * 1024;

/**
 * Whether a file that begins like this is NDJSON as it stands, neither packed nor in UTF-16 nor one enormous line: then
 * it can be read from any line break on.
 *
 * @param bytes the beginning of a longer file
 */
export function isPlainLines(bytes: Uint8Array): boolean {
  const asItStands = !isGzip(bytes) && !isEvtx(bytes) && detectUtf16(bytes) === null;
  return asItStands && bytes.includes(0x0a) && sniffJson(bytes, false) === "lines" && !hasRecordLabels(bytes);
}

/** Which kind of JSON a text was. */
export function kindOfJson({ mode, responses }: Readonly<JsonShape>): ContentKind {
  if (responses > 0) return { kind: "elasticsearch-response" };
  return { kind: mode === "lines" ? "ndjson" : "json" };
}

/** What a file turned out to be. */
export interface FormatReport {
  readonly kind: FileKind;
  /** False where nothing in the file could be read at all. */
  readonly readable: boolean;
  /** False after a quick look: wanted records are known, and of the others only that there are lines. */
  readonly exact: boolean;
}

export interface ReaderOptions extends EvtxOptions {
  /** What may be unpacked, of a file in an archive. */
  readonly budget?: UnpackBudget;
}

/**
 * Reads one file that arrives in pieces: looks at the first bytes, puts the steps together that it needs (gzip,
 * UTF-16, then JSON, CSV, event XML or EVTX) and lets the handler have what they find.
 */
export class EvidenceReader {
  readonly #handler: RecordHandler;
  #first: Stage;
  #gunzip: Gunzip | null = null;
  #utf16: Utf16ToUtf8 | null = null;
  #json: JsonReader | null = null;
  #evtx: EvtxReader | null = null;
  #csv: CsvDialect | null = null;
  #isXml = false;
  #encoding: Utf16 | null = null;
  #readable = true;
  readonly #prescan: Prescan | null;
  readonly #options: ReaderOptions;
  #prescanned = false;
  #complete = true;

  constructor(handler: RecordHandler, prescan: Prescan | null = null, options: ReaderOptions = {}) {
    this.#handler = handler;
    this.#prescan = prescan;
    this.#options = options;
    this.#first = new Sniffer((bytes, whole) => this.#container(bytes, whole));
  }

  /** Nothing more of the content is looked at: it is of no kind that can be read. */
  get isIgnoring(): boolean {
    return !this.#readable;
  }

  /** Copies a piece of the file in. The caller may reuse its buffer at once. */
  append(chunk: Uint8Array): void {
    this.#first.append(chunk);
  }

  /** Goes through what was appended, or a part of it: true if it has to be called again before the next `append`. */
  work(): boolean {
    return this.#first.work();
  }

  /** @param complete false where the file could not be read to its end: then what is missing is no finding */
  end(complete: boolean): FormatReport {
    this.#complete = complete;
    this.#first.end(complete);
    if (this.#utf16 !== null && this.#utf16.replaced > 0) {
      this.#handler.problem({
        code: "bad-utf16",
        message: `The file holds ${this.#utf16.replaced.toLocaleString("en")} units of UTF-16 that are half a character. The records were examined with \uFFFD in their place.`,
        lost: false,
        offset: 0,
      });
    }
    const [slip, ...more] = this.#utf16?.slips ?? [];
    if (slip !== undefined) {
      this.#handler.problem({
        code: "bad-utf16",
        message: `Before byte ${slip.toLocaleString("en")} a byte of the UTF-16 text is missing, or one is too many${more.length > 0 ? `, and in ${more.length.toLocaleString("en")} more places` : ""}: what stands there may be damaged, what follows was read in step again.`,
        lost: false,
        offset: slip,
      });
    }
    if (this.#evtx?.chunks === 0 && complete) {
      this.#readable = false;
      this.#handler.problem({
        code: "evtx-chunk",
        message:
          "The file begins like a Windows event log (EVTX), but no chunk of one was found in it: nothing in it was examined.",
        lost: true,
        offset: 0,
      });
    }
    return { kind: this.#kind(), readable: this.#readable, exact: !this.#prescanned };
  }

  #container(bytes: Uint8Array, whole: boolean): Stage {
    if (!isGzip(bytes)) return this.#text(bytes, whole);
    const inner = new Sniffer((content, all) => this.#text(content, all));
    this.#gunzip = new Gunzip(
      inner,
      (reason, offset) => {
        this.#handler.problem({
          code: "bad-gzip",
          message: `${reason}. What stood before byte ${offset.toLocaleString("en")} was examined, the rest could not be read.`,
          lost: true,
          offset,
        });
      },
      this.#options.budget ?? null,
    );
    return this.#gunzip;
  }

  #text(bytes: Uint8Array, whole: boolean): Stage {
    if (isEvtx(bytes)) {
      this.#evtx = new EvtxReader(this.#handler, this.#options);
      return this.#evtx;
    }
    const utf16 = detectUtf16(bytes);
    if (utf16 === null) return this.#content(bytes, whole);
    this.#encoding = utf16;
    const inner = new Sniffer((content, all) => this.#content(content, all));
    this.#utf16 = new Utf16ToUtf8(utf16, inner);
    return this.#utf16;
  }

  #content(bytes: Uint8Array, whole: boolean): Stage {
    const isLabelled = hasRecordLabels(bytes);
    const mode = isLabelled ? "stream" : sniffJson(bytes, whole);
    const utf16 = this.#utf16;
    const origin = {
      offset: (offset: number) => utf16?.fileOffset(offset) ?? offset,
      line: (line: number) => line,
    };
    if (mode !== null) {
      // Unpacking and decoding text twice would cost more than the quick look saves.
      const plain = utf16 === null && this.#gunzip === null && !isLabelled;
      // One enormous line is a response: the quick look would have to keep all of it.
      if (mode === "lines" && this.#prescan !== null && plain && bytes.includes(0x0a)) {
        this.#prescanned = true;
        return new LinePrescan(this.#prescan, this.#handler);
      }
      this.#json = new JsonReader(mode, this.#handler, origin);
      return isLabelled ? new RecordLabels(this.#json) : this.#json;
    }
    // Before XML, which its cells may hold.
    this.#csv = sniffCsv(bytes);
    if (this.#csv !== null) return new CsvReader(this.#csv, this.#handler, origin);
    if (sniffEventXml(bytes)) {
      this.#isXml = true;
      return new EventXmlReader(this.#handler, origin);
    }
    if (!this.#complete) {
      this.#readable = false;
      return IGNORE;
    }
    if (isBlank(bytes) && whole) {
      this.#handler.problem({
        code: "empty",
        message:
          bytes.length === 0
            ? "The file is empty: there is nothing in it to examine. If it should hold events, export it again."
            : "The file holds only white space: there is nothing in it to examine. If it should hold events, export it again.",
        lost: false,
        offset: 0,
      });
      return IGNORE;
    }
    this.#readable = false;
    this.#handler.problem({
      code: "unknown-format",
      message: `The file ${describeUnread(bytes) ?? "is text, but neither JSON nor event XML nor a table of events: nothing in it was examined."}`,
      lost: true,
      offset: 0,
    });
    return IGNORE;
  }

  #kind(): FileKind {
    return {
      ...this.#contentKind(),
      ...(this.#encoding !== null && { encoding: this.#encoding }),
      ...(this.#gunzip !== null && { gzipMembers: this.#gunzip.members }),
    };
  }

  #contentKind(): ContentKind {
    if (this.#prescanned) return { kind: "ndjson" };
    if (this.#evtx !== null) return { kind: "evtx", version: this.#evtx.version };
    if (this.#csv !== null) return { kind: "csv", table: this.#csv.kind };
    if (this.#isXml) return { kind: "event-xml" };
    if (this.#json !== null) return kindOfJson(this.#json.shape);
    return { kind: this.#readable ? "empty" : "unknown" };
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(
    (c) => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d || c === 0xef || c === 0xbb || c === 0xbf,
  );
}

/** Collects the beginning of the content until its kind can be judged, then hands everything to the step chosen. */
class Sniffer implements Stage {
  readonly #choose: (bytes: Uint8Array, whole: boolean) => Stage;
  #chosen: Stage | null = null;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(choose: (bytes: Uint8Array, whole: boolean) => Stage) {
    this.#choose = choose;
  }

  append(chunk: Uint8Array): void {
    if (this.#chosen !== null) {
      this.#chosen.append(chunk);
      return;
    }
    this.#pieces.push(chunk.slice());
    this.#length += chunk.length;
  }

  work(): boolean {
    if (this.#chosen !== null) return this.#chosen.work();
    return this.#length >= SNIFF_BYTES && this.#decide(false);
  }

  end(complete: boolean): void {
    if (this.#chosen === null) this.#decide(complete);
    while (this.#chosen?.work());
    this.#chosen?.end(complete);
  }

  #decide(whole: boolean): boolean {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    this.#chosen = this.#choose(bytes, whole);
    if (bytes.length === 0) return false;
    this.#chosen.append(bytes);
    return this.#chosen.work();
  }
}

/** Where a content ends up that nothing can read. */
const IGNORE: Stage = { append() {}, work: () => false, end() {} };
