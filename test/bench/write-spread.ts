import { closeSync, openSync, writeSync } from "node:fs";

/** The number of matching events in a generated file of any size, spread evenly. */
export const MATCHES = 8;

/** What a generated file is made of. */
export interface SpreadFile {
  readonly header?: string;
  /** Distinct events, which are repeated: writing a gigabyte of them would take longer than the bench. */
  readonly block: Buffer;
  /** One event that matches. */
  readonly match: Buffer;
}

/** Writes a file of about the given number of bytes with `MATCHES` matching events. */
export function writeSpread(path: string, bytes: number, { header = "", block, match }: SpreadFile): void {
  const file = openSync(path, "w");
  let written = writeSync(file, header);
  let matches = 0;
  while (written < bytes) {
    if (matches < MATCHES && written >= ((matches + 0.5) * bytes) / MATCHES) {
      written += writeSync(file, match);
      matches++;
    }
    written += writeSync(file, block);
  }
  for (; matches < MATCHES; matches++) writeSync(file, match);
  closeSync(file);
}
