/** Archives: their members, read one after the other within one budget. */
export type { ArchiveFault, EntryFault } from "./fault.ts";
export { HEAD_BYTES, type MemberContent } from "./member-content.ts";
export { isArchive, openArchive } from "./open-archive.ts";
export { type ArchiveMember, walkArchive, type WalkOptions } from "./walk.ts";
