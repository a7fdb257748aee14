import type { UnpackBudget } from "../unpack-limits.ts";
import { Gunzip, type GzipFault } from "../gunzip.ts";
import type { ByteStream } from "../byte-stream.ts";
import { Collector } from "./collector.ts";

/** The content of gzip data; if it is damaged, up to the damage. */
export class Unzipped implements ByteStream {
  readonly #packed: ByteStream;
  readonly #out = new Collector();
  readonly #gunzip: Gunzip;
  #ready: Uint8Array[] = [];
  #hasMore = false;
  #isAtEnd = false;
  /** The number of packed bytes that were read. */
  consumed = 0;
  /** Why the content ends where it does, and where in the packed data; null while nothing is wrong. */
  fault: { readonly data: GzipFault; readonly offset: number } | null = null;

  constructor(packed: ByteStream, budget: UnpackBudget | null) {
    this.#packed = packed;
    this.#gunzip = new Gunzip(this.#out, (data, offset) => (this.fault = { data, offset }), budget);
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const piece = this.#ready.shift();
      if (piece !== undefined) return piece;
      if (this.#isAtEnd) return null;
      if (!this.#hasMore) {
        // After damage, nothing that follows is unpacked.
        const next = this.fault === null ? await this.#packed.read() : null;
        if (next === null) {
          this.#isAtEnd = true;
          if (this.fault === null) this.#gunzip.end(true);
          continue;
        }
        this.consumed += next.length;
        this.#gunzip.append(next);
      }
      this.#hasMore = this.#gunzip.work();
      this.#ready = this.#out.take();
    }
  }
}
