import { shownPath } from "../zip/member-names.ts";

/** The characters of names that are remembered: an archive may have any number of members. */
const MAX_REMEMBERED = 32 * 1024 * 1024;

/**
 * Gives every member a unique path, like `MemberNames` of zip archives, while the names of later members are not known
 * yet.
 */
export class StreamedNames {
  readonly #given = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #numbers = new Map<string, number>();
  readonly #most: number;
  #remembered = 0;

  /** @param most the characters of names to remember: for tests */
  constructor(most = MAX_REMEMBERED) {
    this.#most = most;
  }

  /**
   * To be called once for each member, in the order of the archive.
   *
   * @param offset that of its header, which is part of its name once there are too many names to remember
   */
  nameOf(path: string, offset: number): string {
    const shown = this.#notBelowFile(shownPath(path));
    const isFull = this.#remembered >= this.#most;
    const base = isFull ? `${shown} (at byte ${offset})` : shown;
    let name = base;
    let n = this.#numbers.get(base) ?? 1;
    while (this.#given.has(name) || this.#folders.has(name)) name = `${base} (${++n})`;
    if (isFull) return name;
    if (n > 1) this.#numbers.set(base, n);
    this.#given.add(name);
    this.#remembered += name.length;
    for (const folder of foldersOf(name)) {
      if (this.#folders.has(folder)) continue;
      this.#folders.add(folder);
      this.#remembered += folder.length;
    }
    return name;
  }

  /** A name must not be below that of a file: if that file is an archive, its members have such names. */
  #notBelowFile(path: string): string {
    let name = path;
    for (;;) {
      const file = foldersOf(name).find((folder) => this.#given.has(folder));
      if (file === undefined) return name;
      name = `${file} (folder)${name.slice(file.length)}`;
    }
  }
}

function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) folders.push(path.slice(0, at));
  return folders;
}
