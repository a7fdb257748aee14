import { isObject, own } from "../windows/text.ts";

/** `AdditionalFields`: an object, or the JSON text of one. Null for anything else, also if the JSON is broken. */
export function additionalFields(row: object): object | null {
  const value = own(row, "AdditionalFields");
  if (isObject(value)) return value;
  if (typeof value !== "string" || !value.startsWith("{")) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
