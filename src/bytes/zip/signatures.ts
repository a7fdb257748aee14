import type { RandomReader } from "../random-reader.ts";

const SIGNATURE_BYTES = 4;

/** Offsets between two others at which the bytes `PK` and two more begin: headers, or what looks like them. */
export async function* signatures(
  reader: RandomReader,
  from: number,
  end: number,
  [third, fourth]: readonly [number, number],
): AsyncGenerator<number, void, void> {
  for (let start = from; start + SIGNATURE_BYTES <= end;) {
    const piece = await reader.readOn(start, end, SIGNATURE_BYTES);
    if (piece.length < SIGNATURE_BYTES) return;
    for (let at = piece.indexOf(0x50); at >= 0; at = piece.indexOf(0x50, at + 1)) {
      if (piece[at + 1] === 0x4b && piece[at + 2] === third && piece[at + 3] === fourth) yield start + at;
    }
    // A signature cut by the piece's end is found in the next piece.
    start += piece.length - SIGNATURE_BYTES + 1;
  }
}

/**
 * Finds the end of stored data whose header gives no length: at the first descriptor (APPNOTE.TXT 4.3.9) with the
 * right length. Null if there is none; a descriptor without a signature is not found.
 */
export async function endByDescriptor(
  reader: RandomReader,
  dataStart: number,
  end: number,
): Promise<number | null> {
  for await (const at of signatures(reader, dataStart, end, [7, 8])) {
    const bytes = await reader.read(at, 16);
    if (bytes.length < 16) return null;
    // An 8-byte size has its lower half at the same offset.
    const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
    if (size === (at - dataStart) % 2 ** 32) return at;
  }
  return null;
}
