import type { DumpReader } from "./dump-reader.ts";

const SAMPLE_BYTES = 4096;
const DUMP_NAME = /\.[mh]?dmp$/i;
/** Bits in each byte: what is encrypted has nearly eight, programs and memory have fewer. */
const LEAST_ENTROPY = 7.8;

/**
 * Whether a file that is called a dump and is none is encrypted, as Windows writes dumps of protected processes. The name
 * is needed: many files are compressed or encrypted.
 */
export async function isProtectedDump(reader: DumpReader, name: string): Promise<boolean> {
  if (!DUMP_NAME.test(name)) return false;
  const sample = await reader.read(0, SAMPLE_BYTES);
  return sample !== null && entropy(sample) >= LEAST_ENTROPY;
}

function entropy(bytes: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]!++;
  let bits = 0;
  for (const count of counts) {
    if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  }
  return bits;
}
