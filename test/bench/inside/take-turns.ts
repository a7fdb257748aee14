import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** One way to read the bytes of a file. */
export interface Way {
  /** Converts the bytes to the input of `run`. Not measured. */
  prepare?(bytes: Buffer): unknown;
  /** @returns the number of records */
  run(prepared: never): number;
}

export interface Timed {
  readonly records: number;
  /** The time of the fastest round. */
  readonly milliseconds: number;
}

const ROUNDS = 5;

/** `node take-turns.js FILE SCRIPT…`: reads the file with each script in turn, and prints the time of each. */
const [path, ...scripts] = process.argv.slice(2);
const bytes = readFileSync(path!);
const ways = await Promise.all(
  scripts.map(async (script) => {
    const { way } = (await import(/* @vite-ignore */ pathToFileURL(script).href)) as { way: Way };
    return { way, prepared: (way.prepare?.(bytes) ?? bytes) as never };
  }),
);
const timed: Timed[] = ways.map(() => ({ records: 0, milliseconds: Infinity }));
for (let round = 0; round < ROUNDS; round++) {
  ways.forEach(({ way, prepared }, i) => {
    const started = performance.now();
    const records = way.run(prepared);
    const milliseconds = Math.min(performance.now() - started, timed[i]!.milliseconds);
    timed[i] = { records, milliseconds };
  });
}
console.log(JSON.stringify(timed));
