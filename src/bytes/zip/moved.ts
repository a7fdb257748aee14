import type { RandomReader } from "../random-reader.ts";
import type { DirectoryEntry } from "./directory.ts";
import { DESCRIPTOR, type LocalHeader, readLocalHeader } from "./local-header.ts";
import { signatures } from "./signatures.ts";

/**
 * Finds members whose headers are not where the directory says, because bytes before them are missing or were inserted.
 * The whole archive is searched, also where another member claims to be: it may be that one whose bytes are missing.
 * So a header counts only if it agrees with the directory's entry in name, size and checksum.
 *
 * @param taken offsets of headers that are already known to be other members'
 * @returns the header of each missing member, at its position; undefined for one that is not found
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function findMoved(
  reader: RandomReader,
  missing: readonly { readonly entry: DirectoryEntry }[],
  taken: ReadonlySet<number>,
  end: number,
): Promise<(LocalHeader | undefined)[]> {
  const found = new Array<LocalHeader | undefined>(missing.length);
  const wanted = new Map<string, number[]>();
  for (const [i, { entry }] of missing.entries()) {
    const key = keyOf(entry.rawName);
    const listed = wanted.get(key);
    if (listed === undefined) wanted.set(key, [i]);
    else listed.push(i);
  }
  let left = missing.length;
  for await (const at of signatures(reader, 0, end, [3, 4])) {
    if (taken.has(at)) continue;
    const header = await readLocalHeader(reader, at);
    if (header === null) continue;
    const listed = wanted.get(keyOf(header.name)) ?? [];
    const i = listed.find((index) => found[index] === undefined && agrees(header, missing[index]!.entry));
    if (i === undefined) continue;
    found[i] = header;
    if (--left === 0) break;
  }
  return found;
}

function keyOf(name: Uint8Array): string {
  return new TextDecoder("latin1").decode(name);
}

/** Whether a header says the same of its member as the directory does, but for its name. */
export function agrees(header: LocalHeader, entry: DirectoryEntry): boolean {
  // The sizes then follow the data, and the header may have zeros.
  if ((header.flags & DESCRIPTOR) !== 0) return header.method === entry.method;
  const sameSum = entry.crc === undefined || header.crc === entry.crc;
  return sameSum && header.packed === entry.packed && header.size === entry.size;
}
