import type { RecordLocation } from "./record.ts";

/** Returns the same key only for the same location in the same file. Outside archives the key is just the offset. */
export function locationKey({ member, offset }: Pick<RecordLocation, "member" | "offset">): string {
  // JSON keeps the key unambiguous: a path can contain anything.
  return member === undefined ? String(offset) : `${JSON.stringify(member)} ${offset}`;
}

/** Converts a location in a member's content into a location in the archive. */
export function locationIn(location: RecordLocation, member: string | undefined): RecordLocation {
  return member === undefined ? location : { ...location, member };
}
