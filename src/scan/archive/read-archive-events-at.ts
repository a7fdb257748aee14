import type { ByteSource } from "../../bytes/index.ts";
import {
  type ArchiveFile,
  type RecordLocation,
  locationIn,
  locationKey,
  walkArchive,
} from "../../formats/index.ts";
import type { SeenEvent } from "../finding.ts";
import type { RecordReader } from "../record-reader.ts";

/**
 * Reads the events at locations in an archive, unpacking only the members that contain one.
 *
 * @param open makes a reader that looks for some locations in one content
 * @returns by the keys of their locations
 */
export async function readArchiveEventsAt(
  source: ByteSource,
  locations: readonly RecordLocation[],
  passwords: readonly string[],
  open: (wanted: readonly RecordLocation[]) => RecordReader,
): Promise<Map<string, SeenEvent>> {
  const found = new Map<string, SeenEvent>();
  const wanted = new Map<string, RecordLocation[]>();
  for (const location of locations) {
    const listed = wanted.get(location.member!);
    if (listed === undefined) wanted.set(location.member!, [location]);
    else listed.push(location);
  }
  try {
    for await (const file of walkArchive(source, { passwords, wants: isWanted([...wanted.keys()]) })) {
      if ("code" in file) continue;
      const listed = wanted.get(file.member);
      if (listed === undefined) continue;
      await readFile(file, open(listed), listed.length, found);
      wanted.delete(file.member);
      // The rest of a packed archive would have to be unpacked for nothing.
      if (wanted.size === 0) break;
    }
  } catch {
    // The file is gone: events already found are still valid.
  }
  return found;
}

/** Whether a member contains a wanted location, or is an archive that does. */
function isWanted(members: readonly string[]): (member: string) => boolean {
  const set = new Set(members);
  for (const member of members)
    for (let at = member.indexOf("/"); at >= 0; at = member.indexOf("/", at + 1))
      set.add(member.slice(0, at));
  return (member) => set.has(member);
}

async function readFile(
  file: ArchiveFile,
  { reader, found }: RecordReader,
  wanted: number,
  all: Map<string, SeenEvent>,
): Promise<void> {
  for (let piece = await file.read(); piece !== null; piece = await file.read()) {
    reader.append(piece);
    while (reader.work());
    if (found.size === wanted) break;
  }
  if (found.size < wanted) reader.end(file.problem === null);
  for (const event of found.values()) {
    const location = locationIn(event.place, file.member);
    all.set(locationKey(location), { ...event, place: location });
  }
}
