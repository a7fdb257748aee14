import * as Comlink from "comlink";
import { type FileHash, hashFile } from "../src/scan/index.ts";

/** Milliseconds between two messages about how far the hash is. */
const TELL_EVERY_MS = 200;

const hasher = {
  /** Hashes one file, telling now and then how many bytes are done. */
  hash(file: File, onBytes: (bytes: number) => void): Promise<FileHash> {
    let told = performance.now();
    return hashFile(file, (bytes) => {
      const now = performance.now();
      if (now - told < TELL_EVERY_MS) return;
      told = now;
      onBytes(bytes);
    });
  },
};

export type HashWorkerApi = typeof hasher;

Comlink.expose(hasher);
