/** Which hive it is. `other`: none that has a place of its own in the registry. */
export type HiveKind =
  "software" | "system" | "ntuser" | "usrclass" | "default" | "amcache" | "sam" | "security" | "other";

export interface Mount {
  readonly kind: HiveKind;
  /** The path in the registry that the root key is; of other hives the root key's own name. */
  readonly root: string;
}

/**
 * Recognises a hive by its content, for files are renamed, and finds where Windows has it. The name decides only
 * between hives of the same content.
 *
 * @param rootName the name of the root key
 * @param hasKey whether the root key has a sub-key of this name
 * @param name the path or name of the file in a collection; may be empty
 * @param loadedFrom the end of the path that Windows had loaded the hive from
 */
export function mountOf(
  rootName: string,
  hasKey: (name: string) => boolean,
  name: string,
  loadedFrom: string,
): Mount {
  if (hasKey("Microsoft") && ["Classes", "Policies", "Wow6432Node"].some(hasKey)) {
    return { kind: "software", root: "HKLM\\SOFTWARE" };
  }
  if (hasKey("Select") && hasKey("ControlSet001")) return { kind: "system", root: "HKLM\\SYSTEM" };
  if (hasKey("Software") && hasKey("Control Panel")) return userMount(name, loadedFrom);
  const userClasses = /^S-1-[\d-]+_Classes$/i.test(rootName);
  if (userClasses) return { kind: "usrclass", root: `HKU\\${rootName}` };
  if (hasKey("SAM") && isCalled("SAM", name, loadedFrom, rootName)) return { kind: "sam", root: "HKLM\\SAM" };
  if (hasKey("Policy") && (hasKey("RXACT") || hasKey("Cache"))) {
    return { kind: "security", root: "HKLM\\SECURITY" };
  }
  if (hasKey("Root")) return { kind: "amcache", root: rootName };
  return { kind: "other", root: rootName };
}

/** The default profile, or that of a user: named by the folder until the profile list names the SID. */
function userMount(name: string, loadedFrom: string): Mount {
  if (isCalled("DEFAULT", name, loadedFrom)) return { kind: "default", root: "HKU\\.DEFAULT" };
  const folder = userFolder(name) ?? userFolder(loadedFrom);
  return { kind: "ntuser", root: folder === null ? "HKU" : `HKU\\${folder}` };
}

function isCalled(hive: string, ...paths: readonly string[]): boolean {
  return paths.some((path) => lastPart(path).toUpperCase() === hive);
}

/** The folder of the profile: the one that contains NTUSER.DAT. */
function userFolder(path: string): string | null {
  const parts = path.split(/[\\/]/);
  if (!/^ntuser\./i.test(parts.at(-1)!)) return null;
  const folder = parts.at(-2);
  return folder === undefined || folder === "" ? null : folder;
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1)!;
}
