import { type ByteSource, type ByteStream, UnpackBudget, walkArchive as walk } from "../bytes/index.ts";
import { archiveProblem } from "./archive-problems.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";

/** The customary password of malware samples, which keeps people from opening them by accident. */
const CUSTOMARY_PASSWORDS: readonly string[] = ["infected"];

/** A file in an archive, or in an archive nested in it. */
export interface ArchiveFile extends ByteStream {
  /**
   * Path in the archive; for a nested archive, the outer and the inner path. Hostile text, unique within the archive.
   */
  readonly member: string;
  /** The first 64 KiB, or the whole file if it is shorter. */
  readonly head: Uint8Array;
  /** Once there are no more pieces: why the file could not be read to its end, or null if it was. */
  readonly problem: FormatDiagnostic | null;
  /** Approximate number of bytes of the outermost archive read since the previous file. */
  readonly packed: number;
}

export interface EvidenceWalkOptions {
  /** Tried on encrypted members, after the customary password. */
  readonly passwords?: readonly string[];
  /** Return false to skip a member silently. A nested archive is asked about by its own path. */
  readonly wants?: (member: string) => boolean;
  /** Called for each member that a password opened. */
  readonly opened?: (password: string) => void;
  readonly budget?: UnpackBudget;
}

/**
 * Walks the evidence files in an archive, including those in nested archives, one level deep. A nested archive is not
 * yielded as a file itself. Read each file, as far as you need it, before you ask for the next.
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
