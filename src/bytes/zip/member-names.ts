/** A path of 64 KB for each of a million alerts would not fit anywhere. */
const MAX_LENGTH = 400;

/**
 * Gives every member a unique path, which identifies its alerts. Paths are hostile text and are only ever shown. If
 * several members share a name, the later ones are numbered. So is a file with the name of another's folder: if it is
 * an archive, the paths of its contents would clash with the folder's.
 */
export class MemberNames {
  readonly #folders = new Set<string>();
  readonly #given = new Set<string>();
  /** The last number used for each name: an archive may contain half a million members of one name. */
  readonly #numbers = new Map<string, number>();

  /** @param paths of all members */
  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      const shown = shownPath(path);
      for (let at = shown.indexOf("/"); at >= 0; at = shown.indexOf("/", at + 1)) {
        this.#folders.add(shown.slice(0, at));
      }
    }
  }

  /** To be called once for each member, always in the same order. */
  nameOf(path: string): string {
    const shown = shownPath(path);
    let name = shown;
    let n = this.#numbers.get(shown) ?? 1;
    while (this.#given.has(name) || this.#folders.has(name)) name = `${shown} (${++n})`;
    this.#numbers.set(shown, n);
    this.#given.add(name);
    return name;
  }
}

/** A path as it is shown: with slashes, and not endlessly long. */
export function shownPath(path: string): string {
  // Some Windows packers use backslashes as separators, against the format's rules.
  const slashed = path.includes("/") ? path : path.replaceAll("\\", "/");
  if (slashed.length <= MAX_LENGTH) return slashed === "" ? "(no name)" : slashed;
  return `${slashed.slice(0, MAX_LENGTH / 2)}…${slashed.slice(-MAX_LENGTH / 2)}`;
}

/** Whether unpacking would leave the folder that is unpacked into. */
export function leadsOut(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(path);
}
