/** The bytes of files, and of what is packed in them. Knows no format of records. */
export {
  type ArchiveFault,
  type ArchiveMember,
  type EntryFault,
  HEAD_BYTES,
  isArchive,
  type MemberContent,
  openArchive,
  walkArchive,
  type WalkOptions,
} from "./archive/index.ts";
export { Crc32, crc32 } from "./crc32.ts";
export { isBomb, UnpackBudget } from "./expansion.ts";
export { Gunzip, type GzipFault, isGzip } from "./gunzip.ts";
export type { Pieces } from "./pieces.ts";
export { type ByteSource, readBlob } from "./read-blob.ts";
export type { Stage } from "./stage.ts";
export {
  type DirectoryDamage,
  type HeaderPart,
  isZip,
  type MemberDamage,
  officeKind,
  type PackingMethod,
  type ZipFault,
  type ZipFaults,
  ZipMember,
  zipMembers,
} from "./zip/index.ts";
