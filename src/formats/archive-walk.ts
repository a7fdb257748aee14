import {
  type ByteSource,
  isZip,
  UnpackBudget,
  type ZipFault,
  ZipMember,
  zipMembers,
} from "../bytes/index.ts";
import {
  archiveBomb,
  archiveProblem,
  emptyArchive,
  nestedTooDeep,
  nestedTooLarge,
} from "./archive-problems.ts";
import { isGzip } from "./gunzip.ts";
import { inMemory, MAX_NESTED_BYTES } from "./in-memory.ts";
import { Peeked } from "./peeked.ts";
import type { Pieces } from "./pieces.ts";
import type { Problem } from "./record.ts";
import { beginsLikeZip, unzipped } from "./zip-in-gzip.ts";

/** What malware is packed with by custom, so that nobody opens it by accident. */
const CUSTOMARY_PASSWORDS: readonly string[] = ["infected"];

/** A file in an archive, or in an archive that stands in it. */
export interface ArchiveFile extends Pieces {
  /** Path in the archive: of the outer member and the inner one. Hostile text, the file's own in this archive. */
  readonly member: string;
  /** The first bytes: 64 KiB, or all. */
  readonly head: Uint8Array;
  /** Once there are no more pieces: why those were not all. */
  readonly problem: Problem | null;
  /** Bytes of the outermost archive that have been read since the last file, roughly. */
  readonly packed: number;
}

export interface WalkOptions {
  /** Tried on encrypted members, after the customary one. */
  readonly passwords?: readonly string[];
  /** False passes a member over without a word. An archive is asked for by its own path. */
  readonly wants?: (member: string) => boolean;
  /** Told of each member that a password opened. */
  readonly opened?: (password: string) => void;
  /** The limit of the same name: for tests. */
  readonly maxNestedBytes?: number;
  readonly budget?: UnpackBudget;
}

/**
 * Goes through the files in a zip archive, those of archives in it included, one level deep: what holds them is no file
 * of its own. A file has to be read, as far as it is wanted, before the next one is asked for.
 *
 * @param source a zip archive
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function* walkArchive(
  source: ByteSource,
  {
    passwords = [],
    wants = () => true,
    opened = () => undefined,
    maxNestedBytes = MAX_NESTED_BYTES,
    budget,
  }: WalkOptions = {},
): AsyncGenerator<ArchiveFile | Problem, void, void> {
  const walk: Walk = {
    passwords: [...CUSTOMARY_PASSWORDS, ...passwords],
    wants,
    opened,
    maxNestedBytes,
    budget: budget ?? new UnpackBudget(source.size),
  };
  yield* walkLevel(source, "", walk);
}

interface Walk extends Required<WalkOptions> {
  readonly budget: UnpackBudget;
}

async function* walkLevel(
  source: ByteSource,
  folder: string,
  walk: Walk,
): AsyncGenerator<ArchiveFile | Problem, void, void> {
  let empty = true;
  for await (const found of zipMembers(source)) {
    empty = false;
    if (!(found instanceof ZipMember)) yield archiveProblem(within(found, folder));
    else yield* walkMember(found, folder, walk);
    if (walk.budget.isSpent) {
      yield archiveBomb(folder + ("path" in found ? (found.path ?? "") : ""));
      return;
    }
  }
  if (empty) yield emptyArchive(folder === "" ? undefined : folder.slice(0, -1));
}

async function* walkMember(
  found: ZipMember,
  folder: string,
  walk: Walk,
): AsyncGenerator<ArchiveFile | Problem, void, void> {
  const member = folder + found.path;
  if (!walk.wants(member)) return;
  const reader = await found.open(walk.passwords);
  if ("code" in reader) {
    yield archiveProblem(within(reader, folder));
    return;
  }
  if (found.openedWith !== "") walk.opened(found.openedWith);
  for (const remark of found.remarks) yield archiveProblem(within(remark, folder));
  const file = await Peeked.open(reader, walk.budget);
  const isPacked = isGzip(file.head) && beginsLikeZip(file.head);
  if (isZip(file.head)) {
    if (folder !== "") yield nestedTooDeep(member);
    else yield* walkNested(found.inPlace ?? (await inMemory(file, walk.maxNestedBytes)), member, walk);
  } else if (isPacked) {
    if (folder !== "") yield nestedTooDeep(member);
    else yield* walkNested(await inMemory(unzipped(file, walk.budget), walk.maxNestedBytes), member, walk);
  } else {
    yield {
      member,
      head: file.head,
      read: () => file.read(),
      get problem() {
        return reader.fault === null ? null : archiveProblem(within(reader.fault, folder));
      },
      get packed() {
        return reader.packed;
      },
    };
  }
  await reader.close();
  // A nested archive may have been cut short by damage of what it was packed in.
  if ((isZip(file.head) || isPacked) && reader.fault !== null)
    yield archiveProblem(within(reader.fault, folder));
}

async function* walkNested(
  inner: ByteSource | null,
  member: string,
  walk: Walk,
): AsyncGenerator<ArchiveFile | Problem, void, void> {
  if (inner === null) yield nestedTooLarge(member, walk.maxNestedBytes / 2 ** 20);
  else yield* walkLevel(inner, `${member}/`, walk);
}

function within(fault: ZipFault, folder: string): ZipFault {
  if (folder === "") return fault;
  return { ...fault, path: fault.path === undefined ? folder.slice(0, -1) : folder + fault.path };
}
