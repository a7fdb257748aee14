/**
 * Zip archives, by zip.js and no further than memory allows. Everything about that library stays in this file.
 *
 * What the archive says of itself is not believed: sizes are counted while unpacking, and names are only shown, never
 * used as paths.
 */
import { ZipReader } from "@zip.js/zip.js/lib/zip-core-reader.js";
import { quote } from "../problems.ts";
import type { RuleProblem } from "../rule.ts";
import {
  MAX_DIRECTORY_BYTES,
  MAX_RATIO,
  MAX_TEXT_BYTES,
  MAX_UNPACKED_BYTES,
  RATIO_FROM_BYTES,
} from "./limits.ts";

export interface Member {
  /** As the archive has it: hostile. */
  readonly path: string;
  readonly encrypted: boolean;
  /** The first bytes, so many as asked for or all. */
  readonly head: (bytes: number) => Promise<Uint8Array<ArrayBuffer> | RuleProblem>;
  readonly content: () => Promise<Uint8Array<ArrayBuffer> | RuleProblem>;
}

/** Tells a problem from what was asked for. */
export function isProblem<T extends object>(value: T | RuleProblem): value is RuleProblem {
  return "code" in value;
}

/**
 * The files in an archive, in the order of its directory; a problem in the place of those that cannot be found
 * because the directory is damaged. Folders are left out.
 */
export async function* members(file: Blob, name: string): AsyncGenerator<Member | RuleProblem> {
  const budget: Budget = { left: MAX_UNPACKED_BYTES };
  // Without workers: those of zip.js would be code that the page's policy refuses.
  const reader = new ZipReader(new RandomAccess(file), {
    useWebWorkers: false,
    filenameValidation: "tolerant",
  });
  const entries = reader.getEntriesGenerator();
  for (;;) {
    let next: Awaited<ReturnType<typeof entries.next>>;
    try {
      next = await entries.next();
    } catch (error) {
      yield damagedArchive(error, quote(name));
      return;
    }
    if (next.done === true) return;
    const entry = next.value;
    if (entry.directory) continue;
    const place = `${quote(entry.filename)} in ${quote(name)}`;
    yield {
      path: entry.filename,
      encrypted: entry.encrypted,
      head: (bytes) => unpack(entry, new Sink(place, entry.compressedSize, bytes, budget)),
      content: () => unpack(entry, new Sink(place, entry.compressedSize, Infinity, budget)),
    };
  }
}

/** What may still be unpacked of the archive. */
interface Budget {
  left: number;
}

type FileEntry = Extract<
  Awaited<ReturnType<ZipReader<unknown>["getEntries"]>>[number],
  { readonly directory: false }
>;

async function unpack(entry: FileEntry, sink: Sink): Promise<Uint8Array<ArrayBuffer> | RuleProblem> {
  try {
    await entry.getData(new WritableStream<Uint8Array>(sink), { checkCrc32: true });
  } catch (error) {
    // A sink that has what it wants ends the unpacking by an error as well.
    if (sink.refusal !== undefined) return sink.refusal;
    if (!sink.full) return damagedMember(error, sink.place);
  }
  return sink.bytes();
}

/** Takes unpacked bytes until there are enough, or too many. */
class Sink {
  readonly place: string;
  readonly #packed: number;
  readonly #wanted: number;
  readonly #budget: Budget;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  refusal: RuleProblem | undefined;

  constructor(place: string, packed: number, wanted: number, budget: Budget) {
    this.place = place;
    this.#packed = packed;
    this.#wanted = wanted;
    this.#budget = budget;
  }

  get full(): boolean {
    return this.#length >= this.#wanted;
  }

  write(chunk: Uint8Array): void {
    this.#length += chunk.length;
    this.#budget.left -= chunk.length;
    this.refusal = this.#tooMuch();
    if (this.refusal !== undefined) throw new Error(this.refusal.code);
    this.#chunks.push(chunk);
    if (this.full) throw new Error("enough");
  }

  #tooMuch(): RuleProblem | undefined {
    const { place } = this;
    // A member's data cannot reach beyond its packed size, whatever that is: zip.js reads no further.
    if (this.#length > RATIO_FROM_BYTES && this.#length > MAX_RATIO * this.#packed) {
      const message = `${place} unpacks to more than ${MAX_RATIO} times its size, as archives do that are made to fill memory. It was not read: find out who made it.`;
      return { code: "archive-bomb", message };
    }
    if (this.#length > MAX_TEXT_BYTES) {
      return { code: "too-big", message: tooBig(place) };
    }
    if (this.#budget.left < 0) {
      const message = `The rules in the archive unpack to more than ${MAX_UNPACKED_BYTES / 2 ** 20} MB: reading stopped at ${place}. Pack fewer files at a time.`;
      return { code: "archive-too-big", message };
    }
    return undefined;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const length = Math.min(this.#length, this.#wanted);
    const all = new Uint8Array(length);
    let at = 0;
    for (const chunk of this.#chunks) {
      const part = chunk.subarray(0, length - at);
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

/** The words for a text that is beyond what is read. */
export function tooBig(place: string): string {
  return `${place} is larger than ${MAX_TEXT_BYTES / 2 ** 20} MB, which no rule file is. If it is a long export, export the rules in parts.`;
}

/**
 * What zip.js reads from: a Blob, piece by piece. Its own reader for Blobs is not in the entry without writers, and
 * would read a directory of any size.
 */
class RandomAccess {
  readonly size: number;
  readonly #file: Blob;

  constructor(file: Blob) {
    this.#file = file;
    this.size = file.size;
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.#file.stream();
  }

  createReadable({ offset = 0, size = this.size }: { offset?: number; size?: number } = {}) {
    return this.#file.slice(offset, offset + size).stream();
  }

  async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    if (length > MAX_DIRECTORY_BYTES) throw new Error("its directory is too large");
    return new Uint8Array(await this.#file.slice(offset, offset + length).arrayBuffer());
  }
}

function damagedArchive(error: unknown, name: string): RuleProblem {
  const message = `The archive ${name} cannot be read to its end (${reason(error)}): rules in it may be missing here. Unpack it and drop what it holds, or get it again.`;
  return { code: "archive-damaged", message };
}

function damagedMember(error: unknown, place: string): RuleProblem {
  const message = `${place} cannot be unpacked (${reason(error)}). Unpack the archive with another program and drop the file, or get it again.`;
  return { code: "member-damaged", message };
}

function reason(error: unknown): string {
  return quote(error instanceof Error ? error.message : String(error));
}
