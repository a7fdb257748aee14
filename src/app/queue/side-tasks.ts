import { CancelledError } from "../workers/workers.ts";

/** Work that a pass leaves to any worker that is free, while its own goes on. */
export class SideTasks {
  readonly #waiting: { readonly run: (worker: number) => Promise<void>; readonly drop: () => void }[] = [];
  readonly #onAdd: () => void;

  /** @param onAdd called when there is something for workers that are free */
  constructor(onAdd: () => void) {
    this.#onAdd = onAdd;
  }

  /**
   * Has a free worker do something.
   *
   * @param task gets the number of the worker
   * @throws what the task throws; CancelledError if it is dropped before it begins
   */
  do<Result>(task: (worker: number) => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        // What it throws is for the caller of `do`, not for the worker.
        run: (worker) => task(worker).then(resolve, reject),
        drop: () => reject(new CancelledError()),
      });
      this.#onAdd();
    });
  }

  /** The next task for a free worker; undefined if there is none. */
  take(): ((worker: number) => Promise<void>) | undefined {
    return this.#waiting.shift()?.run;
  }

  dropAll(): void {
    for (const { drop } of this.#waiting.splice(0)) drop();
  }
}
