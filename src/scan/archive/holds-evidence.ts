import type { ByteSource } from "../../bytes/index.ts";
import { type ArchiveFile, EvidenceReader, hasEventLog, walkArchive } from "../../formats/index.ts";
import { toEcs } from "../../sources/index.ts";
import { classify } from "../classify.ts";

/**
 * Whether an archive that contains rules also contains evidence: a file with an event in it, or one that a password
 * or damage makes unreadable and that is not named like a rule. The file list then reports it.
 */
export async function holdsEvidence(source: ByteSource): Promise<boolean> {
  try {
    for await (const found of walkArchive(source)) {
      if (!("code" in found)) {
        if (classify(found.head, found.member) === "evidence" && (await holdsEvent(found))) return true;
      } else if (found.severity === "error" && found.member !== undefined && !isNamedLikeRule(found.member))
        return true;
    }
  } catch {
    // The file cannot be read: the rule reader reports it.
  }
  return false;
}

/** Reads as far as necessary: a log may begin with one enormous record, or with many that are not events. */
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
