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
   * Gives files back to the evidence that they are: the size must agree, and the path or at least the name.
   *
   * @param candidates the evidence that they may be
   * @returns the evidence that now has its file, and the files that belong to none
   */
  attach(
    files: readonly DroppedFile[],
    candidates: readonly Evidence[],
  ): { readonly attached: readonly Evidence[]; readonly strangers: DroppedFile[] } {
    const attached: Evidence[] = [];
    const strangers: DroppedFile[] = [];
    for (const dropped of files) {
      const { file, path } = dropped;
      const missing = candidates.filter(({ id, size }) => !this.has(id) && size === file.size);
      const found =
        missing.find((evidence) => evidence.path === path) ??
        missing.find((evidence) => evidence.name === file.name);
      if (found === undefined) strangers.push(dropped);
      else {
        this.add(found.id, file);
        attached.push(found);
      }
    }
    return { attached, strangers };
  }
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
