/** Reads registry hives with their transaction logs. */
export type { DeletedEntry, RemnantPlace } from "./deleted.ts";
export type { Hive, RegistryKey } from "./hive.ts";
export type { RegistryValue } from "./key-values.ts";
export type { HiveKind } from "./mount.ts";
export { readHive } from "./read-hive.ts";
export { type DecodedData, decodeData, type RegistryData, typeName, typeNumber } from "./value-types.ts";
