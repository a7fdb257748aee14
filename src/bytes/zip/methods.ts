/** The supported packing methods. */
export const STORED = 0;
export const DEFLATED = 8;

/** Packing methods that are known but not supported. */
export type PackingMethod =
  "shrink" | "implode" | "deflate64" | "bzip2" | "lzma" | "zstandard" | "xz" | "ppmd";

/** Their numbers (APPNOTE.TXT 4.4.5), to tell the analyst what would be needed. */
const METHODS: ReadonlyMap<number, PackingMethod> = new Map([
  [1, "shrink"],
  [6, "implode"],
  [9, "deflate64"],
  [12, "bzip2"],
  [14, "lzma"],
  [20, "zstandard"],
  [93, "zstandard"],
  [95, "xz"],
  [98, "ppmd"],
]);

export function isReadable(method: number): boolean {
  return method === STORED || method === DEFLATED;
}

export function isKnown(method: number): boolean {
  return isReadable(method) || METHODS.has(method);
}

/** Undefined for one that is supported, and for an unknown number. */
export function unsupportedMethod(method: number): PackingMethod | undefined {
  return METHODS.get(method);
}
