import { Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from "pako";

/** zlib's way of saying "no wrapper, 32 KiB window" (zlib.h, inflateInit2). */
const RAW_WINDOW_BITS = -15;
const OUTPUT_BYTES = 256 * 1024;

/**
 * Inflates raw deflate data piece by piece. Twice as fast as the browser's DecompressionStream, which also withholds
 * what it unpacked before damage and cannot say where the data ended.
 */
export class Inflater {
  readonly #stream = new ZStream();
  #ended = false;
  /** The data's error in zlib's words; empty while there is none. */
  failure = "";

  constructor() {
    this.#stream.output = new Uint8Array(OUTPUT_BYTES);
    zlibInflateInit2(this.#stream, RAW_WINDOW_BITS);
  }

  /** Whether the data has come to its own end. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Bytes given that were not needed. */
  get left(): number {
    return this.#stream.avail_in;
  }

  /** Supplies more data, only once `pull` has returned null. The data is read in place until then. */
  push(data: Uint8Array): void {
    this.#stream.input = data;
    this.#stream.next_in = 0;
    this.#stream.avail_in = data.length;
  }

  /** Returns the next piece, valid until the next call; null if more data is needed or the data has ended. */
  pull(): Uint8Array | null {
    const stream = this.#stream;
    if (this.#ended || this.failure !== "") return null;
    stream.next_out = 0;
    stream.avail_out = OUTPUT_BYTES;
    const status = zlibInflate(stream, Z_NO_FLUSH);
    if (status === Z_STREAM_END) this.#ended = true;
    else if (status !== Z_OK && status !== Z_BUF_ERROR) this.failure = stream.msg || `zlib error ${status}`;
    return stream.next_out > 0 ? stream.output.subarray(0, stream.next_out) : null;
  }
}
