/** What registry paths begin with, in lower case: the kernel's names, the hives' names, and their abbreviations. */
const HIVES: readonly (readonly [written: string, short: string])[] = [
  ["\\registry\\machine\\", "hklm\\"],
  ["\\registry\\user\\", "hku\\"],
  ["hkey_local_machine\\", "hklm\\"],
  ["hkey_users\\", "hku\\"],
  ["hkey_current_user\\", "hkcu\\"],
  ["hkey_classes_root\\", "hkcr\\"],
];

/** A text that is equal for every spelling of one registry path. */
export function registryKey(path: string): string {
  const lower = path.toLowerCase();
  const hive = HIVES.find(([written]) => lower.startsWith(written));
  return hive === undefined ? lower : hive[1] + lower.slice(hive[0].length);
}

/** Whether a text is a path of the registry, and no command line that names one. */
export function isRegistryPath(text: string): boolean {
  return /^(?:hk(?:lm|u|cu|cr|cc|ey_[a-z_]{2,20})|\\registry)\\[^"]*$/i.test(text);
}
