/** Decryption failed because of the archive's content, not because the file could not be read. */
export class DecryptError extends Error {
  readonly kind: "password" | "unsupported" | "damaged";

  constructor(kind: DecryptError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}
