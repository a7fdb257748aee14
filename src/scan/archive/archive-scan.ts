import {
  type ArchiveFile,
  type ArchiveKind,
  type EvidenceReader,
  type FormatReport,
  type MemberKinds,
  walkArchive,
} from "../../formats/index.ts";
import { type ArchiveShape, type ByteSource, UnpackBudget } from "../../bytes/index.ts";
import { classify } from "../classify.ts";
import type { ScanDiagnostic } from "../diagnostic.ts";
import { appleDouble, ruleFile } from "../file-problems.ts";
import { readFailure } from "../read-failure.ts";
import { attempt } from "../attempt.ts";

/** The parts of a file's scan that an archive's scan uses. */
export interface ArchiveHost {
  /** Creates a reader for a member's content; its findings are attributed to that member. */
  begin(member: string, budget: UnpackBudget): EvidenceReader;
  /** Processes the bytes appended to a reader. */
  work(reader: EvidenceReader): Promise<void>;
  end(reader: EvidenceReader, complete: boolean): FormatReport;
  problem(problem: ScanDiagnostic): void;
  /** Called with the number of archive bytes read. */
  progress(bytes: number): void;
}

/** What an archive turned out to be. */
export interface ArchiveReport extends Omit<FormatReport, "kind"> {
  readonly kind: ArchiveKind;
  /** Members that no known password opens. */
  readonly locked: readonly string[];
  /** Why the archive could not be read to its end, if reading the file failed. */
  readonly failure: ScanDiagnostic | null;
}

/**
 * Scans the files in an archive one after the other.
 *
 * @param passwords tried on encrypted members
 */
export async function scanArchive(
  source: ByteSource,
  shape: ArchiveShape,
  host: ArchiveHost,
  passwords: readonly string[],
): Promise<ArchiveReport> {
  const scan = new ArchiveScan(host, source.size, shape);
  const budget = UnpackBudget.ofFile(source.size);
  // Only errors of reading are attributed to the file: a bug must surface as one.
  const walk = walkArchive(source, { passwords, budget });
  for (;;) {
    const next = await attempt(walk.next());
    if ("error" in next) return scan.report(readFailure(next.error, scan.read));
    if (next.value.done === true) return scan.report(null);
    const found = next.value.value;
    if ("code" in found) scan.problem(found);
    else {
      const failure = await scan.file(found, budget);
      if (failure !== null) return scan.report(failure);
    }
  }
}

class ArchiveScan {
  readonly #host: ArchiveHost;
  readonly #size: number;
  readonly #shape: ArchiveShape;
  /** By the kind as JSON: equal kinds have equal text, since one function creates them. */
  readonly #kinds = new Map<string, MemberKinds>();
  #files = 0;
  #readable = 0;
  #unread = 0;
  readonly #locked: string[] = [];
  /** Bytes of the archive that were read, roughly. */
  read = 0;

  constructor(host: ArchiveHost, size: number, shape: ArchiveShape) {
    this.#host = host;
    this.#shape = shape;
    this.#size = size;
  }

  problem(problem: ScanDiagnostic): void {
    if (problem.code === "zip-locked") this.#locked.push(problem.member!);
    if (UNOPENED.has(problem.code)) this.#files++;
    if (problem.severity === "error") this.#unread++;
    this.#host.problem(problem);
  }

  /** @returns why the archive cannot be read on, or null */
  async file(file: ArchiveFile, budget: UnpackBudget): Promise<ScanDiagnostic | null> {
    const { member, head } = file;
    this.#files++;
    if (classify(head, member) === "rules") {
      this.problem(ruleFile(member));
      return null;
    }
    if (isAppleDouble(head)) {
      this.problem(appleDouble(member));
      return null;
    }
    const reader = this.#host.begin(member, budget);
    const before = this.read;
    let failure: ScanDiagnostic | null = null;
    for (;;) {
      const read = await attempt(file.read());
      if ("error" in read) failure = readFailure(read.error, this.read);
      const piece = "error" in read ? null : read.value;
      // Content of an unknown kind need not be unpacked to its end.
      if (piece === null || reader.isIgnoring) break;
      reader.append(piece);
      this.read = Math.min(before + file.packed, this.#size);
      this.#host.progress(this.read);
      await this.#host.work(reader);
    }
    const { problem } = file;
    const { kind, readable } = this.#host.end(reader, problem === null && failure === null);
    if (problem !== null) this.problem(problem);
    if (!readable) this.#unread++;
    if (readable && kind.kind !== "empty") {
      this.#readable++;
      const key = JSON.stringify(kind);
      this.#kinds.set(key, { kind, count: (this.#kinds.get(key)?.count ?? 0) + 1 });
    }
    return failure;
  }

  report(failure: ScanDiagnostic | null): ArchiveReport {
    const { archive, isGzip } = this.#shape;
    return {
      kind: {
        kind: "archive",
        ...(archive !== "zip" && { archive }),
        ...(isGzip && { isGzip }),
        files: this.#files,
        members: [...this.#kinds.values()],
      },
      // An empty archive counts as read, as an empty file does.
      readable: this.#readable > 0 || (this.#unread === 0 && failure === null),
      exact: true,
      locked: this.#locked,
      failure,
    };
  }
}

/** Problems that represent a file of the archive. */
const UNOPENED: ReadonlySet<ScanDiagnostic["code"]> = new Set([
  "zip-locked",
  "zip-method",
  "zip-overlap",
  "zip-nested",
  "tar-type",
]);

/** The companion file that macOS adds for every file of an archive: Finder metadata (RFC 1740). */
function isAppleDouble(head: Uint8Array): boolean {
  return head[0] === 0 && head[1] === 5 && head[2] === 0x16 && head[3] === 7;
}
