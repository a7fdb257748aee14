import { hash, SHA256 } from "@stablelib/sha256";

/** SHA-256 in pieces: the browser's own `crypto.subtle.digest` wants the whole file in memory. */
export class Sha256 {
  readonly #hash = new SHA256();

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** The sum in lower-case hexadecimal, as sha256sum prints it. */
  finish(): string {
    return hex(this.#hash.digest());
  }
}

/**
 * The SHA-256 of bytes in memory, computed by the browser in a thread of its own, in lower-case hexadecimal. Null where the
 * page has no `crypto.subtle`: from a web address without https.
 */
export const sha256Native: ((bytes: Uint8Array<ArrayBuffer>) => Promise<string>) | null =
  (globalThis.crypto as Partial<Crypto> | undefined)?.subtle === undefined
    ? null
    : async (bytes) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

/** The SHA-256 of bytes in memory, in lower-case hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  return hex(hash(bytes));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
