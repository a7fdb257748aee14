import type { ByteSource } from "../../bytes/index.ts";
import {
  type ArchiveFile,
  EvidenceReader,
  hasEventLog,
  openArchive,
  walkArchive,
} from "../../formats/index.ts";
import { toEcs } from "../../sources/index.ts";
import { classify } from "../classify.ts";
import { headOf } from "./read-archive-places.ts";

/**
 * Whether an archive that holds rules holds evidence as well: a file with an event in it, or one that cannot be read, as
 * a password hides it or it is damaged, and that is not named like a rule: then the ledger tells of it.
 */
export async function holdsEvidence(source: ByteSource): Promise<boolean> {
  try {
    const archive = await openArchive(source, await headOf(source));
    if ("code" in archive) return false;
    for await (const found of walkArchive(archive)) {
      if (!("code" in found)) {
        if (classify(found.head, found.member) === "evidence" && (await holdsEvent(found))) return true;
      } else if (found.severity === "error" && found.member !== undefined && !isNamedLikeRule(found.member))
        return true;
    }
  } catch {
    // A file that cannot be read: whoever reads the rules says so.
  }
  return false;
}

/** Reads as far as it takes: a log may begin with one enormous record, or with many that are no events. */
async function holdsEvent(file: ArchiveFile): Promise<boolean> {
  let found = false;
  const reader = new EvidenceReader({
    record: (record) => void (found ||= toEcs(record) !== null),
    skipped: () => undefined,
    notAnObject: () => undefined,
    problem: () => undefined,
  });
  for (let piece = await file.read(); piece !== null && !reader.isIgnoring; piece = await file.read()) {
    reader.append(piece);
    while (reader.work() && !found);
    if (found) return true;
  }
  const { kind } = reader.end(file.problem === null);
  // A log that was emptied is evidence as well.
  return found || hasEventLog(kind) || (file.problem !== null && !isNamedLikeRule(file.member));
}

function isNamedLikeRule(member: string): boolean {
  return /\.toml$/i.test(member);
}
