/**
 * About how many bytes a stored value takes: texts in their shorter encoding, numbers as eight bytes, binary data as it
 * is. What browsers add and what they save by compression is left out.
 *
 * @param value anything that IndexedDB can store
 */
export function storedSize(value: unknown): number {
  if (typeof value === "string") return textSize(value);
  if (typeof value !== "object" || value === null) return 8;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + storedSize(item), 8);
  if (value instanceof Map)
    return [...value].reduce((sum, [key, item]) => sum + storedSize(key) + storedSize(item), 8);
  if (value instanceof Set) return [...value].reduce((sum, item) => sum + storedSize(item), 8);
  return Object.entries(value).reduce((sum, [name, item]) => sum + textSize(name) + storedSize(item), 8);
}

/** A text is stored with one byte for each character if all are in Latin-1. */
function textSize(text: string): number {
  return /^[\0-\xff]*$/.test(text) ? text.length : 2 * text.length;
}
