/** The supported packing methods. */
export const STORED = 0;
export const DEFLATED = 8;

/** Names of the others (APPNOTE.TXT 4.4.5), to tell the analyst what would be needed. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [1, "Shrink"],
  [6, "Implode"],
  [9, "Deflate64, as Windows packs files above 2 GB"],
  [12, "bzip2"],
  [14, "LZMA"],
  [20, "Zstandard"],
  [93, "Zstandard"],
  [95, "xz"],
  [98, "PPMd"],
]);

export function isReadable(method: number): boolean {
  return method === STORED || method === DEFLATED;
}

export function isKnown(method: number): boolean {
  return isReadable(method) || NAMES.has(method);
}

export function methodName(method: number): string {
  return NAMES.get(method) ?? `an unknown method, number ${method}`;
}
