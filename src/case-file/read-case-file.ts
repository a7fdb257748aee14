import type { CaseQuery } from "../case/index.ts";
import {
  type CaseFileEntry,
  type CaseFileInfo,
  FILE_ORDER,
  isAfter,
  OPTIONAL_CONTENTS,
  valueInCase,
} from "./case-file-entry.ts";
import { CaseFileError, damagedAt, type ReadResult, resultOf } from "./fault.ts";
import { type CaseFileHeader, HEADER_READ_BYTES, readHeader } from "./header.ts";
import { bytesAt, readParts } from "./parts.ts";
import { readRecords } from "./records.ts";
import { list, number, object, oneOf, optional, text, whole, yes } from "./schema/checks.ts";
import { isEntry, isStoreOfCase } from "./schema/entry-checks.ts";
import { isUuid } from "./schema/evidence-checks.ts";
import { isReport } from "./schema/report-checks.ts";
import { NO_SEAL, sealOf } from "./seal.ts";

/**
 * The first version of the database with the records of today, and the first that a released Loupe made case files of. A
 * version that changes records has to upgrade those of older files here: see docs/storage.md.
 */
const OLDEST_DATABASE = 8;

/** Entries that are given together, at most, and about how many bytes of the file. */
const BATCH_ENTRIES = 200;
const BATCH_BYTES = 1024 * 1024;

const info = object<CaseFileInfo>({
  name: text,
  createdAt: number,
  origin: isUuid,
  unstored: optional(yes),
  queries: optional(list(object<CaseQuery>({ language: text, text, title: text, at: number }), 1000)),
  report: optional(isReport),
  without: list(oneOf(...OPTIONAL_CONTENTS)),
});
const firstRecord = object<{ case: CaseFileInfo }>({ case: info });
const entryRecord = object<CaseFileEntry>({
  store: isStoreOfCase,
  key: list((part): part is string | number => typeof part === "string" || typeof part === "number", 2),
  value: (_value): _value is unknown => true,
});
const lastRecord = object<{ entries: number }>({ entries: whole });

/** A case file that is being read. It is hostile until it has been read to its end. */
export class CaseFile {
  readonly header: CaseFileHeader;
  readonly #file: Blob;
  readonly #headerBytes: Uint8Array<ArrayBuffer>;
  #records: ReturnType<typeof readRecords> | null = null;

  private constructor(file: Blob, header: CaseFileHeader, bytes: Uint8Array<ArrayBuffer>) {
    this.#file = file;
    this.header = header;
    this.#headerBytes = bytes;
  }

  /**
   * Reads the header.
   *
   * @param file for which `isCaseFile` is true
   * @param database the version of this Loupe's database
   */
  static open(file: Blob, database: number): Promise<ReadResult<CaseFile>> {
    return resultOf(async () => {
      const start = await bytesAt(file, 0, Math.min(file.size, HEADER_READ_BYTES));
      const { header, bytes } = readHeader(start, file.size);
      if (header.database > database)
        throw new CaseFileError({ code: "newer", data: { version: header.loupe } });
      if (header.database < OLDEST_DATABASE) throw damagedAt(0);
      return new CaseFile(file, header, bytes);
    });
  }

  /** What it says of its case. Can be called again with another passphrase. */
  unlock(passphrase: string): Promise<ReadResult<CaseFileInfo>> {
    return resultOf(async () => {
      const { encryption } = this.header;
      const seal = encryption === null ? NO_SEAL : sealOf(passphrase, encryption, this.#headerBytes);
      const records = readRecords(readParts(this.#file, this.#headerBytes.length, seal));
      const first = await records.next();
      if (first.done === true || !firstRecord(first.value.value)) throw damagedAt(this.#headerBytes.length);
      this.#records = records;
      return first.value.value.case;
    });
  }

  /**
   * Reads the entries of the case, after `unlock`. What has been taken must be discarded if this does not come to the end.
   *
   * @param caseId the id that the case gets
   * @param take stores some entries; `end` is how far in the file they are
   * @returns the number of entries; whatever `take` throws is thrown
   */
  read(
    caseId: string,
    take: (entries: readonly CaseFileEntry[], end: number) => Promise<void>,
  ): Promise<ReadResult<number>> {
    return resultOf(async () => {
      if (this.#records === null) throw new Error("A case file is read once, after it has been unlocked.");
      const records = this.#records;
      this.#records = null;
      const checked = new EntryOrder();
      let batch: CaseFileEntry[] = [];
      let taken = 0;
      let last: number | null = null;
      for await (const { value: record, end } of records) {
        if (last !== null) throw damagedAt(end);
        if (lastRecord(record)) {
          last = record.entries;
          continue;
        }
        batch.push(checked.entry(record, caseId));
        if (batch.length < BATCH_ENTRIES && end - taken < BATCH_BYTES) continue;
        await take(batch, end);
        batch = [];
        taken = end;
      }
      if (last !== checked.count) throw damagedAt(this.#file.size);
      if (batch.length > 0) await take(batch, this.#file.size);
      return checked.count;
    });
  }
}

/** Checks entries one after the other: what each is, and that none comes twice. */
class EntryOrder {
  count = 0;
  readonly #files = new Set<string>();
  #store = 0;
  #key: CaseFileEntry["key"] | null = null;

  /** @throws CaseFileError `foreign` */
  entry(record: unknown, caseId: string): CaseFileEntry {
    this.count++;
    if (!entryRecord(record)) throw this.#foreign("");
    const { store, key } = record;
    const at = FILE_ORDER.indexOf(store);
    if (at < this.#store) throw this.#foreign(store);
    if (at > this.#store) this.#key = null;
    if (this.#key !== null && !isAfter(key, this.#key)) throw this.#foreign(store);
    this.#store = at;
    this.#key = key;
    if (store === "evidence") this.#files.add(String(key[0]));
    const entry: CaseFileEntry = { store, key, value: valueInCase(record.value, caseId) };
    if (!isEntry(entry, this.#files)) throw this.#foreign(store);
    return entry;
  }

  #foreign(store: string): CaseFileError {
    return new CaseFileError({ code: "foreign", data: { store } });
  }
}
