import { startScanWorker } from "./workers.ts";

/**
 * Passwords for archives that the analyst has typed in. They live as long as the page: none is ever stored, as a case on
 * a disk must not open what somebody locked.
 */
export class ArchivePasswords {
  readonly #known = new Set<string>();

  get all(): readonly string[] {
    return [...this.#known];
  }

  /**
   * Tries a password on the locked members of an archive, and remembers it if it opens one.
   *
   * @throws Error if the archive cannot be read
   */
  async try(file: File, password: string): Promise<boolean> {
    const worker = startScanWorker();
    try {
      const opens = await worker.run((api) => api.opensArchive(file, password));
      if (opens) this.#known.add(password);
      return opens;
    } finally {
      worker.terminate();
    }
  }
}
