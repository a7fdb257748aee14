import type { ArtifactProblem, ProblemList } from "../diagnostic.ts";
import { filetimeText } from "../filetime.ts";
import { isSameName } from "../text.ts";
import { BASE_BLOCK_BYTES } from "./base-block.ts";
import type { Bins } from "./bins.ts";
import type { DeletedEntry } from "./deleted.ts";
import { subkeyOffsets } from "./key-list.ts";
import { type KeyNode, className, keyNode } from "./key-node.ts";
import { type RegistryValue, keyValues } from "./key-values.ts";
import { MOST_LEVELS } from "./limits.ts";
import type { LogEntry } from "./log-entry.ts";
import type { HiveKind, Mount } from "./mount.ts";
import { type ReadBudget, readBudget } from "./read-budget.ts";

/** A key with its values. */
export interface RegistryKey {
  /** From the hive's root, which is empty; spelled as in the hive. */
  readonly path: string;
  /** When a value or sub-key was last set, created or deleted in it: the only time that there is. */
  readonly lastWritten: string;
  readonly values: readonly RegistryValue[];
  readonly className: string | null;
  /** Where in the file the key is. */
  readonly offset: number;
}

/** What is known of a hive before any of its keys is read. */
export interface HiveFacts {
  readonly mount: Mount;
  readonly rootName: string;
  readonly version: string;
  readonly loadedFrom: string;
  readonly isDirty: boolean;
  readonly isOpen: boolean;
  readonly entries: readonly LogEntry[];
}

/** The content of a hive: its keys are read when they are asked for. */
export interface HiveContent {
  readonly bins: Bins;
  readonly root: KeyNode;
  readonly minor: number;
  readonly deleted: (names: readonly string[]) => Promise<DeletedEntry[]>;
}

/** A registry hive, its logs laid over it. Lookups go down one path; only `keys` walks. */
export class Hive {
  /** The path in the registry that the hive's root is, such as `HKLM\SOFTWARE`; else the root key's own name. */
  readonly root: string;
  readonly kind: HiveKind;
  readonly rootName: string;
  readonly version: string;
  readonly loadedFrom: string;
  /** Whether changes were only in the logs when the hive was copied. */
  readonly dirty: boolean;
  /** Whether changes from the logs are in what is read here. */
  readonly recovered: boolean;
  /** Whether changes may be missing all the same. Nothing that is not found is then known to be absent. */
  readonly open: boolean;
  /** The numbers of the entries of the logs that were applied. */
  readonly applied: readonly number[];
  readonly #entries: readonly LogEntry[];
  readonly #content: HiveContent | null;
  readonly #problems: ProblemList;

  /** @param content null if none can be read, or none may be */
  constructor(facts: HiveFacts, content: HiveContent | null, problems: ProblemList) {
    this.root = facts.mount.root;
    this.kind = facts.mount.kind;
    this.rootName = facts.rootName;
    this.version = facts.version;
    this.loadedFrom = facts.loadedFrom;
    this.dirty = facts.isDirty;
    this.recovered = facts.entries.length > 0;
    this.open = facts.isOpen;
    this.applied = facts.entries.map(({ sequence }) => sequence);
    this.#entries = facts.entries;
    this.#content = content;
    this.#problems = problems;
  }

  /** All problems found so far: keys are read on demand, and so is their damage. */
  get problems(): readonly ArtifactProblem[] {
    return this.#problems.all;
  }

  /**
   * Looks a key up by its path from the root, without case; the empty path is the root. In a SYSTEM hive
   * `CurrentControlSet` is the control set that was in use.
   */
  get(path: string): RegistryKey | null {
    const content = this.#content;
    const found = content === null ? null : this.#find(content, path);
    if (content === null || found === null) return null;
    return this.#key(content, found.node, found.path, readBudget(content.bins));
  }

  /** The names of a key's sub-keys, in the hive's order; null if there is no such key. */
  subkeys(path: string): readonly string[] | null {
    const content = this.#content;
    const found = content === null ? null : this.#find(content, path);
    if (content === null || found === null) return null;
    return [...this.#children(content, found.node, found.path, readBudget(content.bins))].map(
      ({ name }) => name,
    );
  }

