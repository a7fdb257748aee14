import { type ByteSource, readBlob } from "../bytes/index.ts";

/**
 * Reads exactly these bytes of a file, and no neighbours; fewer if it ends first.
 *
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function readPiece(source: ByteSource, from: number, length: number): Promise<Uint8Array> {
  const there = Math.max(0, Math.min(length, source.size - from));
  const bytes = new Uint8Array(there);
  if (there === 0) return bytes;
  let at = 0;
  for await (const piece of readBlob(source.slice(from, from + there))) {
    bytes.set(piece.subarray(0, there - at), at);
    at += piece.length;
  }
  return at < there ? bytes.subarray(0, at) : bytes;
}
