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
import { isBomb, type UnpackBudget } from "./unpack-limits.ts";
import type { Stage } from "./stage.ts";

/** Why the rest of gzip data could not be read. */
export type GzipFault =
  | { readonly kind: "damaged"; readonly detail: string }
  | { readonly kind: "cut-short" | "trailing" | "bomb" };

/** zlib's way of saying "a gzip wrapper, 32 KiB window" (zlib.h, inflateInit2). */
const GZIP_WINDOW_BITS = 15 + 16;
const OUTPUT_BYTES = 256 * 1024;
/** A megabyte of gzip can unpack to a gigabyte: other work gets its turn between such portions. */
const MAX_OUTPUT_PER_CALL = 4 * 1024 * 1024;

/** True for the two bytes every gzip member begins with (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip of one or more members, checks their checksums, and passes the content on.
 *
 * Content before damage has been passed on when `failed` is called, so it is not lost. The browser's own
 * DecompressionStream does not help: it refuses a second member and does not locate the damage.
 */
export class Gunzip implements Stage {
  readonly #next: Stage;
  readonly #failed: (fault: GzipFault, offset: number) => void;
  readonly #budget: UnpackBudget | null;
  readonly #stream = new ZStream();
  #input = new Uint8Array(0);
  #length = 0;
  /** Bytes of the file that the stream has been given. */
  #given = 0;
  #unpacked = 0;
  /** The last call filled the output: there may be more of it. */
  #full = false;
  #state: "member" | "between" | "failed" = "member";

  /** The number of members read to their end. */
  members = 0;

  /**
   * @param next takes the unpacked content
   * @param failed called once, with what is wrong and the offset in the compressed file
   * @param budget limits the output if the data is in an archive that has other members
   */
  constructor(
    next: Stage,
    failed: (fault: GzipFault, offset: number) => void,
    budget: UnpackBudget | null = null,
  ) {
    this.#next = next;
    this.#failed = failed;
    this.#budget = budget;
    this.#stream.output = new Uint8Array(OUTPUT_BYTES);
    zlibInflateInit2(this.#stream, GZIP_WINDOW_BITS);
  }

  append(chunk: Uint8Array): void {
    if (this.#input.length < chunk.length) this.#input = new Uint8Array(chunk.length);
    this.#input.set(chunk);
    this.#length = chunk.length;
  }

  work(): boolean {
    const stream = this.#stream;
    if (this.#length > 0) {
      stream.input = this.#input;
      stream.next_in = 0;
      stream.avail_in = this.#length;
      this.#given += this.#length;
      this.#length = 0;
    }
    for (let output = 0; output < MAX_OUTPUT_PER_CALL;) {
      // A member may have taken all it was given and still hold output back, hence the second condition.
      if (this.#state === "failed" || (stream.avail_in === 0 && !this.#full)) return false;
      if (this.#state === "between" && !this.#startMember()) return false;
      stream.next_out = 0;
      stream.avail_out = OUTPUT_BYTES;
      const before = stream.avail_in;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      this.#full = stream.avail_out === 0;
      output += stream.next_out;
      if (stream.next_out > 0) {
        this.#next.append(stream.output.subarray(0, stream.next_out));
        this.#next.work();
        if (!this.#grow(stream.next_out)) return false;
      }
      if (status === Z_STREAM_END) {
        this.members++;
        this.#state = "between";
        this.#full = false;
      } else if (status !== Z_OK && status !== Z_BUF_ERROR) {
        this.#fail({ kind: "damaged", detail: stream.msg || `zlib error ${status}` });
      } else if (stream.avail_in === before && stream.next_out === 0) {
        // zlib promises progress or an error; a loop must not depend on a promise.
        return false;
      }
    }
    return true;
  }

  /** Skips zero bytes, with which tapes and disk images pad; anything else must be a member. */
  #startMember(): boolean {
    const stream = this.#stream;
    while (stream.avail_in > 0 && stream.input[stream.next_in] === 0) {
      stream.next_in++;
      stream.avail_in--;
    }
    if (stream.avail_in === 0) return false;
    if (stream.input[stream.next_in] !== 0x1f) {
      this.#fail({ kind: "trailing" });
      return false;
    }
    zlibInflateReset(stream);
    this.#state = "member";
    return true;
  }

  /** False if the output exceeds the limit. */
  #grow(bytes: number): boolean {
    this.#unpacked += bytes;
    this.#budget?.take(bytes);
    if (!isBomb(this.#given, this.#unpacked) && this.#budget?.isSpent !== true) return true;
    this.#fail({ kind: "bomb" });
    return false;
  }

  #fail(fault: GzipFault): void {
    this.#state = "failed";
    this.#failed(fault, this.#given - this.#stream.avail_in);
  }

  end(complete: boolean): void {
    if (complete && this.#state === "member") {
      this.#failed({ kind: "cut-short" }, this.#given);
    }
    // Content missing after damage belongs to that damage and is not reported separately.
    this.#next.end(complete && this.#state === "between");
  }
}
