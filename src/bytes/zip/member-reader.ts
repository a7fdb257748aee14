import { Crc32 } from "../crc32.ts";
import { isBomb } from "../unpack-limits.ts";
import { Inflater } from "../inflater.ts";
import type { Coded } from "../../diagnostic/index.ts";
import { DecryptError } from "./decrypt-error.ts";
import type { DecryptFault, MemberDamage, ZipFault, ZipFaults } from "./fault.ts";
import { STORED } from "./methods.ts";

/** Reads the content of one member piece by piece and validates its checksum at the end. */
export class ZipMemberReader {
  readonly #data: AsyncGenerator<Uint8Array, void, void>;
  readonly #inflater: Inflater | null;
  readonly #sums: readonly number[];
  readonly #faultOf: (fault: Coded<ZipFaults>) => ZipFault;
  readonly #crc = new Crc32();
  #pushed = false;
  #done = false;
  /** The number of archive bytes read for it. */
  packed = 0;
  /** Bytes of content so far. */
  unpacked = 0;
  /** At the end: why the content is incomplete; null if it is complete. Earlier pieces stay valid. */
  fault: ZipFault | null = null;
  /** Why it could not be decrypted, if so. */
  decryptFailure: DecryptFault["kind"] | null = null;

  /**
   * @param sums CRC-32 of the content, as each header has it; none if unknown
   * @param faultOf adds the member to a fault of its content
   */
  constructor(
    data: AsyncGenerator<Uint8Array, void, void>,
    method: number,
    sums: readonly number[],
    faultOf: (fault: Coded<ZipFaults>) => ZipFault,
  ) {
    this.#data = data;
    this.#inflater = method === STORED ? null : new Inflater();
    this.#sums = sums;
    this.#faultOf = faultOf;
  }

  /**
   * Returns the next piece, valid until the next call; null at the end.
   *
   * @throws what `readBlob` throws when the file cannot be read
   */
  async read(): Promise<Uint8Array | null> {
    if (this.#done) return null;
    const piece = this.#inflater === null ? await this.#next() : await this.#inflate(this.#inflater);
    if (piece === null) {
      await this.#finish();
      return null;
    }
    this.#crc.add(piece, 0, piece.length);
    this.unpacked += piece.length;
    if (isBomb(this.packed, this.unpacked)) {
      const times = Math.floor(this.unpacked / Math.max(1, this.packed));
      this.fault = this.#faultOf({ code: "bomb", data: { times } });
      await this.close();
    }
    return piece;
  }

  /** Stops reading. */
  async close(): Promise<void> {
    this.#done = true;
    await this.#data.return();
  }

  async #next(): Promise<Uint8Array | null> {
    const { value, done } = await this.#nextOrFault();
    if (done === true || value === undefined) return null;
    this.packed += value.length;
    return value;
  }

  /** Decryption errors are the member's fault; the reader throws if the file cannot be read. */
  async #nextOrFault(): Promise<IteratorResult<Uint8Array, void>> {
    try {
      return await this.#data.next();
    } catch (error) {
      if (!(error instanceof DecryptError)) throw error;
      this.decryptFailure = error.fault.kind;
      this.fault = this.#damaged(error.fault);
      return { done: true, value: undefined };
    }
  }

  async #inflate(inflater: Inflater): Promise<Uint8Array | null> {
    for (;;) {
      const piece = this.#pushed ? inflater.pull() : null;
      if (piece !== null) return piece;
      if (inflater.failure !== "" || inflater.ended) return null;
      const data = await this.#next();
      if (data === null) return null;
      inflater.push(data);
      this.#pushed = true;
    }
  }

  async #finish(): Promise<void> {
    this.#done = true;
    const inflater = this.#inflater;
    if (inflater !== null && this.fault === null) {
      if (inflater.failure !== "")
        this.fault = this.#damaged({ kind: "packed-data", detail: inflater.failure });
      else if (!inflater.ended) this.fault = this.#damaged({ kind: "cut-short" });
      // Decryption validates only at the end of its data.
      else while ((await this.#next()) !== null);
    }
    await this.#data.return();
    if (this.fault === null && this.#sums.length > 0 && !this.#sums.includes(this.#crc.value)) {
      this.fault = this.#damaged({ kind: "checksum" });
    }
  }

  #damaged(data: MemberDamage): ZipFault {
    return this.#faultOf({ code: "damaged", data });
  }
}
