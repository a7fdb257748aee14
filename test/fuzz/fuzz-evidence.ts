import { mulberry32, pick } from "../bench/random.ts";
import { judge } from "./judge.ts";
import { mutate } from "./mutate.ts";
import type { EvidenceFormat, Sample } from "./sample.ts";
import { samplesOf } from "./samples.ts";
import { comparable, type Outcome, scanSample } from "./scan-sample.ts";
import type { Tally } from "./tally.ts";

/** A mutant is a few milliseconds of work; this is a hang even on a busy machine. */
const MOST_MS = 60_000;
const WHOLE = 1 << 20;

/** Damages files of one format and reads them as the page does. */
export class EvidenceFuzzer {
  readonly #format: EvidenceFormat;
  readonly #samples: readonly Sample[];
  readonly #before = new Map<string, Outcome>();

  constructor(format: EvidenceFormat) {
    this.#format = format;
    this.#samples = samplesOf(format);
  }

  /** Reads the mutant of a seed and adds what it finds to the tally. The same seed always makes the same mutant. */
  async run(seed: number, tally: Tally): Promise<void> {
    const random = mulberry32(seed);
    for (let i = 0; i < 4; i++) random(); // neighbouring seeds begin alike
    const sample = pick(random, this.#samples);
    const carve = this.#format === "evtx" && random() < 0.25;
    const mutant = mutate(sample.bytes, pick(random, this.#samples).bytes, random);
    const piece = 1 + Math.floor(random() * (random() < 0.2 ? 500 : 70_000));
    const trace = `${sample.name}: ${mutant.changes}`;
    const start = performance.now();
    try {
      const before = await this.#sound(sample, carve);
      const begun = performance.now();
      const after = await scanSample(mutant.bytes, WHOLE, carve);
      const milliseconds = performance.now() - begun;
      const again = await scanSample(mutant.bytes, piece, carve);
      tally.mutant(milliseconds, seed);
      if (milliseconds > MOST_MS) tally.fail("hang", seed, trace);
      if (comparable(after) !== comparable(again)) {
        tally.fail("depends on chunking", seed, `${trace}, in pieces of ${piece} bytes`);
      }
      const losses = judge(sample, before, mutant, after);
      tally.lose(losses.inside, losses.outside, before.findings.length, losses.bereft);
      if (losses.outside > 0) tally.note(seed, `${trace}: ${losses.outside} outside the frame`);
      if (losses.isSilent) tally.fail("silent loss", seed, trace);
    } catch (error) {
      tally.mutant(performance.now() - start, seed);
      tally.fail(
        "crash",
        seed,
        `${trace}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  async #sound(sample: Sample, carve: boolean): Promise<Outcome> {
    const key = `${sample.name} ${carve}`;
    const known = this.#before.get(key);
    if (known !== undefined) return known;
    const outcome = await scanSample(sample.bytes, WHOLE, carve);
    if (outcome.findings.length === 0) throw new Error(`The sample ${sample.name} has no events.`);
    this.#before.set(key, outcome);
    return outcome;
  }
}
