import type { RecordLocation } from "./record.ts";

/** Equal exactly for the same place of the same file. In a file that is no archive it is the offset alone. */
export function locationKey({ member, offset }: Pick<RecordLocation, "member" | "offset">): string {
  // As JSON, for a path can hold anything.
  return member === undefined ? String(offset) : `${JSON.stringify(member)} ${offset}`;
}

/** A place in the content of a member of an archive, as a place in the archive. */
export function locationIn(place: RecordLocation, member: string | undefined): RecordLocation {
  return member === undefined ? place : { ...place, member };
}
