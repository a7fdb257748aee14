import { type ByteSource, readBlob } from "../bytes/index.ts";
import { FileDigest } from "./file-digest.ts";
import { Fingerprint } from "./fingerprint.ts";

export interface FileHash {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly fingerprint: string;
  readonly milliseconds: number;
}

/**
 * The SHA-256 of a file of any size.
 *
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function hashFile(blob: ByteSource, onBytes: (bytes: number) => void): Promise<FileHash> {
  const started = performance.now();
  const digest = new FileDigest(blob.size);
  const fingerprint = new Fingerprint();
  let bytes = 0;
  for await (const chunk of readBlob(blob)) {
    digest.update(chunk);
    fingerprint.add(chunk);
    bytes += chunk.length;
    onBytes(bytes);
  }
  return {
    sha256: await digest.finish(),
    bytes,
    fingerprint: fingerprint.finish(),
    milliseconds: performance.now() - started,
  };
}
