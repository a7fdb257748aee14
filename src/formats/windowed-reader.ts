import type { ByteWindow } from "./byte-window.ts";
import { MAX_RECORD_BYTES } from "./limits.ts";
import type { Stage } from "../bytes/index.ts";

/**
 * A reader of text that goes from record to record through a window of bytes. A record is gone through when it is all
 * there; where it is not, again when twice as much is there, so that each byte is looked at a few times at most, however
 * small the pieces are.
 */
export abstract class WindowedReader implements Stage {
  protected readonly window: ByteWindow;
  /** Everything is there. */
  protected ended = false;
  /** False where the file could not be read to its end: what is missing is no damage. */
  protected complete = true;
  /** Content before this offset is not worth going through again. */
  #enough = 0;

  constructor(window: ByteWindow) {
    this.window = window;
  }

  append(chunk: Uint8Array): void {
    this.window.append(chunk);
  }

  work(): boolean {
    if (this.window.base + this.window.end >= this.#enough) while (this.step());
    return false;
  }

  end(complete: boolean): void {
    this.ended = true;
    this.complete = complete;
    while (this.step());
  }

  /** Goes on behind the next record. False where more bytes are needed. */
  protected abstract step(): boolean;

  /** Waits until there is twice as much of the record that begins at the window's position. */
  protected wait(): false {
    const { base, position, end } = this.window;
    this.#enough = base + position + Math.min(2 * (end - position), MAX_RECORD_BYTES);
    return false;
  }
}
