import type { Hive, RegistryKey, RegistryValue } from "../regf/index.ts";
import { isSameName } from "../text.ts";
import { LOOK_UPS, type LookUp, type LookUpValue } from "./look-ups.ts";

/**
 * What a hive says about one value. `unknown`: it was not found, and the hive is open or this part of it damaged, so that
 * it may be set all the same.
 */
export interface LookedUp {
  readonly id: string;
  /** From the hive's root: spelled as in the hive if it is there. */
  readonly path: string;
  /** The program whose settings these are, if they are not for all. */
  readonly program: string | null;
  readonly name: string;
  readonly state: "set" | "absent" | "unknown";
  readonly value: RegistryValue | null;
  readonly default: LookUpValue["default"];
  /** Of the key; null if it is absent. It moves with any value and sub-key of the key. */
  readonly lastWritten: string | null;
}

/** Looks up all values of interest that belong into a hive of this kind. */
export function lookUp(hive: Hive): LookedUp[] {
  return LOOK_UPS.filter((each) => each.hive === hive.kind).flatMap((each) => lookedUp(hive, each));
}

function lookedUp(hive: Hive, look: LookUp): LookedUp[] {
  const found = valuesAt(hive, look, look.key, null);
  if (!look.perProgram) return found;
  const programs = hive.subkeys(look.key) ?? [];
  // A program's settings override the others one by one: those that it lacks are no answer.
  const own = programs.flatMap((program) => valuesAt(hive, look, `${look.key}\\${program}`, program));
  return [...found, ...own.filter(({ state }) => state === "set")];
}

function valuesAt(hive: Hive, look: LookUp, path: string, program: string | null): LookedUp[] {
  const key = hive.get(path);
  // Damage elsewhere looks the same as damage that hides this key.
  const isDoubtful =
    hive.open || hive.problems.some(({ severity, code }) => severity !== "info" && code !== "hive-log");
  return look.values.map(({ name, default: fallback }) => {
    const value = valueNamed(key, name);
    return {
      id: look.id,
      path: key?.path ?? path,
      program,
      name,
      state: value !== null ? "set" : isDoubtful ? "unknown" : "absent",
      value,
      default: fallback,
      lastWritten: key?.lastWritten ?? null,
    };
  });
}

function valueNamed(key: RegistryKey | null, name: string): RegistryValue | null {
  return key?.values.find((each) => isSameName(each.name, name)) ?? null;
}
