import type { UnpackBudget } from "../expansion.ts";
import type { ByteSource } from "../read-blob.ts";
import type { FaultLocation } from "../zip/index.ts";
import { type ArchiveEntry, type ArchiveFormat, archiveFormatOf, ZIP } from "./archive.ts";
import { formatInGzip, unzipped } from "./archive-in-gzip.ts";
import type { ArchiveFault, EntryFault } from "./fault.ts";
import { inMemory, MAX_NESTED_BYTES } from "./in-memory.ts";
import { MemberContent, within } from "./member-content.ts";

/** A file in an archive, or in an archive nested in it. */
export interface ArchiveMember {
  /** Path in the archive: the outer member's and the inner one's. Hostile text; unique in this archive. */
  readonly path: string;
  readonly isEncrypted: boolean;
  /** The size that its headers claim, in bytes: not to be trusted. */
  readonly size: number;
  readonly packedSize: number;
  /** Begins to read it, or returns why it cannot. It is closed when the next member is requested. */
  open(): Promise<MemberContent | EntryFault>;
}

export interface WalkOptions {
  /** Limits the unpacked size of all members together. */
  readonly budget: UnpackBudget;
  /** Tried on encrypted members. */
  readonly passwords?: readonly string[];
  /** Returning false skips a member silently. For an archive it gets the archive's own path. */
  readonly wants?: (path: string) => boolean;
  /** Called for each member that a password opened. */
  readonly opened?: (password: string) => void;
  /**
   * Also walks archives in the archive, one level deep; such an archive does not count as a file itself. This opens
   * every wanted member. False leaves each member to the caller, unopened.
   */
  readonly nested: boolean;
  /** The limit of the same name: for tests. */
  readonly maxNestedBytes?: number;
}

/**
 * Walks the files in an archive, for rules and evidence alike. A member must be read, as far as it is wanted, before
 * the next one is requested.
 *
 * @returns members, and faults in place of what cannot be read: the file's content never causes an exception
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
  const open = async (): Promise<MemberContent | EntryFault> => {
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

/** Opens a member to see whether it is itself an archive. */
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
  // Damage in the outer packing may have cut a nested archive short.
  if (inner !== null && content.fault !== null) yield content.fault;
}

function member(
  { path, isEncrypted, size, packedSize }: ArchiveEntry,
  folder: string,
  open: ArchiveMember["open"],
): ArchiveMember {
  return { path: folder + path, isEncrypted, size, packedSize, open };
}

function fault(code: "empty" | "nested-too-deep" | "spent", path: string | undefined): ArchiveFault {
  return { code, data: {}, ...at(path) };
}

export function nestedTooLarge(path: string | undefined, most: number): ArchiveFault {
  return { code: "nested-too-large", data: { mebibytes: most / 2 ** 20 }, ...at(path) };
}

function at(path: string | undefined): FaultLocation {
  return { offset: 0, ...(path !== undefined && { path }) };
}
