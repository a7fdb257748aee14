/**
 * Zip archives of rules, no further than memory allows.
 *
 * What the archive says of itself is not believed: sizes are counted while unpacking, and names are only shown, never
 * used as paths.
 */
import { type ZipFault, ZipMember, zipMembers } from "../../bytes/index.ts";
import { quote } from "../problems.ts";
import type { RuleProblem } from "../rule.ts";
import { MAX_RATIO, MAX_TEXT_BYTES, MAX_UNPACKED_BYTES, RATIO_FROM_BYTES } from "./limits.ts";

export interface Member {
  /** As the archive has it: hostile. */
  readonly path: string;
  readonly encrypted: boolean;
  /** The first bytes, so many as asked for or all. */
  readonly head: (bytes: number) => Promise<Uint8Array<ArrayBuffer> | RuleProblem>;
  readonly content: () => Promise<Uint8Array<ArrayBuffer> | RuleProblem>;
}

/** Tells a problem from what was asked for. */
export function isProblem<T extends object>(value: T | RuleProblem): value is RuleProblem {
  return "code" in value;
}

/**
 * The files in an archive, in the order of its directory; a problem in the place of those that cannot be found
 * because the directory is damaged. Folders are left out.
 */
export async function* members(file: Blob, name: string): AsyncGenerator<Member | RuleProblem> {
  const budget: Budget = { left: MAX_UNPACKED_BYTES };
  const found = zipMembers(file);
  for (;;) {
    let next: Awaited<ReturnType<typeof found.next>>;
    try {
      next = await found.next();
    } catch (error) {
      yield damagedArchive(error instanceof Error ? error.message : String(error), quote(name));
      return;
    }
    if (next.done === true) return;
    const one = next.value;
    if (one instanceof ZipMember) {
      const place = `${quote(one.path)} in ${quote(name)}`;
      yield {
        path: one.path,
        encrypted: one.isEncrypted,
        head: (bytes) => unpack(one, new Sink(place, one, bytes, budget)),
        content: () => unpack(one, new Sink(place, one, Infinity, budget)),
      };
    } else if (one.path === undefined) yield damagedArchive(one.reason, quote(name));
    else yield damagedMember(one, `${quote(one.path)} in ${quote(name)}`);
  }
}

/** What may still be unpacked of the archive. */
interface Budget {
  left: number;
}

async function unpack(member: ZipMember, sink: Sink): Promise<Uint8Array<ArrayBuffer> | RuleProblem> {
  try {
    const reader = await member.open([]);
    if ("code" in reader) return damagedMember(reader, sink.place);
    while (!sink.full) {
      const piece = await reader.read();
      if (piece === null) break;
      const refusal = sink.write(piece);
      if (refusal === null) continue;
      await reader.close();
      return refusal;
    }
    await reader.close();
    if (reader.fault !== null) return damagedMember(reader.fault, sink.place);
    return sink.isShort ? wrongSize(sink.place) : sink.bytes();
  } catch (error) {
    return damagedMember({ reason: error instanceof Error ? error.message : String(error) }, sink.place);
  }
}

/** Takes unpacked bytes until there are enough, or too many. */
class Sink {
  readonly place: string;
  readonly #packed: number;
  readonly #size: number;
  readonly #wanted: number;
  readonly #budget: Budget;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(place: string, { packedSize, size }: ZipMember, wanted: number, budget: Budget) {
    this.place = place;
    this.#packed = packedSize;
    this.#size = size;
    this.#wanted = wanted;
    this.#budget = budget;
  }

  get full(): boolean {
    return this.#length >= this.#wanted;
  }

  /** There is less than the headers say. */
  get isShort(): boolean {
    return !this.full && this.#length < this.#size;
  }

  /** Takes a copy of a piece; why nothing of the member may be used, or null. */
  write(chunk: Uint8Array): RuleProblem | null {
    this.#length += chunk.length;
    this.#budget.left -= chunk.length;
    this.#chunks.push(chunk.slice());
    return this.#tooMuch();
  }

  #tooMuch(): RuleProblem | null {
    const { place } = this;
    if (this.#length > this.#size) return wrongSize(place);
    if (this.#length > RATIO_FROM_BYTES && this.#length > MAX_RATIO * this.#packed) {
      const message = `${place} unpacks to more than ${MAX_RATIO} times its size, as archives do that are made to fill memory. It was not read: find out who made it.`;
      return { code: "archive-bomb", message };
    }
    if (this.#length > MAX_TEXT_BYTES) {
      return { code: "too-big", message: tooBig(place) };
    }
    if (this.#budget.left < 0) {
      const message = `The rules in the archive unpack to more than ${MAX_UNPACKED_BYTES / 2 ** 20} MB: reading stopped at ${place}. Pack fewer files at a time.`;
      return { code: "archive-too-big", message };
    }
    return null;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const length = Math.min(this.#length, this.#wanted);
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

function damagedMember({ reason }: Pick<ZipFault, "reason">, place: string): RuleProblem {
  const message = `${place} cannot be unpacked (${quote(reason)}). Unpack the archive with another program and drop the file, or get it again.`;
  return { code: "member-damaged", message };
}

function wrongSize(place: string): RuleProblem {
  return damagedMember({ reason: "its size is not that of its headers" }, place);
}
