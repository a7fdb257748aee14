import { SvelteMap } from "svelte/reactivity";
import type { Evidence } from "../../case/index.ts";
import type { DroppedFile } from "../intake/dropped-file.ts";

/** Bytes that are compared at the beginning, in the middle and at the end of two files. */
const COMPARED = 64 * 1024;

/** The files of this session, by the id of their evidence: a case that was opened again has none until they are added again. */
export class FilesAtHand {
  readonly #files = new SvelteMap<string, File>();

  has(evidenceId: string): boolean {
    return this.#files.has(evidenceId);
  }

  get(evidenceId: string): File | undefined {
    return this.#files.get(evidenceId);
  }

  add(evidenceId: string, file: File): void {
    this.#files.set(evidenceId, file);
  }

  /** Gives all of them to another session. */
  giveTo(other: FilesAtHand): void {
    for (const [id, file] of this.#files) other.add(id, file);
  }

  remove(evidenceId: string): void {
    this.#files.delete(evidenceId);
  }

  /**
   * The evidence that a file is once more: the path and the size must agree, and the time of the last change or, where the
   * earlier file is at hand, the content. Logs of two hosts often have the same name and size.
   *
   * @param candidates the evidence that it may be
   */
  async recognise(
    { file, path }: DroppedFile,
    candidates: readonly Evidence[],
  ): Promise<Evidence | undefined> {
    for (const evidence of candidates) {
      if (evidence.path !== path || evidence.size !== file.size) continue;
      if (evidence.lastModified === file.lastModified) return evidence;
      const earlier = this.#files.get(evidence.id);
      if (earlier !== undefined && (await looksTheSame(earlier, file))) return evidence;
    }
    return undefined;
  }

  /**
   * Gives files back to the evidence that they are. Name and size must agree. If the path and the time of the last change
   * do as well, that is enough; otherwise the fingerprint decides, for which the file is read: logs of two hosts often have
   * the same name and size, and a copy may have another time.
   *
   * @param candidates the evidence that they may be
   * @param fingerprintOf reads a file for its fingerprint
   * @param sha256Of reads a file for its hash, where the fingerprint of an early version says nothing
   * @returns the evidence that now has its file, and the files that belong to none
   */
  async attach(
    files: readonly DroppedFile[],
    candidates: readonly Evidence[],
    fingerprintOf: (file: File) => Promise<string>,
    sha256Of: (file: File) => Promise<string>,
  ): Promise<{ readonly attached: readonly Evidence[]; readonly strangers: DroppedFile[] }> {
    const found = new Map<Evidence, File>();
    const strangers: DroppedFile[] = [];
    for (const dropped of files) {
      const { file, path } = dropped;
      const missing = candidates.filter(
        (evidence) =>
          !this.has(evidence.id) &&
          !found.has(evidence) &&
          evidence.size === file.size &&
          evidence.name === file.name,
      );
      const same =
        missing.find((evidence) => evidence.path === path && evidence.lastModified === file.lastModified) ??
        (missing.length === 0 ? undefined : await sameContent(dropped, missing, fingerprintOf, sha256Of));
      if (same === undefined) strangers.push(dropped);
      else found.set(same, file);
    }
    // All at once: what needs all of these files must not begin with the first.
    for (const [{ id }, file] of found) this.add(id, file);
    return { attached: [...found.keys()], strangers };
  }
}

/**
 * Of evidence with the name and size of a file, that with its content, and of several the one with the most similar path.
 * Evidence whose scan never ended has no fingerprint: nothing speaks against it. Early versions made fingerprints in
 * another way: where none agrees, the hash decides.
 */
async function sameContent(
  { file, path }: DroppedFile,
  candidates: readonly Evidence[],
  fingerprintOf: (file: File) => Promise<string>,
  sha256Of: (file: File) => Promise<string>,
): Promise<Evidence | undefined> {
  const isKnown = candidates.some(({ fingerprint }) => fingerprint !== "");
  const read = isKnown ? await fingerprintOf(file).catch(() => null) : "";
  if (read === null) return undefined;
  const nearest = (those: readonly Evidence[]): Evidence | undefined =>
    those.toSorted((a, b) => commonEnd(b.path, path) - commonEnd(a.path, path))[0];
  const same = isKnown ? nearest(candidates.filter(({ fingerprint }) => fingerprint === read)) : undefined;
  if (same !== undefined) return same;
  const unfinished = nearest(candidates.filter(({ fingerprint }) => fingerprint === ""));
  if (unfinished !== undefined) return unfinished;
  const hash = await sha256Of(file).catch(() => "");
  return hash === "" ? undefined : nearest(candidates.filter(({ sha256 }) => sha256 === hash));
}

/** How many names at the end of two paths agree: someone may choose a folder above or below the one of before. */
function commonEnd(one: string, other: string): number {
  const [a, b] = [one, other].map((path) => path.split("/").reverse());
  const differs = a!.findIndex((name, i) => name !== b![i]);
  return differs < 0 ? a!.length : differs;
}

/** Whether two files of the same size have the same bytes in three places; false if one cannot be read. */
async function looksTheSame(one: File, other: File): Promise<boolean> {
  const { size } = one;
  for (const place of [0, Math.floor(size / 2), Math.max(0, size - COMPARED)]) {
    try {
      const [a, b] = await Promise.all(
        [one, other].map(
          async (file) => new Uint8Array(await file.slice(place, place + COMPARED).arrayBuffer()),
        ),
      );
      if (a!.length !== b!.length || a!.some((byte, i) => byte !== b![i])) return false;
    } catch {
      return false;
    }
  }
  return true;
}
