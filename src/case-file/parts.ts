import { Crc32, Inflater, joined } from "../bytes/index.ts";
import { CaseFileError, damagedAt } from "./fault.ts";
import type { Seal } from "./seal.ts";

/*
 * After its header a case file is a list of parts. Each has a head of nine bytes: the length of its data, whether it is
 * the last, and a CRC-32 of its number, its head and its data. The data is up to `PART_BYTES` of content, deflated by
 * itself and then encrypted. So damage is found where it is, and what is unpacked at once is bounded.
 */

/** The content of a part. Deflate gains little from more, and a page of alerts is about as large. */
export const PART_BYTES = 1024 * 1024;
/** What cannot be deflated becomes a little longer, and encryption adds a tag. */
const MOST_DATA_BYTES = PART_BYTES + 64 * 1024;
const HEAD_BYTES = 9;

/** Cuts content into parts. */
export class PartWriter {
  readonly #seal: Seal;
  #content = new Uint8Array(PART_BYTES);
  #length = 0;
  #number = 0;

  constructor(seal: Seal) {
    this.#seal = seal;
  }

  /** Takes content, and yields the parts that are full. */
  async *add(content: Uint8Array): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
    for (let at = 0; at < content.length;) {
      // Only what follows shows that a full part is not the last.
      if (this.#length === PART_BYTES) yield await this.#part(false);
      const taken = content.subarray(at, at + PART_BYTES - this.#length);
      this.#content.set(taken, this.#length);
      this.#length += taken.length;
      at += taken.length;
    }
  }

  /** The last part. */
  end(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#part(true);
  }

  async #part(isLast: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const number = this.#number++;
    const packed = await deflated(this.#content.subarray(0, this.#length));
    this.#length = 0;
    const data = await this.#seal.close(packed, number, isLast);
    const head = new Uint8Array(HEAD_BYTES);
    const view = new DataView(head.buffer);
    view.setUint32(0, data.length);
    view.setUint8(4, isLast ? 1 : 0);
    view.setUint32(5, sumOf(number, head, data));
    return joined([head, data]);
  }
}

function sumOf(number: number, head: Uint8Array, data: Uint8Array): number {
  const place = new Uint8Array(4);
  new DataView(place.buffer).setUint32(0, number);
  return new Crc32().add(place, 0, 4).add(head, 0, 5).add(data, 0, data.length).value;
}

/**
 * The content of a file, part by part, and where in the file each part ends.
 *
 * @param from where the parts begin
 * @throws CaseFileError `damaged`, `cut-short`, `unreadable`, and `passphrase` where the first part is whole and the seal
 *   does not open it
 */
export async function* readParts(
  file: Blob,
  from: number,
  seal: Seal,
): AsyncGenerator<{ readonly content: Uint8Array<ArrayBuffer>; readonly end: number }, void> {
  let at = from;
  for (let number = 0, isLast = false; !isLast; number++) {
    const head = await bytesAt(file, at, HEAD_BYTES);
    const view = new DataView(head.buffer);
    const length = view.getUint32(0);
    const last = view.getUint8(4);
    if (length > MOST_DATA_BYTES || last > 1) throw damagedAt(at);
    const data = await bytesAt(file, at + HEAD_BYTES, length);
    if (view.getUint32(5) !== sumOf(number, head, data)) throw damagedAt(at);
    isLast = last === 1;
    const end = at + HEAD_BYTES + length;
    if (isLast && end !== file.size) throw damagedAt(end);
    const packed = await seal.open(data, number, isLast);
    if (packed === null)
      throw number === 0 ? new CaseFileError({ code: "passphrase", data: {} }) : damagedAt(at);
    const content = inflated(packed);
    if (content === null) throw damagedAt(at);
    yield { content, end };
    at = end;
  }
}

/** @throws CaseFileError */
export async function bytesAt(file: Blob, at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  if (at + length > file.size) throw new CaseFileError({ code: "cut-short", data: { size: file.size } });
  try {
    return new Uint8Array(await file.slice(at, at + length).arrayBuffer());
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new CaseFileError({ code: "unreadable", data: { detail } });
  }
}

/** The browser's own compression runs beside the page. */
async function deflated(content: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** @returns null if the data is damaged, or more than a part may have */
function inflated(packed: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const inflater = new Inflater();
  inflater.push(packed);
  const content = new Uint8Array(PART_BYTES);
  let length = 0;
  for (let piece = inflater.pull(); piece !== null; piece = inflater.pull()) {
    if (length + piece.length > PART_BYTES) return null;
    content.set(piece, length);
    length += piece.length;
  }
  if (!inflater.ended || inflater.failure !== "" || inflater.left > 0) return null;
  return content.subarray(0, length);
}
