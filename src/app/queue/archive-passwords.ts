import type { CaseWorkerApi } from "../../../workers/case-role.ts";
import type { WorkerHandle, Workers } from "../workers/workers.ts";

/**
 * Passwords for archives that the analyst has typed in. They live as long as the page and are never stored: a case on a
 * disk must not open what someone has locked.
 */
export class ArchivePasswords {
  readonly #start: Workers["startCase"];
  readonly #known = new Set<string>();
  readonly #trying = new Set<WorkerHandle<CaseWorkerApi>>();

  constructor(workers: Workers) {
    this.#start = () => workers.startCase();
  }

  get all(): readonly string[] {
    return [...this.#known];
  }

  /**
   * Tries a password on the locked members of an archive, and remembers it if it opens one.
   *
   * @throws Error if the archive cannot be read, or the attempt was stopped
   */
  async try(file: File, password: string): Promise<boolean> {
    const worker = this.#start();
    this.#trying.add(worker);
    try {
      const opens = await worker.run((api) => api.opensArchive(file, password));
      if (opens) this.#known.add(password);
      return opens;
    } finally {
      worker.terminate();
      this.#trying.delete(worker);
    }
  }

  /** Ends the attempts that are under way: a large archive takes minutes. */
  stop(): void {
    for (const worker of this.#trying) worker.terminate();
  }
}
