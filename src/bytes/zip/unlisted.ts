import type { RandomReader } from "../random-reader.ts";
import { DESCRIPTOR, ENCRYPTED, type LocalHeader, readLocalHeader, UTF8_NAME } from "./local-header.ts";
import type { Span } from "./members.ts";
import { isKnown, STORED } from "./methods.ts";

/** A member that was found by its own header. */
export interface Unlisted {
  readonly header: LocalHeader;
  readonly end: number;
  readonly path: string;
}

const PIECE_BYTES = 256 * 1024;
/** Four bytes can be anything: what is a header has a name that somebody could have given. */
const MAX_NAME_BYTES = 1024;
/** A header without extras and name. */
const LEAST_BYTES = 30;

/** Members in the gaps between those that the directory lists; of an archive that was cut short, all that are left. */
export async function* unlisted(
  reader: RandomReader,
  gaps: readonly Span[],
): AsyncGenerator<Unlisted, void, void> {
  for (const gap of gaps) {
    let header = await nextHeader(reader, gap.start, gap.end);
    while (header !== null) {
      const sized = header.packed > 0 || (header.flags & DESCRIPTOR) === 0;
      const stated = header.dataStart + header.packed;
      const known = sized && stated <= gap.end;
      const next = await nextHeader(reader, known ? stated : header.dataStart, gap.end);
      const room = next?.start ?? gap.end;
      const end = known ? stated : sized ? gap.end : await endBefore(reader, header, room);
      // Encryption needs the directory, where the program is told of it: see ZipMember.
      yield { header, end, path: nameOf(header) };
      header = sized && !known ? null : next;
    }
  }
}

/** Deflate data ends by itself; stored data ends before its descriptor. */
async function endBefore(reader: RandomReader, header: LocalHeader, room: number): Promise<number> {
  if (header.method !== STORED || (header.flags & ENCRYPTED) !== 0) return room;
  for (const length of [16, 24]) {
    const bytes = await reader.read(room - length, 4);
    if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 7 && bytes[3] === 8) return room - length;
  }
  return room;
}

async function nextHeader(reader: RandomReader, from: number, end: number): Promise<LocalHeader | null> {
  for (let start = from; end - start >= LEAST_BYTES; start += PIECE_BYTES) {
    const piece = await reader.read(start, Math.min(PIECE_BYTES + 3, end - start));
    for (let at = piece.indexOf(0x50); at >= 0 && at < PIECE_BYTES; at = piece.indexOf(0x50, at + 1)) {
      if (piece[at + 1] !== 0x4b || piece[at + 2] !== 3 || piece[at + 3] !== 4) continue;
      const header = await readLocalHeader(reader, start + at);
      if (header !== null && header.dataStart <= end && isPlausible(header)) return header;
    }
  }
  return null;
}

function isPlausible({ name, method }: LocalHeader): boolean {
  const isFolder = name.at(-1) === 0x2f;
  return (
    name.length > 0 && name.length <= MAX_NAME_BYTES && !name.includes(0) && !isFolder && isKnown(method)
  );
}

/** Without the directory there is no telling in which code page a name is: what is not UTF-8 is shown byte by byte. */
function nameOf({ name, flags }: LocalHeader): string {
  try {
    return new TextDecoder("utf-8", { fatal: (flags & UTF8_NAME) === 0 }).decode(name);
  } catch {
    return new TextDecoder("latin1").decode(name);
  }
}
