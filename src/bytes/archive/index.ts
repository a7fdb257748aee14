/** Archives: their members, read one after the other within one budget. */
export type { ArchiveFault, ArchiveFaults, EntryFault } from "./fault.ts";
export { HEAD_BYTES, type MemberContent } from "./member-content.ts";
export {
  type ArchiveName,
  type ArchiveShape,
  archiveShape,
  damagedShape,
  isArchive,
  isArchiveName,
} from "./recognise.ts";
export { type ArchiveMember, walkArchive, type WalkOptions } from "./walk.ts";
