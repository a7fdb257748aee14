import type { HuntLimit, ScanRule } from "../../scan/index.ts";
import type { WorkerHandle } from "./workers.ts";

/** The rules of a scan, with a key that differs wherever the rules do. */
export interface KeyedRules {
  readonly rules: readonly ScanRule[];
  readonly key: string;
  /** Given where the rule is the query of a hunt. */
  readonly hunt?: HuntLimit;
}

/** A worker that is given its rules once, not with every file: compiling hundreds takes a tenth of a second. */
export class RuledWorker<Api extends { use(rules: readonly ScanRule[], hunt?: HuntLimit): Promise<void> }> {
  readonly #handle: WorkerHandle<Api>;
  #key: string | null = null;
  #given: Promise<void> = Promise.resolve();

  constructor(handle: WorkerHandle<Api>) {
    this.#handle = handle;
  }

  /** Gives the worker its rules. A worker answers messages in order, so no one has to wait for this. */
  use({ rules, key, hunt }: KeyedRules): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#given = this.#handle.run((api) => api.use(rules, hunt));
    // The next `run` reports the failure.
    this.#given.catch(() => undefined);
  }

  /**
   * Rejects as `WorkerHandle.run` does, and also where the rules did not reach the worker: it would answer with the
   * rules it had before.
   */
  async run<Result>(call: (api: Api) => Promise<Result>): Promise<Result> {
    const [result] = await Promise.all([this.#handle.run(call), this.#given]);
    return result;
  }

  /** Resolves once the latest rules are compiled, and rejects where they did not reach the worker. */
  get ready(): Promise<void> {
    return this.#given;
  }

  terminate(): void {
    this.#handle.terminate();
  }
}
