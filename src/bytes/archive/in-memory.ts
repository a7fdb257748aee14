import type { ByteStream } from "../byte-stream.ts";
import type { ByteSource } from "../read-blob.ts";

/** An archive that is itself packed is unpacked into memory, since it is read from its end. */
export const MAX_NESTED_BYTES = 256 * 1024 * 1024;

/** Joins all of a stream; null if they exceed the limit. */
export async function inMemory(stream: ByteStream, most: number): Promise<ByteSource | null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const piece = await stream.read();
    if (piece === null) return new Blob(parts);
    length += piece.length;
    if (length > most) return null;
    parts.push(piece.slice());
  }
}
