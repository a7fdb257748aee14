import { type ByteSource, RandomReader } from "../../bytes/index.ts";
import { type ArtifactProblem, ProblemList } from "../diagnostic.ts";
import { u16, u32 } from "../little-endian.ts";
import { readPiece } from "../read-piece.ts";
import { HEADER_BYTES, isFramed, PAGE_BYTES, type UsnRecord, usnRecord } from "./usn-record.ts";

const BLOCK_BYTES = 256 * 1024;
/** After so many zeros the file is sparse: the journal frees its beginning, which is then gigabytes of nothing. */
const SPARSE_BYTES = 64 * 1024 * 1024;
/** The distance at which a sparse file is probed. What is left of a journal is longer than that, or at the file's end. */
const STRIDE_BYTES = 4 * 1024 * 1024;

/** The records of a change journal, read as they are asked for. */
export interface UsnJournal extends AsyncIterable<UsnRecord> {
  /** What could not be read so far. */
  readonly problems: readonly ArtifactProblem[];
}

/**
 * Reads `$UsnJrnl:$J`, versions 2 to 4. The sparse beginning is skipped without reading it; damage is skipped and
 * reported, and the next record after it is found.
 *
 * Iterating throws what `readBlob` throws when the file cannot be read.
 */
export function readUsn(source: ByteSource): UsnJournal {
  const problems = new ProblemList();
  return {
    get problems() {
      return problems.all;
    },
    [Symbol.asyncIterator]: () => records(source, problems),
  };
}

async function* records(source: ByteSource, problems: ProblemList): AsyncGenerator<UsnRecord, void, void> {
  const reader = new RandomReader(source);
  const damage = new Damage(problems);
  let zeros = 0;
  for (let offset = 0; offset < reader.size;) {
    const bytes = await reader.read(offset, BLOCK_BYTES);
    if (bytes.length === 0) break;
    const isLast = offset + bytes.length >= reader.size;
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      if (u32(bytes, at) === 0 && u32(bytes, at + 4) === 0) {
        at += 8;
        zeros += 8;
        continue;
      }
      const length = u32(bytes, at);
      const isFrame = isFramed(bytes, at);
      if (isFrame && at + length > bytes.length) {
        // It continues in the next block, or the file ends inside it.
        if (!isLast) break;
        problems.add("usn-cut", { missing: at + length - bytes.length }, offset + at);
        at = bytes.length;
        break;
      }
      zeros = 0;
      const record = isFrame ? usnRecord(bytes, at, offset) : null;
      if (record !== null) {
        damage.end();
        yield record;
        at += length;
      } else if (isFrame && u16(bytes, at + 4) > 4 && isFollowed(bytes, at + length)) {
        damage.end();
        problems.add("usn-version", { version: u16(bytes, at + 4), bytes: length }, offset + at);
        at += length;
      } else {
        // What follows may be shifted by any number of bytes.
        damage.add(offset + at, 1);
        at++;
      }
    }
    if (isLast && at + HEADER_BYTES > bytes.length) {
      for (; at < bytes.length; at++) if (bytes[at] !== 0) damage.add(offset + at, 1);
      break;
    }
    if (at === 0) break;
    offset += at;
    if (zeros >= SPARSE_BYTES) {
      const data = await nextData(source, offset);
      if (data > offset) problems.add("usn-sparse", { bytes: zeros + data - offset }, offset - zeros);
      offset = data;
      zeros = 0;
    }
  }
  damage.end();
}

/** Whether something that can be a record follows, or nothing more: then an unknown version is one, and no chance. */
function isFollowed(bytes: Uint8Array, at: number): boolean {
  if (at + HEADER_BYTES > bytes.length) return at === bytes.length;
  return u32(bytes, at) === 0 || isFramed(bytes, at);
}

/** Finds the stride in which a sparse file has data again, by its pages at even distances; the end's is never skipped. */
async function nextData(source: ByteSource, from: number): Promise<number> {
  const last = Math.max(from, source.size - STRIDE_BYTES);
  for (let at = from; at < last; at += STRIDE_BYTES) {
    const page = await readPiece(source, at, PAGE_BYTES);
    if (page.some((byte) => byte !== 0)) return Math.max(from, at - STRIDE_BYTES);
  }
  return last - (last % 8);
}

/** Joins what cannot be read into one problem for each stretch. */
class Damage {
  readonly #problems: ProblemList;
  #from = 0;
  #bytes = 0;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  add(offset: number, bytes: number): void {
    if (this.#bytes === 0) this.#from = offset;
    this.#bytes += bytes;
  }

  end(): void {
    if (this.#bytes > 0) this.#problems.add("usn-damage", { bytes: this.#bytes }, this.#from);
    this.#bytes = 0;
  }
}
