/** The bytes of files, and of what is packed in them. Knows no format of records. */
export {
  type ArchiveFault,
  type ArchiveFaults,
  type ArchiveMember,
  type ArchiveName,
  type ArchiveShape,
  archiveShape,
  damagedShape,
  type EntryFault,
  HEAD_BYTES,
  isArchive,
  isArchiveName,
  type MemberContent,
  walkArchive,
  type WalkOptions,
} from "./archive/index.ts";
export { Crc32, crc32 } from "./crc32.ts";
export { isBomb, UnpackBudget } from "./unpack-limits.ts";
export { Gunzip, type GzipFault, isGzip } from "./gunzip.ts";
export { Inflater } from "./inflater.ts";
export { joined } from "./joined.ts";
export type { ByteStream } from "./byte-stream.ts";
export { type Packing, packingOf, unpackedData } from "./packed-data.ts";
export { RandomReader } from "./random-reader.ts";
export { type ByteSource, readBlob } from "./read-blob.ts";
export { withWholeHead } from "./whole-head.ts";
export type { Stage } from "./stage.ts";
export type { AfterEnd, CutShort, HeaderDamage, TarFaults, UnreadType } from "./tar/index.ts";
export {
  type DirectoryDamage,
  type HeaderPart,
  LONGEST_END,
  type MemberDamage,
  officeKind,
  type PackingMethod,
  type ZipFault,
  type ZipFaults,
  ZipFile,
  ZipMember,
  zipMembers,
} from "./zip/index.ts";
