import { type ByteSource, readBlob } from "../bytes/index.ts";
import { Fingerprint } from "./fingerprint.ts";

/**
 * The fingerprint of a whole file, as the scan computes it.
 *
 * @throws what `readBlob` throws
 */
export async function fingerprintOf(file: ByteSource): Promise<string> {
  const fingerprint = new Fingerprint();
  for await (const chunk of readBlob(file)) fingerprint.add(chunk);
  return fingerprint.finish();
}
