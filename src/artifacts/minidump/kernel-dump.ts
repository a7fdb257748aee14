import { hasSignature, size64, u32, u64 } from "../little-endian.ts";
import { filetimeText, isPlausibleTime } from "../filetime.ts";
import type { DumpReader } from "./dump-reader.ts";

/** What the header of a dump of the whole machine says. */
export interface KernelDump {
  readonly bits: 32 | 64;
  /** As Windows numbers them: 1 is a complete dump. */
  readonly type: number;
  readonly bugcheck: number;
  readonly machine: number;
  readonly processors: number;
  readonly time: string | null;
  readonly isComplete: boolean;
  /** Zero as well if the header does not say how much there should be. */
  readonly missingBytes: number;
}

interface Layout {
  readonly bits: 32 | 64;
  readonly signature: string;
  readonly headerBytes: number;
  readonly machine: number;
  readonly processors: number;
  readonly bugcheck: number;
  readonly type: number;
  readonly needed: number;
  readonly time: number;
}

/** Offsets in the header, which is one page or two; memory follows. */
const LAYOUTS: readonly Layout[] = [
  {
    ...{ bits: 64, signature: "PAGEDU64", headerBytes: 0x2000 },
    ...{ machine: 0x30, processors: 0x34, bugcheck: 0x38, type: 0xf98, needed: 0xfa0, time: 0xfa8 },
  },
  {
    ...{ bits: 32, signature: "PAGEDUMP", headerBytes: 0x1000 },
    ...{ machine: 0x20, processors: 0x24, bugcheck: 0x28, type: 0xf88, needed: 0xfa0, time: 0xfc0 },
  },
];
const HEADER_READ_BYTES = 0x1000;

/** Reads the header of a kernel dump; null if the file is none. */
export async function kernelDump(reader: DumpReader): Promise<KernelDump | null> {
  const signature = await reader.read(0, 8);
  const layout = LAYOUTS.find((each) => signature !== null && hasSignature(signature, 0, each.signature));
  if (layout === undefined) return null;
  const there = Math.min(HEADER_READ_BYTES, reader.size);
  const bytes = new Uint8Array(HEADER_READ_BYTES);
  bytes.set((await reader.read(0, there)) ?? []);
  const needed = size64(bytes, layout.needed);
  const isComplete = needed > 0 ? reader.size >= needed : reader.size > layout.headerBytes;
  const time = u64(bytes, layout.time);
  return {
    bits: layout.bits,
    type: u32(bytes, layout.type),
    bugcheck: u32(bytes, layout.bugcheck),
    machine: u32(bytes, layout.machine),
    processors: u32(bytes, layout.processors),
    time: isPlausibleTime(time) ? filetimeText(time) : null,
    isComplete,
    missingBytes: Math.max(0, needed - reader.size),
  };
}
