/**
 * Reads archives of rules within limits of memory.
 *
 * Nothing that the archive claims is trusted: sizes are counted while unpacking, and names are only shown, never used
 * as paths.
 */
import { type ArchiveMember, type MemberContent, UnpackBudget, walkArchive } from "../../bytes/index.ts";
import type { RuleFault, RuleProblem, UnpackFailure } from "../problem.ts";
import { excerpt } from "../problems.ts";
import { HEAD_BYTES, MAX_RATIO, MAX_TEXT_BYTES, MAX_UNPACKED_BYTES, RATIO_FROM_BYTES } from "./limits.ts";

/** Distinguishes a problem from the value that was asked for. */
export function isProblem<T extends object>(value: T | RuleProblem): value is RuleProblem {
  return "code" in value;
}

/**
 * Yields the files in an archive, in the order of its directory, and a problem in place of each that cannot be found.
 * Folders are left out. Archives in the archive are files like others.
 */
export async function* members(file: Blob, name: string): AsyncGenerator<TextMember | RuleProblem> {
  const budget = new UnpackBudget(MAX_UNPACKED_BYTES);
  const walk = walkArchive(file, { budget, nested: false });
  try {
    for (;;) {
      let next: Awaited<ReturnType<typeof walk.next>>;
      try {
        next = await walk.next();
      } catch (error) {
        yield { code: "archive-damaged", data: failureOf(error), file: name };
        return;
      }
      if (next.done === true) return;
      const found = next.value;
      if (!("code" in found)) {
        yield new TextMember(found, name, budget);
        continue;
      }
      // A spent budget was already reported by the member that spent it, and this walk opens no nested archives.
      if (found.code === "empty" || found.code === "spent") continue;
      if (found.code === "nested-too-deep") continue;
      // A link or a device has no content that could be a rule.
      if (found.code === "tar-type" && found.data.kind !== "sparse-file") continue;
      const failure = { kind: "fault", fault: found } as const;
      if (found.path === undefined) yield { code: "archive-damaged", data: failure, file: name };
      else yield { code: "member-damaged", data: { archive: name, ...failure }, file: found.path };
    }
  } finally {
    await walk.return();
  }
}

/** A file in an archive that may contain rules. */
export class TextMember {
  /** As the archive has it: hostile text. */
  readonly path: string;
  readonly encrypted: boolean;
  readonly #member: ArchiveMember;
  readonly #archive: string;
  readonly #budget: UnpackBudget;
  #content: MemberContent | null = null;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(member: ArchiveMember, archive: string, budget: UnpackBudget) {
    this.path = member.path;
    this.encrypted = member.isEncrypted;
    this.#member = member;
    this.#archive = archive;
    this.#budget = budget;
  }

  /** The first 64 KiB, or all. */
  head(): Promise<Uint8Array<ArrayBuffer> | RuleProblem> {
    return this.#upTo(HEAD_BYTES);
  }

  content(): Promise<Uint8Array<ArrayBuffer> | RuleProblem> {
    return this.#upTo(Infinity);
  }

  async #upTo(wanted: number): Promise<Uint8Array<ArrayBuffer> | RuleProblem> {
    try {
      const content = this.#content ?? (await this.#member.open());
      if ("code" in content) return this.#damaged({ kind: "fault", fault: content });
      this.#content = content;
      while (this.#length < wanted) {
        const piece = await content.read();
        if (piece === null) {
          if (content.fault !== null) return this.#damaged({ kind: "fault", fault: content.fault });
          if (this.#length < this.#member.size) return this.#damaged({ kind: "size" });
          break;
        }
        this.#length += piece.length;
        this.#chunks.push(piece.slice());
        const refusal = this.#refusal();
        if (refusal !== null) return refusal;
      }
      return this.#bytes(Math.min(this.#length, wanted));
    } catch (error) {
      return this.#damaged(failureOf(error));
    }
  }

  /** Why nothing of the member may be used, or null. */
  #refusal(): RuleProblem | null {
    const archive = this.#archive;
    const { size, packedSize } = this.#member;
    if (this.#length > size) return this.#damaged({ kind: "size" });
    if (this.#length > RATIO_FROM_BYTES && this.#length > MAX_RATIO * packedSize) {
      return this.#problem({ code: "archive-bomb", data: { archive, times: MAX_RATIO } });
    }
    if (this.#length > MAX_TEXT_BYTES) {
      return this.#problem({ code: "too-big", data: { archive, mebibytes: MAX_TEXT_BYTES / 2 ** 20 } });
    }
    if (this.#budget.isSpent) {
      const mebibytes = MAX_UNPACKED_BYTES / 2 ** 20;
      return this.#problem({ code: "archive-too-big", data: { archive, mebibytes } });
    }
    return null;
  }

  #damaged(failure: UnpackFailure | { readonly kind: "size" }): RuleProblem {
    return this.#problem({ code: "member-damaged", data: { archive: this.#archive, ...failure } });
  }

  #problem(fault: RuleFault): RuleProblem {
    return { ...fault, file: this.path };
  }

  #bytes(length: number): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(length);
    let at = 0;
    for (const chunk of this.#chunks) {
      const part = chunk.subarray(0, length - at);
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

function failureOf(error: unknown): UnpackFailure {
  return { kind: "error", detail: excerpt(error instanceof Error ? error.message : String(error)) };
}
