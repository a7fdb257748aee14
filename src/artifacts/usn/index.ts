/** Reads the change journal of a volume. */
export { readUsn, type UsnJournal } from "./read-usn.ts";
export type { UsnRecord } from "./usn-record.ts";
