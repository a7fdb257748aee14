/** Decrypting failed by what is in the archive, not by the file that it is read from. */
export class DecryptError extends Error {
  readonly kind: "password" | "unsupported" | "damaged";

  constructor(kind: DecryptError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}
