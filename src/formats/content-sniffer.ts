import type { Stage } from "../bytes/index.ts";

/** Bytes by which the format is judged, no more and no less, unless the content is shorter. */
export const SNIFF_BYTES = 256 * 1024;

/** Collects the beginning of the content until its format can be judged, then passes everything to the chosen stage. */
export class ContentSniffer implements Stage {
  readonly #choose: (bytes: Uint8Array, whole: boolean) => Stage;
  #chosen: Stage | null = null;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(choose: (bytes: Uint8Array, whole: boolean) => Stage) {
    this.#choose = choose;
  }

  append(chunk: Uint8Array): void {
    if (this.#chosen !== null) {
      this.#chosen.append(chunk);
      return;
    }
    this.#pieces.push(chunk.slice());
    this.#length += chunk.length;
  }

  work(): boolean {
    if (this.#chosen !== null) return this.#chosen.work();
    return this.#length >= SNIFF_BYTES && this.#decide(false);
  }

  end(complete: boolean): void {
    if (this.#chosen === null) this.#decide(complete);
    while (this.#chosen?.work());
    this.#chosen?.end(complete);
  }

  #decide(whole: boolean): boolean {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    // However much has arrived: the same beginning must always be judged in the same way.
    this.#chosen = this.#choose(bytes.subarray(0, SNIFF_BYTES), whole && bytes.length < SNIFF_BYTES);
    if (bytes.length === 0) return false;
    this.#chosen.append(bytes);
    return this.#chosen.work();
  }
}
