import { csvHeaderIn } from "./csv/header-line.ts";
import { CsvReader, type CsvTable, sniffCsv } from "./csv/index.ts";
import { EventXmlReader } from "./event-xml/index.ts";
import type { ContentReader } from "./format.ts";
import type { ContentKind } from "./format-kind.ts";
import type { RecordHandler } from "./handler.ts";
import { JsonReader } from "./json/json-reader.ts";
import type { Origin } from "./origin.ts";
import { lineEnd, type OtherForm, type TextForm } from "./other-form.ts";

/** Bytes by which a table that follows is judged, unless the content is shorter. */
const HEAD_BYTES = 64 * 1024;
/** Bytes handed to a reader at once after a change of form: if it stops soon, few have been copied in vain. */
const PIECE_BYTES = 16 * 1024;
/** No file has as many changes; each costs as much as thousands of bytes. */
const MAX_CHANGES = 10_000;
const NOTHING = new Uint8Array(0);

/**
 * Reads text whose form changes: NDJSON after event XML, a table after JSON, a second table with other columns. Each
 * reader stops where something of another form begins outside its records, and the reader of that form continues.
 */
export class MixedContent implements ContentReader {
  readonly #handler: RecordHandler;
  readonly #origin: Origin;
  /** The reader in charge; null until enough has arrived to open the next one. */
  #reader: ContentReader | null;
  #next: TextForm = "json";
  /** The table before the last change to another, and whether it continues. */
  #former: CsvTable | null = null;
  #resumes = false;
  #kinds: ContentKind[] = [];
  /** Bytes that the reader in charge has not been given yet begin at `#at`; used from the first change on. */
  #rest: Uint8Array = NOTHING;
  #at = 0;
  #changes = 0;
  /** Offset and line of the content at which the reader in charge began. */
  #offset = 0;
  #line = 0;

  /** @param first reads the content from its start, and gets `origin` as it is */
  constructor(first: ContentReader, handler: RecordHandler, origin: Origin) {
    this.#reader = first;
    this.#handler = handler;
    this.#origin = origin;
  }

  get kind(): ContentKind {
    return this.#allKinds()[0]!;
  }

  /** The other forms, in order of appearance; empty for content of one form. */
  get further(): readonly ContentKind[] {
    return this.#allKinds().slice(1);
  }

  append(chunk: Uint8Array): void {
    if (this.#changes === 0 && this.#reader !== null) this.#reader.append(chunk);
    else {
      this.#rest = joined(this.#rest.subarray(this.#at), chunk);
      this.#at = 0;
    }
  }

  work(): boolean {
    for (;;) {
      if (this.#reader === null && !this.#open(false)) return false;
      const reader = this.#reader!;
      if (this.#changes === 0) {
        const more = reader.work();
        if (!this.#change()) return more;
      } else {
        this.#feed(reader);
        if (!this.#change()) return false;
      }
    }
  }

  end(complete: boolean): void {
    for (;;) {
      if (this.#reader === null) this.#open(true);
      const reader = this.#reader!;
      this.#feed(reader);
      if (this.#change()) continue;
      reader.end(complete);
      if (!this.#change()) return;
    }
  }

  #feed(reader: ContentReader): void {
    while (this.#at < this.#rest.length && (reader.stopped ?? null) === null) {
      const piece = this.#rest.subarray(this.#at, this.#at + PIECE_BYTES);
      this.#at += piece.length;
      reader.append(piece);
      while (reader.work());
    }
  }

  /** If the reader in charge has stopped, takes back what it did not read. */
  #change(): boolean {
    const reader = this.#reader!;
    const stopped: OtherForm | null = reader.stopped ?? null;
    if (stopped === null) return false;
    const unread = reader.unread!();
    if (this.#changes > 0 && unread.length <= this.#at) this.#at -= unread.length;
    else {
      this.#rest = joined(unread, this.#rest.subarray(this.#at));
      this.#at = 0;
    }
    reader.end(true);
    this.#remember(reader);
    this.#changes++;
    this.#offset += stopped.at;
    this.#line += stopped.line - 1;
    this.#next = stopped.form;
    this.#resumes = stopped.isFormer === true;
    if (!this.#resumes) this.#former = reader instanceof CsvReader ? reader.table : null;
    this.#reader = null;
    return true;
  }

  #open(ended: boolean): boolean {
    const rest = this.#rest.subarray(this.#at);
    if (rest.length < HEAD_BYTES && !ended) return false;
    const [offset, line] = [this.#offset, this.#line];
    const origin: Origin = {
      offset: (at) => this.#origin.offset(offset + at),
      line: (number) => this.#origin.line(line + number),
    };
    if (this.#changes > MAX_CHANGES) this.#reader = new Unread(this.#handler, origin);
    else {
      // Without filter and templates: their offsets are those of the first reader.
      const { record, skipped, notAnObject, problem } = this.#handler;
      const handler = { record, skipped, notAnObject, problem };
      const former = this.#former;
      this.#reader =
        this.#resumes && former !== null
          ? CsvReader.resumed(former, handler, origin)
          : readerOf(this.#next, rest.subarray(0, HEAD_BYTES), handler, origin, former);
    }
    return true;
  }

  #allKinds(): ContentKind[] {
    const last = this.#reader;
    const kinds = [...this.#kinds];
    if (last !== null && (kinds.length === 0 || last.isEmpty !== true)) add(kinds, last.kind);
    return kinds;
  }

  #remember(reader: ContentReader): void {
    if (reader.isEmpty !== true) add(this.#kinds, reader.kind);
  }
}

function add(kinds: ContentKind[], kind: ContentKind): void {
  const key = JSON.stringify(kind);
  if (!kinds.some((known) => JSON.stringify(known) === key)) kinds.push(kind);
}

function readerOf(
  form: TextForm,
  head: Uint8Array,
  handler: RecordHandler,
  origin: Origin,
  former: CsvTable | null,
): ContentReader {
  switch (form) {
    case "event-xml":
      return new EventXmlReader(handler, origin, true);
    case "json":
      return new JsonReader(isOneLine(head) ? "lines" : "stream", handler, origin, true);
    case "csv": {
      const end = lineEnd(head, 0, head.length, true);
      const { kind, delimiter, names } = csvHeaderIn(head.subarray(0, end))!;
      const sniffed = sniffCsv(head);
      const dialect =
        sniffed?.delimiter === delimiter
          ? sniffed
          : { kind, delimiter, lineBreak: 0x0a, cells: names.length };
      return new CsvReader(dialect, handler, origin, true, null, null, former);
    }
  }
}

/** Whether the first line is a JSON object by itself, as in NDJSON. */
function isOneLine(head: Uint8Array): boolean {
  const line = head.subarray(0, lineEnd(head, 0, head.length, true));
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(line));
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Counts bytes after too many changes of form. */
class Unread implements ContentReader {
  readonly kind = { kind: "unknown" } as const;
  readonly #handler: RecordHandler;
  readonly #origin: Origin;
  #bytes = 0;

  constructor(handler: RecordHandler, origin: Origin) {
    this.#handler = handler;
    this.#origin = origin;
  }

  append(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
  }

  work(): boolean {
    return false;
  }

  end(): void {
    this.#handler.problem({
      code: "other-content",
      severity: "error",
      data: { kind: "too-many-forms", bytes: this.#bytes },
      offset: this.#origin.offset(0),
      line: this.#origin.line(1),
    });
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
