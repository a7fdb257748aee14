import type { ByteWindow } from "./byte-window.ts";
import type { Prescan, RecordFilter } from "./handler.ts";

/**
 * The prescan of a format whose reader works on a window of bytes. The reader finds the borders of every record, as in the
 * pass that decodes all, and asks which ones to decode.
 */
export class WindowPrescan {
  readonly #prescan: Prescan;
  readonly #filter: RecordFilter;
  readonly #window: ByteWindow;
  #passed = 0;

  constructor(prescan: Prescan, window: ByteWindow) {
    this.#prescan = prescan;
    this.#filter = prescan.filter("utf-8");
    this.#window = window;
  }

  /** Call when bytes have been appended to the window. */
  appended(bytes: number): void {
    const { buffer, base, end } = this.#window;
    this.#filter.appended(buffer, base, end - bytes, end);
  }

  /**
   * Whether the record between two positions of the window is not wanted. It is counted then. Ask in ascending order.
   *
   * @param mayRespell whether its texts may have another spelling in the window than in the record: then it is wanted
   */
  passes(start: number, end: number, mayRespell: boolean): boolean {
    const { buffer, base } = this.#window;
    if (mayRespell || this.#filter.wants(base + start, base + end, buffer, base)) return false;
    this.#passed++;
    return true;
  }

  /** Reports how many records were passed since the last call. */
  report(): void {
    if (this.#passed > 0) this.#prescan.passed(this.#passed);
    this.#passed = 0;
  }
}
