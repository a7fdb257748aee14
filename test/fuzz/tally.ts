export type Failure = "crash" | "hang" | "silent loss" | "depends on chunking";

export interface Failed {
  readonly failure: Failure;
  readonly seed: number;
  readonly trace: string;
}

/** Counts what the mutants of one format cost. */
export class Tally {
  readonly name: string;
  readonly failures: Failed[] = [];
  /** Seeds of mutants that lost events outside the damage. */
  readonly notes: { readonly seed: number; readonly trace: string }[] = [];
  mutants = 0;
  inside = 0;
  outside = 0;
  bereft = 0;
  #events = 0;
  #slowest = { milliseconds: 0, seed: 0 };

  constructor(name: string) {
    this.name = name;
  }

  mutant(milliseconds: number, seed: number): void {
    this.mutants++;
    if (milliseconds > this.#slowest.milliseconds) this.#slowest = { milliseconds, seed };
  }

  /** @param of the number of events in the sample */
  lose(inside: number, outside: number, of: number, bereft = 0): void {
    this.inside += inside;
    this.outside += outside;
    this.bereft += bereft;
    this.#events += of;
  }

  note(seed: number, trace: string): void {
    this.notes.push({ seed, trace });
  }

  fail(failure: Failure, seed: number, trace: string): void {
    this.failures.push({ failure, seed, trace });
  }

  /** One line for people. */
  get line(): string {
    const count = (failure: Failure): number =>
      this.failures.filter((each) => each.failure === failure).length;
    const share = this.#events === 0 ? 0 : (100 * this.outside) / this.#events;
    const { milliseconds, seed } = this.#slowest;
    return [
      `${this.name.padEnd(8)}${String(this.mutants).padStart(7)} mutants`,
      `lost inside the frame ${this.inside}`,
      `outside ${this.outside} (${share.toFixed(3)} %)`,
      ...(this.bereft > 0 ? [`without what they share ${this.bereft}`] : []),
      `silent ${count("silent loss")}`,
      `crashes ${count("crash")}`,
      `hangs ${count("hang")}`,
      `by chunking ${count("depends on chunking")}`,
      `slowest ${milliseconds.toFixed(0)} ms (seed ${seed})`,
    ].join(", ");
  }
}