  /** All keys with their values, the root first, each before its sub-keys. */
  async *keys(): AsyncGenerator<RegistryKey, void, void> {
    const content = this.#content;
    if (content === null) return;
    const budget = readBudget(content.bins);
    const visited = new Set<number>([content.root.offset]);
    const levels = [{ path: "", children: this.#children(content, content.root, "", budget) }];
    yield this.#key(content, content.root, "", budget);
    while (levels.length > 0) {
      const { path, children } = levels.at(-1)!;
      const next = children.next();
      if (next.done === true) {
        levels.pop();
        continue;
      }
      const node = next.value;
      const below = path === "" ? node.name : `${path}\\${node.name}`;
      const report = (kind: "repeated" | "too-deep"): void =>
        this.#problems.add("hive-key", { kind, path: below }, BASE_BLOCK_BYTES + node.offset);
      if (visited.has(node.offset)) {
        report("repeated");
        continue;
      }
      visited.add(node.offset);
      yield this.#key(content, node, below, budget);
      if (levels.length < MOST_LEVELS) {
        levels.push({ path: below, children: this.#children(content, node, below, budget) });
      } else if (node.keyCount > 0) report("too-deep");
    }
  }

  /**
   * Finds keys and values of some names that were deleted: in free cells, in the unused ends of used ones, in cells that
   * nothing names any more and after the bins. What is found may be partly overwritten, and the same value may be there
   * several times. This walks the whole hive.
   *
   * @param names names of keys or values, without case
   * @throws what `readBlob` throws when the file cannot be read
   */
  async deleted(names: readonly string[]): Promise<readonly DeletedEntry[]> {
    return (await this.#content?.deleted(names)) ?? [];
  }

  /** The log that a place in the hive was read from, with the number of its entry; null for the hive's own bytes. */
  logOf(offset: number): { readonly log: number; readonly sequence: number } | null {
    const at = offset - BASE_BLOCK_BYTES;
    const entry = this.#entries.findLast(({ pages }) =>
      pages.some(({ to, length }) => at >= to && at < to + length),
    );
    return entry === undefined ? null : { log: entry.log, sequence: entry.sequence };
  }

  #key(content: HiveContent, node: KeyNode, path: string, budget: ReadBudget): RegistryKey {
    return {
      path,
      lastWritten: filetimeText(node.written),
      values: keyValues(content.bins, node, path, content.minor, budget, this.#problems),
      className: className(content.bins, node),
      offset: BASE_BLOCK_BYTES + node.offset,
    };
  }

  #find(content: HiveContent, path: string): { readonly node: KeyNode; readonly path: string } | null {
    const names = path.split("\\").filter((name) => name !== "");
    const [first] = names;
    if (this.kind === "system" && first !== undefined && isSameName(first, "CurrentControlSet")) {
      names[0] = this.#currentControlSet(content) ?? first;
    }
    let node = content.root;
    let found = "";
    for (const name of names) {
      const child = this.#child(content, node, found, name);
      if (child === null) return null;
      found = found === "" ? child.name : `${found}\\${child.name}`;
      node = child;
    }
    return { node, path: found };
  }

  #child(content: HiveContent, parent: KeyNode, path: string, name: string): KeyNode | null {
    for (const child of this.#children(content, parent, path, readBudget(content.bins))) {
      if (isSameName(child.name, name)) return child;
    }
    return null;
  }

  /** `ControlSet001`, or whichever the boot chose. */
  #currentControlSet(content: HiveContent): string | null {
    const select = this.#child(content, content.root, "", "Select");
    if (select === null) return null;
    const values = keyValues(
      content.bins,
      select,
      "Select",
      content.minor,
      readBudget(content.bins),
      this.#problems,
    );
    const current = values.find(({ name }) => isSameName(name, "Current"))?.data;
    return typeof current === "number" ? `ControlSet${String(current).padStart(3, "0")}` : null;
  }

  /** The live sub-keys. One that cannot be read is reported and left out. */
  *#children(
    { bins }: HiveContent,
    parent: KeyNode,
    path: string,
    budget: ReadBudget,
  ): Generator<KeyNode, void, void> {
    const seen = new Set<number>();
    for (const offset of subkeyOffsets(bins, parent, path, budget, this.#problems)) {
      const report = (kind: "unreadable" | "repeated" | "parent"): void =>
        this.#problems.add("hive-key", { kind, path }, BASE_BLOCK_BYTES + offset);
      if (seen.has(offset)) {
        report("repeated");
        continue;
      }
      seen.add(offset);
      const node = keyNode(bins, offset);
      if (node === null) report("unreadable");
      else if (!node.isTombstone) {
        if (node.parent !== parent.offset) report("parent");
        yield node;
      }
    }
  }
}
