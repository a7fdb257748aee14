import type { ByteSpan } from "./span.ts";
import { RandomReader } from "../random-reader.ts";
import type { ByteSource } from "../read-blob.ts";
import { type DirectoryEntry, readDirectory } from "./directory.ts";
import { Extents } from "./extents.ts";
import type { DirectoryDamage, ZipFault } from "./fault.ts";
import { endBefore, HiddenHeaders } from "./hidden.ts";
import { type LocalHeader, readLocalHeader } from "./local-header.ts";
import { findMoved } from "./moved.ts";
import { MemberNames } from "./member-names.ts";
import { nameOf, unlisted } from "./unlisted.ts";
import { ZipMember } from "./zip-member.ts";

/**
 * The files in an archive, in the order of its directory, then those that a damaged directory does not list; a fault
 * in place of each that cannot be found. Folders are left out.
 *
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function* zipMembers(source: ByteSource): AsyncGenerator<ZipMember | ZipFault, void, void> {
  const reader = new RandomReader(source);
  const { entries, start: directoryStart, damage } = await readDirectory(reader);
  if (damage !== null) yield directoryFault(damage, directoryStart);
  const names = new MemberNames(entries.filter((entry) => !entry.isFolder).map(({ path }) => path));
  const starts = entries.map(({ start }) => start);
  const extents = new Extents(reader, starts, directoryStart);
  const hiddenHeaders = new HiddenHeaders(reader);
  const covered: ByteSpan[] = [];
  const taken = new Set<number>();
  const missing: { readonly entry: DirectoryEntry; readonly path: string }[] = [];
  for (const entry of entries) {
    const header = await readLocalHeader(reader, entry.start);
    const path = entry.isFolder ? "" : names.nameOf(pathOf(entry, header, damage !== null));
    if (header === null) {
      if (!entry.isFolder) missing.push({ entry, path });
      continue;
    }
    if (taken.has(entry.start)) {
      if (!entry.isFolder) yield overlapFault(path, entry.start);
      continue;
    }
    taken.add(entry.start);
    const { end, stated, overlaps, isSure } = await extents.of(header, entry);
    const other = isSure || overlaps || entry.isFolder ? null : await hiddenHeaders.in(header, end, entry);
    if (other !== null && (await hiddenHeaders.isWholeCopy(other, header, entry))) {
      taken.add(other.start);
      covered.push({ start: entry.start, end: other.dataStart + entry.packed });
      const bytes = other.start - entry.start;
      yield { code: "damaged", data: { kind: "twice", bytes }, path, offset: entry.start };
      yield new ZipMember(reader, path, other, other.dataStart + entry.packed, entry);
      continue;
    }
    covered.push({ start: entry.start, end: Math.min(stated, other?.start ?? stated) });
    if (entry.isFolder) continue;
    if (overlaps) yield overlapFault(path, entry.start);
    else yield new ZipMember(reader, path, header, other === null ? end : endBefore(other, end), entry);
  }
  let found = 0;
  const gaps = gapsBetween(covered, directoryStart);
  for await (const { header, end, path } of unlisted(reader, gaps, hiddenHeaders)) {
    if (found++ === 0 && damage === null) yield directoryFault({ kind: "incomplete" }, directoryStart);
    const at = missing.findIndex(({ entry }) => entry.path === path);
    const name = at >= 0 ? missing.splice(at, 1)[0]!.path : names.nameOf(path);
    yield new ZipMember(reader, name, header, end, null);
  }
  const moved = missing.length === 0 ? [] : await findMoved(reader, missing, taken, directoryStart);
  for (const [i, { entry, path }] of missing.entries()) {
    const header = moved[i];
    if (header === undefined) continue;
    if (found++ === 0 && damage === null) yield directoryFault({ kind: "misplaced" }, directoryStart);
    const { end } = await extents.of(header, entry);
    yield new ZipMember(reader, path, header, end, entry);
  }
  for (const { entry, path } of missing.filter((_, i) => moved[i] === undefined)) {
    yield { code: "damaged", data: { kind: "no-header" }, path, offset: entry.start };
  }
}

/** A member's name: its own header's, if the directory's is damaged. */
function pathOf(entry: DirectoryEntry, header: LocalHeader | null, isDamaged: boolean): string {
  if (header === null || header.name.length === 0 || isSameName(header.name, entry.rawName))
    return entry.path;
  const isBroken = (name: Uint8Array): boolean => name.some((byte) => byte < 0x20);
  return (isDamaged || isBroken(entry.rawName)) && !isBroken(header.name) ? nameOf(header) : entry.path;
}

function isSameName(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function gapsBetween(covered: readonly ByteSpan[], end: number): ByteSpan[] {
  const gaps: ByteSpan[] = [];
  let at = 0;
  for (const span of covered.toSorted((a, b) => a.start - b.start)) {
    if (span.start > at) gaps.push({ start: at, end: span.start });
    at = Math.max(at, span.end);
  }
  if (end > at) gaps.push({ start: at, end });
  return gaps;
}

function directoryFault(data: DirectoryDamage, offset: number): ZipFault {
  return { code: "directory", data, offset };
}

function overlapFault(path: string, offset: number): ZipFault {
  return { code: "overlap", data: {}, path, offset };
}
