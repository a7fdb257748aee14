/** Zip archives: their content, read piece by piece, whatever their headers claim. */
export { MAX_DIRECTORY_BYTES } from "./directory.ts";
export { type ZipFault, type ZipFaultCode } from "./fault.ts";
export { isZip } from "./local-header.ts";
export { zipMembers } from "./members.ts";
export { ZipMember } from "./zip-member.ts";
export { type ZipMemberReader } from "./member-reader.ts";
