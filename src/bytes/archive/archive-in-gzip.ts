import type { UnpackBudget } from "../expansion.ts";
import { Gunzip, isGzip } from "../gunzip.ts";
import type { Pieces } from "../pieces.ts";
import type { Stage } from "../stage.ts";
import { type ArchiveFormat, archiveFormatOf } from "./archive.ts";

/** Of gzip data, its header with a file name, and the first block's. */
const ENOUGH_BYTES = 4096;

/** Returns the archive format inside the gzip data that begins here; null for other gzip data, and for other bytes. */
export function formatInGzip(head: Uint8Array): ArchiveFormat | null {
  if (!isGzip(head)) return null;
  const start = new Collector();
  const gunzip = new Gunzip(start, () => undefined, null);
  gunzip.append(head.subarray(0, ENOUGH_BYTES));
  gunzip.work();
  const [first] = start.take();
  return first === undefined ? null : archiveFormatOf(first);
}

/** Unpacks gzip data; if it is damaged, up to the damage. */
export function unzipped(packed: Pieces, budget: UnpackBudget | null): Pieces {
  const out = new Collector();
  const gunzip = new Gunzip(out, () => undefined, budget);
  let ready: Uint8Array[] = [];
  let more = false;
  return {
    async read() {
      for (;;) {
        const piece = ready.shift();
        if (piece !== undefined) return piece;
        if (!more) {
          const next = await packed.read();
          if (next === null) return null;
          gunzip.append(next);
        }
        more = gunzip.work();
        ready = out.take();
      }
    },
  };
}

/** Keeps its input until it is taken. */
class Collector implements Stage {
  #pieces: Uint8Array[] = [];

  append(chunk: Uint8Array): void {
    this.#pieces.push(chunk.slice());
  }

  work(): boolean {
    return false;
  }

  end(): void {
    // The archive's own structure shows what is missing.
  }

  take(): Uint8Array[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }
}
