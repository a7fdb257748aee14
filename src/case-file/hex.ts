export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @returns null for anything but that many bytes in hexadecimal */
export function fromHex(text: unknown, bytes: number): Uint8Array<ArrayBuffer> | null {
  if (typeof text !== "string" || text.length !== 2 * bytes || !/^[\da-f]*$/.test(text)) return null;
  return Uint8Array.from({ length: bytes }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
