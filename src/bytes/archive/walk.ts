import type { UnpackBudget } from "../unpack-limits.ts";
import { byteStreamOf } from "../forward-reader.ts";
import { RandomReader } from "../random-reader.ts";
import type { ByteSource } from "../read-blob.ts";
import type { FaultLocation } from "../zip/index.ts";
import type { ArchiveEntry } from "./archive.ts";
import type { ArchiveFault, EntryFault } from "./fault.ts";
import { MAX_NESTED_BYTES } from "./in-memory.ts";
import { HEAD_BYTES, MemberContent, within } from "./member-content.ts";
import { type ArchiveBytes, openEntries } from "./open-entries.ts";
import { type ArchiveShape, archiveShape, damagedShape } from "./recognise.ts";

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
 * @param source a file; one that is no archive is walked as a damaged zip archive
 * @returns members, and faults in place of what cannot be read: the file's content never causes an exception
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function* walkArchive(
  source: ByteSource,
  options: WalkOptions,
): AsyncGenerator<ArchiveMember | ArchiveFault, void, void> {
  const walk: Walk = {
    passwords: [],
    wants: () => true,
    opened: () => undefined,
    maxNestedBytes: MAX_NESTED_BYTES,
    ...options,
  };
  const head = await new RandomReader(source).read(0, HEAD_BYTES);
  const stream = byteStreamOf(source);
  try {
    // The members count, so the unpacking of the archive as a whole is limited only by its own ratio.
    const bytes = { inPlace: source, stream, budget: null };
    const shape = archiveShape(head) ?? damagedShape(head, NOTHING) ?? NO_ARCHIVE;
    yield* walkLevel(shape, bytes, "", walk);
  } finally {
    await stream.close();
  }
}

const NOTHING = new Uint8Array(0);
const NO_ARCHIVE: ArchiveShape = { archive: "zip", isGzip: false };

type Walk = Required<WalkOptions>;
type Walked = AsyncGenerator<ArchiveMember | ArchiveFault, void, void>;

/** @param folder the archive's path with a slash; empty for the outermost */
async function* walkLevel(shape: ArchiveShape, bytes: ArchiveBytes, folder: string, walk: Walk): Walked {
  const path = folder === "" ? undefined : folder.slice(0, -1);
  const opened = await openEntries(shape, bytes, walk.maxNestedBytes);
  if (opened === null) {
    yield nestedTooLarge(path, walk.maxNestedBytes);
    return;
  }
  let isEmpty = true;
  for await (const found of opened.entries) {
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
  const packing = opened.unzipped?.fault ?? null;
  if (packing !== null) yield { code: "gzip", ...packing, ...(path !== undefined && { path }) };
  if (isEmpty) yield fault("empty", path);
}

async function* leaveClosed(entry: ArchiveEntry, folder: string, walk: Walk): Walked {
  let content: MemberContent | null = null;
  const open = async (): Promise<MemberContent | EntryFault> => {
    const opened = await MemberContent.open(entry, walk.passwords, walk.budget, folder);
    if (!("code" in opened)) content = opened;
    return opened;
  };
  try {
    // A damaged header makes the content doubtful, and whoever opens the member cannot see it.
    for (const warning of entry.warnings) if (warning.code === "tar-header") yield within(warning, folder);
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
  for (const warning of entry.warnings) yield within(warning, folder);
  const inner = archiveShape(content.head);
  try {
    if (inner === null) yield member(entry, folder, () => Promise.resolve(content));
    else if (folder !== "") yield fault("nested-too-deep", folder + entry.path);
    else {
      const bytes = { inPlace: entry.inPlace, stream: content, budget: walk.budget };
      yield* walkLevel(inner, bytes, `${entry.path}/`, walk);
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

function nestedTooLarge(path: string | undefined, most: number): ArchiveFault {
  return { code: "nested-too-large", data: { mebibytes: most / 2 ** 20 }, ...at(path) };
}

function at(path: string | undefined): FaultLocation {
  return { offset: 0, ...(path !== undefined && { path }) };
}
