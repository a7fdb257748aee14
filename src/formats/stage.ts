/**
 * One step of the road from a file's bytes to records. `append` copies what it is given and returns at once, so
 * that the next read can be under way while `work` goes through the bytes.
 */
export interface Stage {
  append(chunk: Uint8Array): void;
  work(): void;
  /** The content has ended. */
  end(): void;
}
