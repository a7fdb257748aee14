import type { RandomReader } from "../random-reader.ts";
import { endBefore, type HiddenHeaders } from "./hidden.ts";
import { DESCRIPTOR, isPlausible, type LocalHeader, readLocalHeader, UTF8_NAME } from "./local-header.ts";
import type { ByteSpan } from "./span.ts";
import { STORED } from "./methods.ts";
import { endByDescriptor, signatures } from "./signatures.ts";

/** A member that was found by its own header. */
export interface Unlisted {
  readonly header: LocalHeader;
  readonly end: number;
  readonly path: string;
}

/**
 * So many times as long as the gaps is what is searched for descriptors: of an archive that was packed, each member's search
 * ends with the member. One that is made of headers alone would be searched to its end for each of them.
 */
const SEARCHES = 2;

/**
 * Finds members in the gaps between those that the directory lists; in an archive that was cut short, all that are
 * left.
 */
export async function* unlisted(
  reader: RandomReader,
  gaps: readonly ByteSpan[],
  hiddenHeaders: HiddenHeaders,
): AsyncGenerator<Unlisted, void, void> {
  let left = SEARCHES * gaps.reduce((sum, { start, end }) => sum + end - start, 0);
  for (const gap of gaps) {
    let header = await nextHeader(reader, gap.start, gap.end);
    while (header !== null) {
      const sized = header.packed > 0 || (header.flags & DESCRIPTOR) === 0;
      const stated = header.dataStart + header.packed;
      const known = sized && stated <= gap.end;
      const isBare = !sized && header.method === STORED;
      const most = Math.min(gap.end, header.dataStart + left);
      const described = isBare ? await endByDescriptor(reader, header.dataStart, most) : null;
      if (isBare) left -= (described ?? most) - header.dataStart;
      const isSure = known && (stated === gap.end || (await hiddenHeaders.isFollowed(header, stated)));
      const hidden =
        sized && !isSure ? await hiddenHeaders.in(header, Math.min(stated, gap.end), null) : null;
      const own = hidden?.start ?? (known ? stated : described);
      const next = await nextHeader(reader, own ?? header.dataStart, gap.end);
      // Deflate data marks its own end, so more may follow it.
      const until = own ?? (sized ? gap.end : (next?.start ?? gap.end));
      const end = hidden === null ? until : endBefore(hidden, Math.min(stated, gap.end));
      yield { header, end, path: nameOf(header) };
      // A member that claims to be longer than the rest, and in which there is no other, was cut short: it is the last.
      header = sized && !known && hidden === null ? null : next;
    }
  }
}

async function nextHeader(reader: RandomReader, from: number, end: number): Promise<LocalHeader | null> {
  for await (const at of signatures(reader, from, end, [3, 4])) {
    const header = await readLocalHeader(reader, at);
    if (header !== null && header.dataStart <= end && isPlausible(header)) return header;
  }
  return null;
}

/** Without the directory a name's code page is unknown: names that are not UTF-8 are shown byte by byte. */
export function nameOf({ name, flags }: LocalHeader): string {
  try {
    return new TextDecoder("utf-8", { fatal: (flags & UTF8_NAME) === 0 }).decode(name);
  } catch {
    return new TextDecoder("latin1").decode(name);
  }
}
