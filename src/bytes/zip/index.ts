/** Zip archives: their content, read piece by piece, whatever their headers claim. */
export { MAX_DIRECTORY_BYTES } from "./directory.ts";
export type {
  DirectoryDamage,
  FaultLocation,
  HeaderPart,
  MemberDamage,
  ZipFault,
  ZipFaults,
} from "./fault.ts";
export { isZip, LONGEST_END } from "./beginnings.ts";
export type { PackingMethod } from "./methods.ts";
export { officeKind } from "./office.ts";
export { zipMembers } from "./members.ts";
export { ZipFile } from "./zip-file.ts";
export { ZipMember } from "./zip-member.ts";
export { type ZipMemberReader } from "./member-reader.ts";
