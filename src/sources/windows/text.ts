/** The text of a scalar of JSON, undefined for null, objects and lists. */
export function scalarText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      // Beyond 2^53 the shortest spelling is no longer the exact value, and in keywords every bit matters.
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? String(BigInt(value)) : String(value);
    case "boolean":
    case "bigint":
      return String(value);
    default:
      return undefined;
  }
}

/** Winlogbeat's spelling of a value: line feeds only, and none at the end (sys.RemoveWindowsLineEndings). */
export function withoutWindowsLineEnds(text: string): string {
  let end = text.length;
  if (end === 0) return text;
  const last = text.charCodeAt(end - 1);
  const plain = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
  if (last !== 10) return plain;
  end = plain.length;
  while (end > 0 && plain.charCodeAt(end - 1) === 10) end--;
  return plain.slice(0, end);
}

/** Returns an object's own property, never one of its prototype's: the object comes from JSON. */
export function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** Whether a value is an object but not a list. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads a whole number in decimal digits, with or without a sign; undefined for anything else and beyond 2^53. */
export function integer(text: string): number | undefined {
  if (text.length === 0 || text.length > 16) return undefined;
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  if (at === text.length) return undefined;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
  }
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A whole number as Java's Long.decode reads it: decimal, or hexadecimal after `0x`. */
export function decoded(text: string): number | undefined {
  if (!text.startsWith("0x") && !text.startsWith("0X")) return integer(text);
  const digits = text.slice(2);
  if (digits.length === 0 || digits.length > 14) return undefined;
  for (let at = 0; at < digits.length; at++) if (!isHexDigit(digits.charCodeAt(at))) return undefined;
  const number = Number.parseInt(digits, 16);
  return Number.isSafeInteger(number) ? number : undefined;
}

export function isHexDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** `8-4-4-4-12` hexadecimal digits without braces. */
function isBareGuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let at = 0; at < 36; at++) {
    const code = text.charCodeAt(at);
    const dash = at === 8 || at === 13 || at === 18 || at === 23;
    if (dash ? code !== 45 : !isHexDigit(code)) return false;
  }
  return true;
}

/** A GUID in the braces that event XML writes; some dumpers leave them out. Anything else as it is. */
export function braced(text: string): string {
  return isBareGuid(text) ? `{${text}}` : text;
}
