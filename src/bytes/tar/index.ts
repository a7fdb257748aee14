/** Tar archives: their content, read from start to end, whatever their headers claim. */
export type { AfterEnd, CutShort, HeaderDamage, TarFault, TarFaults, UnreadType } from "./fault.ts";
export { isTar } from "./header.ts";
export { tarMembers } from "./members.ts";
export { type TarMember } from "./member.ts";
