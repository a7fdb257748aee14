import { BytesWriter, filetime, utf16 } from "./bytes-writer.ts";

export interface UsnSpec {
  readonly name: string;
  readonly time: string;
  readonly reason: number;
  readonly entry?: number;
  readonly sequence?: number;
  readonly parent?: number;
  readonly version?: 2 | 3 | 4 | 5;
  /** The high half of the long references of ReFS. */
  readonly high?: bigint;
}

/** Writes records as the journal has them: aligned to 8 bytes, none across a page. */
export function writeJournal(specs: readonly UsnSpec[], start = 0): Uint8Array<ArrayBuffer> {
  const out = new BytesWriter();
  out.grow(start);
  let at = start;
  for (const spec of specs) {
    const length = lengthOf(spec);
    if ((at % 4096) + length > 4096) at = Math.ceil(at / 4096) * 4096;
    writeRecord(out, at, spec, length);
    at += length;
  }
  return out.bytes;
}

function lengthOf({ name, version = 2 }: UsnSpec): number {
  const fixed = version === 2 ? 60 : version === 3 ? 76 : 64;
  return Math.ceil((fixed + (version < 4 ? 2 * name.length : 16)) / 8) * 8;
}

function writeRecord(out: BytesWriter, at: number, spec: UsnSpec, length: number): void {
  const { version = 2, entry = 100, sequence = 1, parent = 5, high = 0n } = spec;
  const file = (BigInt(sequence) << 48n) | BigInt(entry);
  const folder = (5n << 48n) | BigInt(parent);
  out.grow(at + length);
  out.u32(at, length);
  out.u16(at + 4, version);
  out.u64(at + 8, file);
  if (version === 2) out.u64(at + 16, folder);
  else {
    out.u64(at + 16, high);
    out.u64(at + 24, folder);
  }
  const rest = at + (version === 2 ? 24 : 40);
  out.u64(rest, BigInt(at));
  if (version >= 4) {
    out.u32(rest + 8, spec.reason);
    out.u16(rest + 20, 1);
    out.u16(rest + 22, 16);
    return;
  }
  const name = utf16(spec.name);
  out.u64(rest + 8, filetime(spec.time));
  out.u32(rest + 16, spec.reason);
  out.u32(rest + 28, 0x20);
  out.u16(rest + 32, name.length);
  out.u16(rest + 34, version === 2 ? 60 : 76);
  out.set(rest + 36, name);
}
