/** Restores a stored value from the JSON that test/browser/support/database.js has written. */
export function storedValue(json: unknown): unknown {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map(storedValue);
  if (!("$type" in json))
    return Object.fromEntries(Object.entries(json).map(([name, property]) => [name, storedValue(property)]));
  const { $type, of } = json as { $type: string; of?: unknown };
  if ($type === "undefined") return undefined;
  if ($type === "number") return Number(of);
  const numbers = (of as unknown[]).map((number) => storedValue(number) as number);
  if ($type === "Float64Array") return new Float64Array(numbers);
  if ($type === "Uint8Array") return new Uint8Array(numbers);
  if ($type === "Uint32Array") return new Uint32Array(numbers);
  if ($type === "Uint8Array") return new Uint8Array(numbers);
  if ($type === "Uint16Array") return new Uint16Array(numbers);
  throw new Error(`a fixture holds a ${$type}, which nothing here knows`);
}
