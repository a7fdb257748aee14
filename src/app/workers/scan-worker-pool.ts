import type { ScanWorkerApi } from "../../../workers/scan-role.ts";
import { type KeyedRules, RuledWorker } from "./ruled-worker.ts";
import type { Workers } from "./workers.ts";

/** The workers that read files. Each is known by its number, from 0 on, and is started when it is first needed. */
export class ScanWorkerPool {
  readonly #start: Workers["startScan"];
  readonly #workers: (RuledWorker<ScanWorkerApi> | undefined)[] = [];
  /** How many workers there are at most. */
  readonly size: number;

  constructor(workers: Workers) {
    this.size = workers.count;
    this.#start = () => workers.startScan();
  }

  /** Starts the workers and lets them compile the rules, before there is anything to scan. */
  prepare(rules: KeyedRules): void {
    for (let number = 0; number < this.size; number++) this.worker(number, rules);
  }

  worker(number: number, rules: KeyedRules): RuledWorker<ScanWorkerApi> {
    const worker = (this.#workers[number] ??= new RuledWorker(this.#start()));
    worker.use(rules);
    return worker;
  }

  /** Ends one worker, and what it is doing. The next task of that number gets a fresh one. */
  end(number: number): void {
    this.#workers[number]?.terminate();
    this.#workers[number] = undefined;
  }

  /** Ends all workers. */
  terminate(): void {
    for (const worker of this.#workers.splice(0)) worker?.terminate();
  }
}
