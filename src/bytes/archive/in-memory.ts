import type { Pieces } from "../pieces.ts";
import type { ByteSource } from "../read-blob.ts";

/** An archive that is itself packed is unpacked into memory, since it is read from its end. */
export const MAX_NESTED_BYTES = 256 * 1024 * 1024;

/** Joins all pieces; null if they exceed the limit. */
export async function inMemory(pieces: Pieces, most: number): Promise<ByteSource | null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const piece = await pieces.read();
    if (piece === null) return new Blob(parts);
    length += piece.length;
    if (length > most) return null;
    parts.push(piece.slice());
  }
}
