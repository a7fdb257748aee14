import type { Evidence } from "../../case/index.ts";

/** What a file of the other case is in the merged one. */
export interface MatchedFile {
  readonly other: Evidence;
  /** The own row of the same file; null if there is none. */
  readonly own: Evidence | null;
  /** The id that its row has in the merged case. */
  readonly id: string;
}

/**
 * Finds the files that both cases have: those with the same SHA-256. A file that was not read to its end has none; then
 * its fingerprint and its size have to agree, or, where it has no fingerprint either, its id, its path and its size.
 * A case that has a file twice keeps it twice: each row is matched with one row, of the same id or path if there is one.
 *
 * @param newId makes an id for a file whose own is taken by another file
 */
export function matchFiles(
  own: readonly Evidence[],
  other: readonly Evidence[],
  newId: () => string,
): MatchedFile[] {
  const free = new Set(own);
  const found = new Map<Evidence, Evidence>();
  const take = (isBest: (mine: Evidence, theirs: Evidence) => boolean): void => {
    const byContent = new Map<string, Evidence[]>();
    for (const mine of free) {
      const key = contentKey(mine);
      const same = byContent.get(key);
      if (same === undefined) byContent.set(key, [mine]);
      else same.push(mine);
    }
    for (const theirs of other) {
      if (found.has(theirs)) continue;
      const same = byContent.get(contentKey(theirs));
      const mine = same?.find((file) => free.has(file) && isBest(file, theirs));
      if (mine === undefined) continue;
      free.delete(mine);
      found.set(theirs, mine);
    }
  };
  take((mine, theirs) => mine.id === theirs.id);
  take((mine, theirs) => mine.path === theirs.path);
  take(() => true);
  const taken = new Set(own.map(({ id }) => id));
  return other.map((theirs) => {
    const mine = found.get(theirs);
    if (mine !== undefined) return { other: theirs, own: mine, id: mine.id };
    return { other: theirs, own: null, id: taken.has(theirs.id) ? newId() : theirs.id };
  });
}

function contentKey({ sha256, fingerprint, size, id, path }: Evidence): string {
  if (sha256 !== "") return `sha256 ${sha256}`;
  return fingerprint !== "" ? `fingerprint ${size} ${fingerprint}` : `id ${size} ${id} ${path}`;
}
