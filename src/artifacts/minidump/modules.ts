import { u32 } from "../little-endian.ts";
import { utf16Text } from "../text.ts";
import type { DumpReader } from "./dump-reader.ts";
import type { Stream } from "./directory.ts";
import { listOffset } from "./memory.ts";

const MODULE_BYTES = 108;
const MOST_MODULES = 4096;
/** Longer than any path that Windows gives a module. */
const MOST_NAME_BYTES = 2 * 32_767;
/** Names that are no further apart are read in one go: they follow each other. */
const NEAR_BYTES = 1024;
const MOST_GROUP_BYTES = 64 * 1024;

export interface Modules {
  /** The paths in the dump's order; the first is the program itself. Null where a name cannot be read. */
  readonly paths: readonly (string | null)[];
  /** The size of all images together. */
  readonly imageBytes: number;
  readonly isCut: boolean;
}

/** Reads the list of modules with their names; null if it cannot be read. */
export async function modules(reader: DumpReader, stream: Stream): Promise<Modules | null> {
  const header = await reader.read(stream.at, 4);
  if (header === null) return null;
  const says = u32(header, 0);
  const from = stream.at + listOffset(stream, says, MODULE_BYTES);
  const there = Math.floor(Math.max(0, reader.size - from) / MODULE_BYTES);
  const count = Math.min(says, MOST_MODULES, there);
  const list = await reader.read(from, count * MODULE_BYTES);
  if (list === null) return null;
  const offsets = Array.from({ length: count }, (_, i) => u32(list, i * MODULE_BYTES + 20));
  const imageBytes = offsets.reduce((sum, _, i) => sum + u32(list, i * MODULE_BYTES + 8), 0);
  const names = await namesAt(reader, offsets);
  return { paths: offsets.map((at) => names.get(at) ?? null), imageBytes, isCut: count < says };
}

/** Reads texts, each a length and its characters. The first one before all others: it matters most. */
async function namesAt(reader: DumpReader, offsets: readonly number[]): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  const [first] = offsets;
  if (first !== undefined) await readAlone(reader, first, names);
  const rest = [...new Set(offsets)].filter((at) => !names.has(at)).sort((a, b) => a - b);
  for (let i = 0; i < rest.length && !reader.isExhausted;) {
    let last = i;
    while (
      last + 1 < rest.length &&
      rest[last + 1]! - rest[last]! <= NEAR_BYTES &&
      rest[last + 1]! - rest[i]! < MOST_GROUP_BYTES
    ) {
      last++;
    }
    // The last one's length says where to stop, so that nothing else is read.
    const group = last > i ? await reader.read(rest[i]!, rest[last]! - rest[i]!) : null;
    for (let j = i; j < last; j++) {
      const name = group === null ? null : textAt(group, rest[j]! - rest[i]!);
      if (name === null) await readAlone(reader, rest[j]!, names);
      else names.set(rest[j]!, name);
    }
    await readAlone(reader, rest[last]!, names);
    i = last + 1;
  }
  return names;
}

async function readAlone(reader: DumpReader, at: number, names: Map<number, string>): Promise<void> {
  const text = await dumpText(reader, at);
  if (text !== null) names.set(at, text);
}

/** Reads one text; null if it is not there in full. */
export async function dumpText(
  reader: DumpReader,
  at: number,
  most = MOST_NAME_BYTES,
): Promise<string | null> {
  const head = await reader.read(at, 4);
  const length = head === null ? Infinity : u32(head, 0);
  if (length > most) return null;
  const bytes = await reader.read(at + 4, length);
  return bytes === null ? null : utf16Text(bytes, 0, length);
}

function textAt(bytes: Uint8Array, at: number): string | null {
  const length = at + 4 <= bytes.length ? u32(bytes, at) : Infinity;
  return at + 4 + length <= bytes.length ? utf16Text(bytes, at + 4, at + 4 + length) : null;
}
