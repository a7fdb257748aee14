import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from "pako";
import type { Stage } from "./stage.ts";

/** zlib's way of saying "a gzip wrapper, 32 KiB window" (zlib.h, inflateInit2). */
const GZIP_WINDOW_BITS = 15 + 16;
const OUTPUT_BYTES = 256 * 1024;

/** True for the two bytes every gzip member begins with (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip of one or more members, checksums proved, and hands the content on.
 *
 * What stood before damage has been handed on when `failed` is told, so it stays read. The browser's own
 * DecompressionStream is no help: it refuses a second member and gives no place for the damage.
 */
export class Gunzip implements Stage {
  readonly #next: Stage;
  readonly #failed: (reason: string, offset: number) => void;
  readonly #stream = new ZStream();
  #input = new Uint8Array(0);
  #length = 0;
  #consumed = 0;
  #state: "member" | "between" | "failed" = "member";

  /** Members that were read to their end. */
  members = 0;

  /**
   * @param next takes the unpacked content
   * @param failed told once, with a sentence and the offset in the compressed file
   */
  constructor(next: Stage, failed: (reason: string, offset: number) => void) {
    this.#next = next;
    this.#failed = failed;
    this.#stream.output = new Uint8Array(OUTPUT_BYTES);
    zlibInflateInit2(this.#stream, GZIP_WINDOW_BITS);
  }

  append(chunk: Uint8Array): void {
    if (this.#input.length < chunk.length) this.#input = new Uint8Array(chunk.length);
    this.#input.set(chunk);
    this.#length = chunk.length;
  }

  work(): void {
    const stream = this.#stream;
    stream.input = this.#input;
    stream.next_in = 0;
    stream.avail_in = this.#length;
    // A member may have unpacked everything it was given and still hold output back, hence the second condition.
    for (let full = false; this.#state !== "failed" && (stream.avail_in > 0 || full);) {
      if (this.#state === "between" && !this.#startMember()) break;
      stream.next_out = 0;
      stream.avail_out = OUTPUT_BYTES;
      const before = stream.avail_in;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      full = stream.avail_out === 0;
      // zlib promises progress or an error; a loop must not depend on a promise.
      if (status !== Z_STREAM_END && stream.avail_in === before && stream.next_out === 0) break;
      if (stream.next_out > 0) {
        this.#next.append(stream.output.subarray(0, stream.next_out));
        this.#next.work();
      }
      if (status === Z_STREAM_END) {
        this.members++;
        this.#state = "between";
        full = false;
      } else if (status !== Z_OK && status !== Z_BUF_ERROR) {
        this.#fail(`The gzip data is damaged (${stream.msg || `zlib error ${status}`})`);
      }
    }
    this.#consumed += this.#length;
    this.#length = 0;
  }

  /** Passes over zero bytes, with which tapes and disk images pad; anything else must be a member. */
  #startMember(): boolean {
    const stream = this.#stream;
    while (stream.avail_in > 0 && stream.input[stream.next_in] === 0) {
      stream.next_in++;
      stream.avail_in--;
    }
    if (stream.avail_in === 0) return false;
    if (stream.input[stream.next_in] !== 0x1f) {
      this.#fail("Behind the last gzip member stand bytes that are no gzip");
      return false;
    }
    zlibInflateReset(stream);
    this.#state = "member";
    return true;
  }

  #fail(reason: string): void {
    this.#state = "failed";
    this.#failed(reason, this.#consumed + this.#stream.next_in);
  }

  end(): void {
    if (this.#state === "member") {
      this.#failed("The gzip data ends before it is complete", this.#consumed);
    }
    this.#next.end();
  }
}
