/** Why a record was written, by Windows' names without `USN_REASON_`. They add up until the file is closed. */
const REASONS: readonly (readonly [bit: number, name: string])[] = [
  [0x0000_0001, "DATA_OVERWRITE"],
  [0x0000_0002, "DATA_EXTEND"],
  [0x0000_0004, "DATA_TRUNCATION"],
  [0x0000_0010, "NAMED_DATA_OVERWRITE"],
  [0x0000_0020, "NAMED_DATA_EXTEND"],
  [0x0000_0040, "NAMED_DATA_TRUNCATION"],
  [0x0000_0100, "FILE_CREATE"],
  [0x0000_0200, "FILE_DELETE"],
  [0x0000_0400, "EA_CHANGE"],
  [0x0000_0800, "SECURITY_CHANGE"],
  [0x0000_1000, "RENAME_OLD_NAME"],
  [0x0000_2000, "RENAME_NEW_NAME"],
  [0x0000_4000, "INDEXABLE_CHANGE"],
  [0x0000_8000, "BASIC_INFO_CHANGE"],
  [0x0001_0000, "HARD_LINK_CHANGE"],
  [0x0002_0000, "COMPRESSION_CHANGE"],
  [0x0004_0000, "ENCRYPTION_CHANGE"],
  [0x0008_0000, "OBJECT_ID_CHANGE"],
  [0x0010_0000, "REPARSE_POINT_CHANGE"],
  [0x0020_0000, "STREAM_CHANGE"],
  [0x0040_0000, "TRANSACTED_CHANGE"],
  [0x0080_0000, "INTEGRITY_CHANGE"],
  [0x0100_0000, "DESIRED_STORAGE_CLASS_CHANGE"],
  [0x8000_0000, "CLOSE"],
];

/** The names of all bits, the lowest first; a bit without a name in hexadecimal. */
export function reasonNames(reason: number): string[] {
  const names: string[] = [];
  let left = reason;
  for (const [bit, name] of REASONS) {
    if ((reason & bit) === 0) continue;
    names.push(name);
    left = (left & ~bit) >>> 0;
  }
  if (left !== 0) names.push(`0x${left.toString(16)}`);
  return names;
}
