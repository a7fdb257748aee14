/** Thrown where a record's content contradicts itself, caught where the record is read: it never leaves the reader. */
export class Damage extends Error {
  /** @param reason completes "The record cannot be read:" */
  constructor(reason: string) {
    super(reason);
    this.name = "Damage";
  }
}
