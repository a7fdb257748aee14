/**
 * One step of the road from a file's bytes to records. `append` copies what it is given and returns at once, so
 * that the next read can be under way while `work` goes through the bytes.
 */
export interface Stage {
  append(chunk: Uint8Array): void;
  /** Goes through what was appended, or a part of it: true if there is more to do before the next `append`. */
  work(): boolean;
  /**
   * The content has ended, or, where it is not complete, nothing more of it could be read: then what is missing is no
   * damage of the content's.
   */
  end(complete: boolean): void;
}
