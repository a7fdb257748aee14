import { type ByteSource, type Pieces, UnpackBudget, walkArchive as walk } from "../bytes/index.ts";
import { archiveProblem } from "./archive-problems.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";

/** What malware is packed with by custom, so that nobody opens it by accident. */
const CUSTOMARY_PASSWORDS: readonly string[] = ["infected"];

/** A file in an archive, or in an archive that stands in it. */
export interface ArchiveFile extends Pieces {
  /** Path in the archive: of the outer member and the inner one. Hostile text, the file's own in this archive. */
  readonly member: string;
  /** The first bytes: 64 KiB, or all. */
  readonly head: Uint8Array;
  /** Once there are no more pieces: why those were not all. */
  readonly problem: FormatDiagnostic | null;
  /** Bytes of the outermost archive that have been read since the last file, roughly. */
  readonly packed: number;
}

export interface EvidenceWalkOptions {
  /** Tried on encrypted members, after the customary one. */
  readonly passwords?: readonly string[];
  /** False passes a member over without a word. An archive is asked for by its own path. */
  readonly wants?: (member: string) => boolean;
  /** Told of each member that a password opened. */
  readonly opened?: (password: string) => void;
  readonly budget?: UnpackBudget;
}

/**
 * Goes through the files of evidence in an archive, those of archives in it included, one level deep: what holds them is
 * no file of its own. A file has to be read, as far as it is wanted, before the next one is asked for.
 *
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function* walkArchive(
  source: ByteSource,
  { passwords = [], budget = UnpackBudget.ofFile(source.size), ...options }: EvidenceWalkOptions = {},
): AsyncGenerator<ArchiveFile | FormatDiagnostic, void, void> {
  const all = [...CUSTOMARY_PASSWORDS, ...passwords];
  for await (const found of walk(source, { ...options, budget, passwords: all, nested: true })) {
    if ("code" in found) {
      yield archiveProblem(found);
      continue;
    }
    const content = await found.open();
    if ("code" in content) {
      yield archiveProblem(content);
      continue;
    }
    yield {
      member: found.path,
      head: content.head,
      read: () => content.read(),
      get problem() {
        return content.fault === null ? null : archiveProblem(content.fault);
      },
      get packed() {
        return content.packed;
      },
    };
  }
}
