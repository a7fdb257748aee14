import type { ByteWindow } from "./byte-window.ts";
import type { Prescan } from "./handler.ts";
import { MAX_RECORD_BYTES } from "./limits.ts";
import { WindowPrescan } from "./window-prescan.ts";
import type { Stage } from "../bytes/index.ts";

/**
 * A reader of text that works record by record on a window of bytes. If a record is not complete yet, it is tried again
 * once twice as many bytes have arrived. So each byte is examined only a few times, however small the pieces are.
 */
export abstract class WindowedReader implements Stage {
  protected readonly window: ByteWindow;
  /** Which records to decode; null to decode all. */
  protected readonly prescan: WindowPrescan | null;
  /** All of the content has arrived. */
  protected ended = false;
  /** False if the file could not be read to its end: then missing data is not damage. */
  protected complete = true;
  /** Not worth trying again until the content reaches this offset. */
  #enough = 0;

  constructor(window: ByteWindow, prescan: Prescan | null = null) {
    this.window = window;
    this.prescan = prescan && new WindowPrescan(prescan, window);
  }

  append(chunk: Uint8Array): void {
    this.window.append(chunk);
    this.prescan?.appended(chunk.length);
  }

  work(): boolean {
    if (this.window.base + this.window.end >= this.#enough) while (this.step());
    this.prescan?.report();
    return false;
  }

  end(complete: boolean): void {
    this.ended = true;
    this.complete = complete;
    while (this.step());
    this.prescan?.report();
  }

  /** Call before the first byte arrives, if that byte is inside the content. */
  startAt(offset: number): void {
    this.window.base = offset;
  }

  /**
   * Ends a part of the content, whose rest is read elsewhere.
   *
   * @returns false if what has begun goes on in what follows
   */
  endPart(): boolean {
    while (this.step());
    this.prescan?.report();
    return this.window.position === this.window.end;
  }

  /** Line breaks so far. */
  get lines(): number {
    return this.window.lineAt(this.window.end) - 1;
  }

  /** Advances past the next record. Returns false if it needs more bytes. */
  protected abstract step(): boolean;

  /** Waits until twice as many bytes of the record at the window's position have arrived. */
  protected wait(): false {
    const { base, position, end } = this.window;
    this.#enough = base + position + Math.min(2 * (end - position), MAX_RECORD_BYTES);
    return false;
  }
}
