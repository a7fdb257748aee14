/** The bytes of files, and of what is packed in them. Knows no format of records. */
export { Crc32, crc32 } from "./crc32.ts";
export { isBomb, UnpackBudget } from "./expansion.ts";
export { type ByteSource, readBlob } from "./read-blob.ts";
export { isZip, type ZipFault, ZipMember, type ZipMemberReader, zipMembers } from "./zip/index.ts";
