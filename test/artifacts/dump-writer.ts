import { BytesWriter, utf16 } from "./bytes-writer.ts";

export interface DumpSpec {
  readonly modules?: readonly string[];
  readonly pid?: number | undefined;
  readonly exception?: number | undefined;
  readonly flags?: number;
  readonly seconds?: number;
  /** Sizes of ranges of a Memory64List, and whether their bytes are written. */
  readonly memory64?: readonly number[] | undefined;
  /** Sizes of ranges of a MemoryList. */
  readonly memory?: readonly number[];
  readonly comment?: string;
  readonly imageBytes?: number;
  /** Streams in this order, of those that there are; without, in the order of their numbers. */
  readonly order?: readonly number[];
}

const MEMORY_BYTE = 0x5a;

/** Writes a minidump: header, directory, streams, names, and at the end the memory, which is one byte again and again. */
export function writeDump(spec: DumpSpec): Uint8Array<ArrayBuffer> {
  const { modules = ["C:\\Windows\\System32\\notepad.exe"], imageBytes = 86_016 } = spec;
  const out = new BytesWriter();
  const streams = new Map<number, { readonly size: number; readonly write: (at: number) => void }>();
  const names: { readonly patch: number; readonly text: string }[] = [];
  streams.set(7, {
    size: 56,
    write: (at) => {
      out.u16(at, 9);
      out.u32(at + 8, 10);
      out.u32(at + 16, 19_045);
    },
  });
  streams.set(4, {
    size: 4 + 108 * modules.length,
    write: (at) => {
      out.u32(at, modules.length);
      for (const [i, text] of modules.entries()) {
        const module = at + 4 + 108 * i;
        out.u64(module, 0x7ff6_0000_0000n + BigInt(i) * 0x100_0000n);
        out.u32(module + 8, imageBytes);
        names.push({ patch: module + 20, text });
      }
    },
  });
  if (spec.pid !== undefined) {
    const pid = spec.pid;
    streams.set(15, {
      size: 24,
      write: (at) => {
        out.u32(at, 24);
        out.u32(at + 4, 1);
        out.u32(at + 8, pid);
      },
    });
  }
  if (spec.exception !== undefined) {
    const code = spec.exception;
    streams.set(6, { size: 168, write: (at) => out.u32(at + 8, code) });
  }
  if (spec.comment !== undefined) {
    const text = utf16(`${spec.comment}\0`);
    streams.set(11, { size: text.length, write: (at) => out.set(at, text) });
  }
  let patchMemory: (base: number) => void = () => undefined;
  const sizes = spec.memory64 ?? spec.memory ?? [];
  if (spec.memory64 !== undefined) {
    streams.set(9, {
      size: 16 + 16 * sizes.length,
      write: (at) => {
        out.u64(at, BigInt(sizes.length));
        for (const [i, size] of sizes.entries()) out.u64(at + 16 + 16 * i + 8, BigInt(size));
        patchMemory = (base) => out.u64(at + 8, BigInt(base));
      },
    });
  } else if (spec.memory !== undefined) {
    streams.set(5, {
      size: 4 + 16 * sizes.length,
      write: (at) => {
        out.u32(at, sizes.length);
        for (const [i, size] of sizes.entries()) out.u32(at + 4 + 16 * i + 8, size);
        patchMemory = (base) => {
          let from = base;
          for (const [i, size] of sizes.entries()) {
            out.u32(at + 4 + 16 * i + 12, from);
            from += size;
          }
        };
      },
    });
  }
  const order = (spec.order ?? [...streams.keys()].sort((a, b) => a - b)).filter((type) => streams.has(type));
  out.text(0, "MDMP");
  out.u16(4, 0xa793);
  out.u32(8, order.length);
  out.u32(12, 32);
  out.u32(20, spec.seconds ?? 1_773_481_312);
  out.u64(24, BigInt(spec.flags ?? 0));
  let at = 32 + 12 * order.length;
  for (const [i, type] of order.entries()) {
    const { size, write } = streams.get(type)!;
    out.u32(32 + 12 * i, type);
    out.u32(36 + 12 * i, size);
    out.u32(40 + 12 * i, at);
    out.grow(at + size);
    write(at);
    at += size;
  }
  for (const { patch, text } of names) {
    const bytes = utf16(text);
    out.u32(patch, at);
    out.u32(at, bytes.length);
    out.set(at + 4, bytes);
    out.u16(at + 4 + bytes.length, 0);
    at += 6 + bytes.length;
  }
  out.grow(at);
  patchMemory(at);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= 1024 * 1024) out.set(at, new Uint8Array(total).fill(MEMORY_BYTE));
  return out.bytes;
}
