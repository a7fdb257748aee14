/**
 * Archives of rules, no further than memory allows.
 *
 * What the archive says of itself is not believed: sizes are counted while unpacking, and names are only shown, never
 * used as paths.
 */
import {
  type ArchiveFault,
  type ArchiveMember,
  type MemberContent,
  UnpackBudget,
  walkArchive,
} from "../../bytes/index.ts";
import { quote } from "../problems.ts";
import type { RuleProblem } from "../rule.ts";
import { HEAD_BYTES, MAX_RATIO, MAX_TEXT_BYTES, MAX_UNPACKED_BYTES, RATIO_FROM_BYTES } from "./limits.ts";

/** Tells a problem from what was asked for. */
export function isProblem<T extends object>(value: T | RuleProblem): value is RuleProblem {
  return "code" in value;
}

/**
 * The files in an archive, in the order of its directory; a problem in the place of those that cannot be found
 * because the directory is damaged. Folders are left out, archives in the archive are files like others.
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
        yield damagedArchive(error instanceof Error ? error.message : String(error), quote(name));
        return;
      }
      if (next.done === true) return;
      const found = next.value;
      if (!("code" in found)) yield new TextMember(found, `${quote(found.path)} in ${quote(name)}`, budget);
      // Whoever reads the members has been told of a spent budget by the member that spent it.
      else if (found.code === "empty" || found.code === "spent") continue;
      else if (found.path === undefined) yield damagedArchive(found.reason, quote(name));
      else yield damagedMember(found, `${quote(found.path)} in ${quote(name)}`);
    }
  } finally {
    await walk.return();
  }
}

/** A file in an archive that may be a text of rules. */
export class TextMember {
  /** As the archive has it: hostile. */
  readonly path: string;
  readonly encrypted: boolean;
  readonly #member: ArchiveMember;
  readonly #place: string;
  readonly #budget: UnpackBudget;
  #content: MemberContent | null = null;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(member: ArchiveMember, place: string, budget: UnpackBudget) {
    this.path = member.path;
    this.encrypted = member.isEncrypted;
    this.#member = member;
    this.#place = place;
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
      if ("code" in content) return damagedMember(content, this.#place);
      this.#content = content;
      while (this.#length < wanted) {
        const piece = await content.read();
        if (piece === null) {
          if (content.fault !== null) return damagedMember(content.fault, this.#place);
          if (this.#length < this.#member.size) return wrongSize(this.#place);
          break;
        }
        this.#length += piece.length;
        this.#chunks.push(piece.slice());
        const refusal = this.#refusal();
        if (refusal !== null) return refusal;
      }
      return this.#bytes(Math.min(this.#length, wanted));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return damagedMember({ reason }, this.#place);
    }
  }

  /** Why nothing of the member may be used, or null. */
  #refusal(): RuleProblem | null {
    const place = this.#place;
    const { size, packedSize } = this.#member;
    if (this.#length > size) return wrongSize(place);
    if (this.#length > RATIO_FROM_BYTES && this.#length > MAX_RATIO * packedSize) {
      const message = `${place} unpacks to more than ${MAX_RATIO} times its size, as archives do that are made to fill memory. It was not read: find out who made it.`;
      return { code: "archive-bomb", message };
    }
    if (this.#length > MAX_TEXT_BYTES) {
      return { code: "too-big", message: tooBig(place) };
    }
    if (this.#budget.isSpent) {
      const message = `The rules in the archive unpack to more than ${MAX_UNPACKED_BYTES / 2 ** 20} MB: reading stopped at ${place}. Pack fewer files at a time.`;
      return { code: "archive-too-big", message };
    }
    return null;
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

/** The words for a text that is beyond what is read. */
export function tooBig(place: string): string {
  return `${place} is larger than ${MAX_TEXT_BYTES / 2 ** 20} MB, which no rule file is. If it is a long export, export the rules in parts.`;
}

function damagedArchive(reason: string, name: string): RuleProblem {
  const message = `The archive ${name} cannot be read to its end (${quote(reason)}): rules in it may be missing here. Unpack it and drop what it holds, or get it again.`;
  return { code: "archive-damaged", message };
}

function damagedMember({ reason }: Pick<ArchiveFault, "reason">, place: string): RuleProblem {
  const message = `${place} cannot be unpacked (${quote(reason)}). Unpack the archive with another program and drop the file, or get it again.`;
  return { code: "member-damaged", message };
}

function wrongSize(place: string): RuleProblem {
  return damagedMember({ reason: "its size is not that of its headers" }, place);
}
