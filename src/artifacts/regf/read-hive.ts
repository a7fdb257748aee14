import { type ByteSource, RandomReader, readBlob } from "../../bytes/index.ts";
import { ProblemList } from "../diagnostic.ts";
import { hasSignature, u32 } from "../little-endian.ts";
import { isSameName } from "../text.ts";
import { BASE_BLOCK_BYTES, type BaseBlock, baseBlock } from "./base-block.ts";
import { Bins } from "./bins.ts";
import { deletedEntries } from "./deleted.ts";
import { Hive, type HiveContent, type HiveFacts } from "./hive.ts";
import { subkeyOffsets } from "./key-list.ts";
import { type KeyNode, keyNode } from "./key-node.ts";
import { MOST_BINS_BYTES } from "./limits.ts";
import { type Mount, mountOf } from "./mount.ts";
import { linkedCells } from "./linked-cells.ts";
import { readBudget } from "./read-budget.ts";
import { isDirty, type Recovery, recoveryOf } from "./recovery.ts";

const MEBIBYTE = 1024 * 1024;
/** Windows writes these minor versions of 1; 1.1 and 1.2 have other cells. */
const OLDEST_MINOR = 3;
const NEWEST_MINOR = 6;
const NOT_DIRTY: Recovery = { entries: [], base: null, isOpen: false };

/**
 * Reads a registry hive (regf 1.3 to 1.6). A dirty one is read with the changes in its logs, which are laid over it in
 * memory; a clean one without them, whatever they contain. SAM and SECURITY are named and not read: they contain secrets.
 *
 * Anything may be damaged: what cannot be read is missing from the answers and in `problems`. A file that is no hive at
 * all has no keys, and says so there.
 *
 * @param logs its LOG1 and LOG2, in any order; empty ones are usual
 * @param name the path or name of the file, for hives whose content does not say whose they are
 * @throws what `readBlob` throws when a file cannot be read
 */
export async function readHive(source: ByteSource, logs: readonly ByteSource[], name = ""): Promise<Hive> {
  const problems = new ProblemList();
  const reader = new RandomReader(source);
  const head = await reader.read(0, 2 * BASE_BLOCK_BYTES);
  const found = baseBlock(head);
  const hasBins = hasSignature(head, BASE_BLOCK_BYTES, "hbin");
  if (found !== null && (found.type === "old-log" || found.type === "new-log") && !hasBins) {
    return noHive("is-a-log", problems);
  }
  if (found === null && !hasBins) return noHive("not-a-hive", problems);

  const dirty = isDirty(found);
  if (found?.hasRightChecksum !== true) problems.add("hive-header", { kind: "checksum" }, 0);
  const recovery = dirty ? await recoveryOf(found, logs, problems) : NOT_DIRTY;
  const base = recovery.base ?? found;
  const facts: Omit<HiveFacts, "mount" | "rootName"> = {
    version: base === null ? "" : `${base.major}.${base.minor}`,
    loadedFrom: base?.fileName ?? "",
    isDirty: dirty,
    isOpen: recovery.isOpen,
    entries: recovery.entries,
  };
  const minor = base?.minor ?? NEWEST_MINOR;
  const none = (): Hive =>
    new Hive({ ...facts, rootName: "", mount: { kind: "other", root: "" } }, null, problems);
  if (base !== null && !isKnownVersion(base, problems)) return none();

  const bytes = await recoveredBins(source, logs, binsSize(base, recovery, source.size, problems), recovery);
  if (bytes === null) return none();
  const bins = new Bins(bytes, problems);
  const root = rootKey(bins, base, problems);
  if (root === null) return none();

  const mount = mountOf(root.name, keyTest(bins, root, problems), name, facts.loadedFrom);
  const content: HiveContent = {
    bins,
    root,
    minor,
    deleted: (names) => deletedEntries(bins, minor, names, linkedCells(bins, root), reader),
  };
  return new Hive({ ...facts, rootName: root.name, mount }, allowed(mount, content, problems), problems);
}

