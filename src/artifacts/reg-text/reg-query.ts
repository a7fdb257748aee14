import type { ProblemList } from "../diagnostic.ts";
import { decodeData, type DecodedData, typeNumber } from "../regf/index.ts";
import type { RegTextValue } from "./reg-text.ts";

/** The name of the default value, which reg.exe writes in the language of Windows. */
const DEFAULT_NAMES = new Set(
  [
    "Default|Standard|par défaut|Par défaut|Predeterminado|predeterminado|Predefinito|predefinito|Padrão|padrão",
    "Standaard|standaard|Standardværdi|Oletus|oletus|Domyślna|domyślna|Výchozí|výchozí|Alapértelmezett|Varsayılan",
    "По умолчанию|по умолчанию|За замовчуванням|Προεπιλογή|既定|默认|預設值|預設|기본값",
  ].flatMap((names) => names.split("|").map((name) => `(${name})`)),
);

/** Four blanks, or a tab in Windows XP, around the type. */
const VALUE_LINE = /^(?: {4}|\t)(.*?)(?: {4}|\t)(REG_[A-Z_]+)(?:(?: {4}|\t)(.*))?$/;

const ROOTS = "HKEY_LOCAL_MACHINE|HKEY_CURRENT_USER|HKEY_USERS|HKEY_CLASSES_ROOT|HKEY_CURRENT_CONFIG";
const KEY_LINE = new RegExp(`^(?:${ROOTS})(?:\\\\|$)`, "i");

export function isQueryKey(line: string): boolean {
  return KEY_LINE.test(line);
}

/**
 * Reads what `reg query` prints. Other lines at the beginning of a line are its messages, in any language; an indented
 * line that is no value is reported.
 */
export function regQuery(lines: readonly string[], problems: ProblemList): RegTextValue[] {
  const values: RegTextValue[] = [];
  let key: string | null = null;
  for (const [i, text] of lines.entries()) {
    const line = i + 1;
    if (isQueryKey(text)) {
      key = text.trimEnd();
      continue;
    }
    if (!/^(?: {4}|\t)\S/.test(text)) continue;
    const [, name, type, data = ""] = VALUE_LINE.exec(text) ?? [];
    if (key === null || name === undefined || type === undefined) {
      problems.add("reg-line", { kind: key === null ? "no-key" : "unreadable", line }, line);
      continue;
    }
    const isDefault = DEFAULT_NAMES.has(name);
    // "(value not set)", in the language of Windows.
    if (isDefault && /^\(.*\)$/.test(data)) continue;
    const decoded = queriedData(type, data);
    if (decoded === null) problems.add("reg-line", { kind: "data", line }, line);
    else values.push({ key, name: isDefault ? "" : name, type, ...decoded, line });
  }
  return values;
}

/** Reads data as reg.exe prints them: a number as `0x2`, the texts of a list with `\0` between, bytes as digits. */
function queriedData(type: string, text: string): DecodedData | null {
  switch (type) {
    case "REG_SZ":
    case "REG_EXPAND_SZ":
    case "REG_LINK":
      return { data: text, strings: [text] };
    case "REG_MULTI_SZ": {
      const strings = text === "" ? [] : text.split("\\0");
      return { data: strings, strings };
    }
    case "REG_DWORD":
    case "REG_DWORD_BIG_ENDIAN": {
      if (!/^0x[0-9a-f]{1,8}$/i.test(text)) return null;
      return { data: Number(text), strings: [String(Number(text))] };
    }
    case "REG_QWORD": {
      if (!/^0x[0-9a-f]{1,16}$/i.test(text)) return null;
      const data = String(BigInt(text));
      return { data, strings: [data] };
    }
    default: {
      const number = typeNumber(type);
      if (number === null || text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return null;
      const bytes = Uint8Array.from({ length: text.length / 2 }, (_, i) =>
        parseInt(text.slice(2 * i, 2 * i + 2), 16),
      );
      return decodeData(number, bytes);
    }
  }
}
