import { SvelteMap } from "svelte/reactivity";
import type { Evidence } from "../../case/index.ts";
import type { DroppedFile } from "../intake/dropped-file.ts";

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