function noHive(kind: "is-a-log" | "not-a-hive", problems: ProblemList): Hive {
  problems.add("hive-header", { kind }, 0);
  const mount: Mount = { kind: "other", root: "" };
  const facts = {
    mount,
    rootName: "",
    version: "",
    loadedFrom: "",
    isDirty: false,
    isOpen: false,
    entries: [],
  };
  return new Hive(facts, null, problems);
}

/** The content of a hive with passwords' hashes or secrets is not kept. */
function allowed({ kind }: Mount, content: HiveContent, problems: ProblemList): HiveContent | null {
  if (kind !== "sam" && kind !== "security") return content;
  problems.add("hive-secrets", { hive: kind === "sam" ? "SAM" : "SECURITY" }, 0);
  return null;
}

function isKnownVersion({ major, minor, hasRightChecksum }: BaseBlock, problems: ProblemList): boolean {
  if (major === 1 && minor >= OLDEST_MINOR && minor <= NEWEST_MINOR) return true;
  // A version out of a damaged header says nothing.
  const read = !hasRightChecksum || major > 1 || minor > NEWEST_MINOR;
  problems.add("hive-header", { kind: "version", version: `${major}.${minor}`, read }, 0);
  return read;
}

/** How many bytes of bins there can be: not what the header or a log claims, but what the files have. */
function binsSize(
  base: BaseBlock | null,
  { entries }: Recovery,
  fileSize: number,
  problems: ProblemList,
): number | null {
  const own = Math.max(0, fileSize - BASE_BLOCK_BYTES);
  const says = entries.at(-1)?.binsSize ?? (base?.hasRightChecksum === true ? base.binsSize : own);
  const pages = entries.flatMap((entry) => entry.pages);
  const supplied = pages.reduce((end, { to, length }) => Math.max(end, to + length), own);
  // Pages far beyond the bins would need memory for what nobody has.
  const most = own + 2 * pages.reduce((sum, { length }) => sum + length, 0) + MEBIBYTE;
  const size = Math.min(says, supplied, most);
  if (size > MOST_BINS_BYTES) {
    const limit = MOST_BINS_BYTES / MEBIBYTE;
    problems.add("hive-size", { kind: "too-large", mebibytes: Math.ceil(size / MEBIBYTE), limit }, 0);
    return null;
  }
  if (size < says) problems.add("hive-size", { kind: "cut", missing: says - size }, BASE_BLOCK_BYTES + size);
  return size;
}

/** The bins of the file with the pages of its logs over them. */
async function recoveredBins(
  source: ByteSource,
  logs: readonly ByteSource[],
  size: number | null,
  { entries }: Recovery,
): Promise<Uint8Array | null> {
  if (size === null) return null;
  const bins = new Uint8Array(size);
  await readInto(bins, 0, source, BASE_BLOCK_BYTES, size);
  for (const { log, pages } of entries) {
    for (const { to, from, length } of pages) {
      if (to < size) await readInto(bins, to, logs[log]!, from, Math.min(length, size - to));
    }
  }
  return bins;
}

async function readInto(
  bins: Uint8Array,
  to: number,
  source: ByteSource,
  from: number,
  length: number,
): Promise<void> {
  let at = to;
  for await (const piece of readBlob(source.slice(from, from + length))) {
    bins.set(piece.subarray(0, to + length - at), at);
    at += piece.length;
  }
}

/** The key that the header names; if it names none, the first that is marked as a root. */
function rootKey(bins: Bins, base: BaseBlock | null, problems: ProblemList): KeyNode | null {
  const named = base === null ? null : keyNode(bins, base.root);
  if (named !== null) return named;
  problems.add("hive-header", { kind: "no-root" }, 0);
  for (const { start, isUsed } of bins.cells()) {
    const node = isUsed ? keyNode(bins, start - 4) : null;
    if (node?.isRoot === true && u32(bins.bytes, start + 20) > 0) return node;
  }
  return null;
}

/** Whether the root has a sub-key of a name; a few names are asked for, so all are read once. */
function keyTest(bins: Bins, root: KeyNode, problems: ProblemList): (name: string) => boolean {
  const names: string[] = [];
  for (const offset of subkeyOffsets(bins, root, "", readBudget(bins), problems)) {
    const node = keyNode(bins, offset);
    if (node !== null) names.push(node.name);
  }
  return (name) => names.some((each) => isSameName(each, name));
}
