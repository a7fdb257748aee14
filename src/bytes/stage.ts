/**
 * One step on the way from a file's bytes to records. `append` copies its input and returns at once, so that the next
 * read can run while `work` processes the bytes.
 */
export interface Stage {
  append(chunk: Uint8Array): void;
  /** Processes the appended bytes, or some of them: true if there is more to do before the next `append`. */
  work(): boolean;
  /**
   * Ends the content. If it is not complete, the rest could not be read, so the missing part is not damage in the
   * content.
   */
  end(complete: boolean): void;
}
