import { type EventDatum, payloadInText, type WindowsEvent } from "../../formats/index.ts";
import { dataIn } from "./from-event-tree.ts";
import { isHexadecimal, namesByPosition, namesFor } from "./templates.ts";
import { braced, isObject, own, scalarText } from "./text.ts";

const BESIDE_DATA = /^(?:data|name|binary)$/i;

type EventValues = Pick<WindowsEvent, "eventData" | "binary" | "userData">;

/**
 * The values of an event in any of the forms that products write: an object of names and values, `Data` elements as a
 * list or an object, pairs, a list of objects with one name each, values by position, event XML or JSON as text.
 *
 * @returns undefined if the value has none of these forms
 */
export function looseData(
  value: unknown,
  provider: string | undefined,
  code: string,
): EventValues | undefined {
  if (typeof value === "string") return fromText(value, provider, code);
  if (Array.isArray(value)) return fromList(value as unknown[], provider, code);
  if (!isObject(value)) return undefined;
  const inner = own(value, "data") ?? own(value, "Data");
  // OpenTelemetry writes `{"data": [{"Image": …}, …], "name": "", "binary": ""}`.
  if (Array.isArray(inner) && Object.keys(value).every((name) => BESIDE_DATA.test(name))) {
    const listed = fromList(inner as unknown[], provider, code);
    if (listed !== undefined) return listed;
  }
  const eventData = renamed(dataIn(value), provider, code);
  const binary = scalarText(own(value, "Binary"));
  return { eventData, ...(binary !== undefined && binary !== "" && { binary }) };
}

function fromText(text: string, provider: string | undefined, code: string): EventValues | undefined {
  const { eventData, binary, userData } = payloadInText(text) ?? {};
  if (eventData !== undefined || userData !== undefined) {
    return {
      ...(eventData !== undefined && { eventData }),
      ...(binary !== undefined && { binary }),
      ...(userData !== undefined && { userData }),
    };
  }
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[") return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" ? looseData(parsed, provider, code) : undefined;
  } catch {
    return undefined;
  }
}

function fromList(
  list: readonly unknown[],
  provider: string | undefined,
  code: string,
): EventValues | undefined {
  if (list.length === 0) return undefined;
  if (list.every((item) => scalarText(item) !== undefined || item === null)) {
    return {
      eventData: named(
        list.map((item) => scalarText(item) ?? ""),
        provider,
        code,
      ),
    };
  }
  const eventData: EventDatum[] = [];
  for (const item of list) {
    if (!isObject(item)) return undefined;
    const name =
      own(item, "Name") ?? own(item, "name") ?? own(item, "@Name") ?? own(item, "key") ?? own(item, "Key");
    const value =
      own(item, "Value") ??
      own(item, "value") ??
      own(item, "#text") ??
      own(item, "content") ??
      own(item, "text");
    const given = scalarText(name);
    const text = scalarText(value);
    if (given !== undefined && text !== undefined) eventData.push({ name: given, value: text });
    else eventData.push(...dataIn(item));
  }
  return { eventData: renamed(eventData, provider, code) };
}

/** Values by position, with their names where these are known. */
function named(values: readonly string[], provider: string | undefined, code: string): EventDatum[] {
  const names = namesByPosition(provider, code, values);
  return values.map((value, i) => {
    const name = names?.[i] ?? "";
    return { name, value: asXml(provider, name, value) };
  });
}

/** Wazuh writes `targetObject`: such names get the case that the provider gives them. */
function renamed(data: readonly EventDatum[], provider: string | undefined, code: string): EventDatum[] {
  if (data.length > 0 && data.every(({ name }) => name === "")) {
    return named(
      data.map(({ value }) => value),
      provider,
      code,
    );
  }
  const isLower = data.length > 0 && data.every(({ name }) => /^[a-z]/.test(name) && !/^param\d/.test(name));
  const known = new Map((namesFor(provider, code) ?? []).map((name) => [name.toLowerCase(), name]));
  return data.map(({ name, value }) => {
    const given = isLower
      ? (known.get(name.toLowerCase()) ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`)
      : name;
    return { name: given, value: given.toLowerCase().endsWith("guid") ? braced(value) : value };
  });
}

/** A value that came by position, as event XML writes it. */
export function asXml(provider: string | undefined, name: string, value: string): string {
  if (isHexadecimal(provider ?? "", name) && /^\d{1,20}$/.test(value))
    return `0x${BigInt(value).toString(16)}`;
  return name.toLowerCase().endsWith("guid") ? braced(value) : value;
}
