import { type ValueStep, forCodes } from "./step.ts";
import { isHexDigit } from "./text.ts";

/** The names that Elastic's pipeline treats as hives, exactly as spelled; `\REGISTRY\…` is not one. */
const HIVES = new Map([
  ["HKEY_CLASSES_ROOT", "HKCR"],
  ["HKCR", "HKCR"],
  ["HKEY_CURRENT_CONFIG", "HKCC"],
  ["HKCC", "HKCC"],
  ["HKEY_CURRENT_USER", "HKCU"],
  ["HKCU", "HKCU"],
  ["HKEY_DYN_DATA", "HKDD"],
  ["HKDD", "HKDD"],
  ["HKEY_LOCAL_MACHINE", "HKLM"],
  ["HKLM", "HKLM"],
  ["HKEY_PERFORMANCE_DATA", "HKPD"],
  ["HKPD", "HKPD"],
  ["HKEY_USERS", "HKU"],
  ["HKU", "HKU"],
]);

const REGISTRY_CODES = new Set(["12", "13", "14"]);

/**
 * `TargetObject` as Elastic maps it: the path is unchanged, the key still includes the value's name, and the value is
 * the text after the last backslash. Trailing backslashes are ignored (Java's split).
 */
const path: ValueStep = {
  how: "path unchanged; hive, key and value cut at the backslashes",
  apply: (value, { out }) => {
    out["registry.path"] = value;
    let end = value.length;
    while (end > 0 && value.charCodeAt(end - 1) === 92) end--;
    const trimmed = end === value.length ? value : value.slice(0, end);
    const first = trimmed.indexOf("\\");
    const hive = HIVES.get(first < 0 ? trimmed : trimmed.slice(0, first));
    if (hive !== undefined) {
      out["registry.hive"] = hive;
      if (first >= 0) out["registry.key"] = trimmed.slice(first + 1);
    }
    out["registry.value"] = trimmed.slice(trimmed.lastIndexOf("\\") + 1);
    return true;
  },
};

/**
 * `Details` of event 13, if there is a path as well. It also stays where it was: the Windows integration does not remove
 * it since 1.33 (elastic/integrations 7396); Winlogbeat and older packages do.
 */
const details: ValueStep = {
  how: "DWORD and QWORD in decimal (Elastic shifts a QWORD's high half by 8 bits only), all else as it is",
  apply: (value, context) => {
    if (context.data("TargetObject") === undefined) return false;
    const { out } = context;
    const dword = hexAfter(value, "dword (0x", 18);
    if (dword !== undefined && value.charCodeAt(17) === 41) {
      out["registry.data.strings"] = [String(dword)];
      out["registry.data.type"] = "SZ_DWORD";
      return false;
    }
    const qword = qwordOf(value);
    out["registry.data.strings"] = [qword ?? value];
    out["registry.data.type"] =
      qword !== undefined ? "SZ_QWORD" : value === "Binary Data" ? "REG_BINARY" : "REG_SZ";
    return false;
  },
};

/** Elastic drops the path whatever the event is. */
const gone: ValueStep = { how: path.how, apply: () => true };
export const targetObject: ValueStep = forCodes(REGISTRY_CODES, path, gone);
export const registryDetails: ValueStep = forCodes(REGISTRY_CODES, details);

/** `QWORD (0xHHHHHHHH-0xHHHHHHHH)` by the pipeline's arithmetic: `(high << 8) + low`. */
function qwordOf(value: string): string | undefined {
  const high = hexAfter(value, "qword (0x", 29);
  if (high === undefined || (value.slice(17, 20) !== "-0x" && value.slice(17, 20) !== "-0X"))
    return undefined;
  const low = eightHexDigits(value, 20);
  if (low === undefined || value.charCodeAt(28) !== 41) return undefined;
  return String(high * 256 + low);
}

/** Reads eight hexadecimal digits after a prefix, ignoring case, in a text of exactly this length. */
function hexAfter(value: string, prefix: string, length: number): number | undefined {
  if (value.length !== length || value.slice(0, prefix.length).toLowerCase() !== prefix) return undefined;
  return eightHexDigits(value, prefix.length);
}

function eightHexDigits(value: string, at: number): number | undefined {
  for (let i = at; i < at + 8; i++) if (!isHexDigit(value.charCodeAt(i))) return undefined;
  return Number.parseInt(value.slice(at, at + 8), 16);
}
