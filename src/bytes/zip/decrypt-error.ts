import type { DecryptFault } from "./fault.ts";

/** Decryption failed because of the archive's content, not because the file could not be read. */
export class DecryptError extends Error {
  readonly fault: DecryptFault;

  constructor(fault: DecryptFault) {
    super(fault.kind);
    this.fault = fault;
  }
}
