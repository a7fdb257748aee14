import type { UnpackBudget } from "../expansion.ts";
import type { ByteSource } from "../read-blob.ts";
import { type ArchiveEntry, type ArchiveFormat, archiveFormatOf, ZIP } from "./archive.ts";
import { formatInGzip, unzipped } from "./archive-in-gzip.ts";
import type { ArchiveFault } from "./fault.ts";
import { inMemory, MAX_NESTED_BYTES } from "./in-memory.ts";
import { MemberContent, within } from "./member-content.ts";

/** A file in an archive, or in an archive that stands in it. */
export interface ArchiveMember {
  /** Path in the archive: of the outer member and the inner one. Hostile text, the file's own in this archive. */
  readonly path: string;
  readonly isEncrypted: boolean;
  /** What its headers say, in bytes: not to be believed. */
  readonly size: number;
  readonly packedSize: number;
  /** Begins to read it, or says why that cannot be done. It is closed when the next member is asked for. */
  open(): Promise<MemberContent | ArchiveFault>;
}

export interface WalkOptions {
  /** What the members may unpack to, all together. */
  readonly budget: UnpackBudget;
  /** Tried on encrypted members. */
  readonly passwords?: readonly string[];
  /** False passes a member over without a word. An archive is asked for by its own path. */
  readonly wants?: (path: string) => boolean;
  /** Told of each member that a password opened. */
  readonly opened?: (password: string) => void;
  /**
   * Goes through archives in the archive as well, one level deep: what holds files is then no file of its own. Every
   * member that is wanted is opened for that. False leaves each member to the caller, unopened.
   */
  readonly nested: boolean;
  /** The limit of the same name: for tests. */
  readonly maxNestedBytes?: number;
}

/**
 * Goes through the files in an archive: the one walk of rules and of evidence. A member has to be read, as far as it is
 * wanted, before the next one is asked for.
 *
 * @returns members, and faults in the place of what cannot be read: nothing is thrown for what is in the file
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function* walkArchive(
  source: ByteSource,
  options: WalkOptions,
): AsyncGenerator<ArchiveMember | ArchiveFault, void, void> {
  yield* walkLevel(source, ZIP, "", {
    passwords: [],
    wants: () => true,
    opened: () => undefined,
    maxNestedBytes: MAX_NESTED_BYTES,
    ...options,
  });
}

type Walk = Required<WalkOptions>;
type Walked = AsyncGenerator<ArchiveMember | ArchiveFault, void, void>;

async function* walkLevel(source: ByteSource, format: ArchiveFormat, folder: string, walk: Walk): Walked {
  let isEmpty = true;
  for await (const found of format.members(source)) {
    isEmpty = false;
    if ("code" in found) yield within(found, folder);
    else if (walk.wants(folder + found.path)) {
      yield* walk.nested ? lookInside(found, folder, walk) : leaveClosed(found, folder, walk);
    }
    if (walk.budget.isSpent) {
      yield fault("spent", folder + (found.path ?? ""));
      return;
    }
  }
  if (isEmpty) yield fault("empty", folder === "" ? undefined : folder.slice(0, -1));
}

async function* leaveClosed(entry: ArchiveEntry, folder: string, walk: Walk): Walked {
  let content: MemberContent | null = null;
  const open = async (): Promise<MemberContent | ArchiveFault> => {
    const opened = await MemberContent.open(entry, walk.passwords, walk.budget, folder);
    if (!("code" in opened)) content = opened;
    return opened;
  };
  try {
    yield member(entry, folder, open);
  } finally {
    await (content as MemberContent | null)?.close();
  }
}

/** Opens a member to see whether it is an archive itself. */
async function* lookInside(entry: ArchiveEntry, folder: string, walk: Walk): Walked {
  const content = await MemberContent.open(entry, walk.passwords, walk.budget, folder);
  if ("code" in content) {
    yield content;
    return;
  }
  if (entry.openedWith !== "") walk.opened(entry.openedWith);
  for (const remark of entry.remarks) yield within(remark, folder);
  const plain = archiveFormatOf(content.head);
  const packed = plain === null ? formatInGzip(content.head) : null;
  const inner = plain ?? packed;
  try {
    if (inner === null) yield member(entry, folder, () => Promise.resolve(content));
    else if (folder !== "") yield fault("nested-too-deep", folder + entry.path);
    else {
      const pieces = packed === null ? content : unzipped(content, walk.budget);
      const inPlace = packed === null ? entry.inPlace : null;
      const source = inPlace ?? (await inMemory(pieces, walk.maxNestedBytes));
      if (source === null) yield nestedTooLarge(entry.path, walk.maxNestedBytes);
      else yield* walkLevel(source, inner, `${entry.path}/`, walk);
    }
  } finally {
    await content.close();
  }
  // A nested archive may have been cut short by damage of what it was packed in.
  if (inner !== null && content.fault !== null) yield content.fault;
}

function member(
  { path, isEncrypted, size, packedSize }: ArchiveEntry,
  folder: string,
  open: ArchiveMember["open"],
): ArchiveMember {
  return { path: folder + path, isEncrypted, size, packedSize, open };
}

function fault(code: ArchiveFault["code"], path: string | undefined, reason = ""): ArchiveFault {
  return { code, reason, offset: 0, ...(path !== undefined && { path }) };
}

export function nestedTooLarge(path: string | undefined, most: number): ArchiveFault {
  return fault("nested-too-large", path, `more than ${most / 2 ** 20} MB`);
}
