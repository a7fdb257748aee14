import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** One way to go through a file's bytes. */
export interface Way {
  /** What is not measured: bytes in the form that the way wants them. */
  prepare?(bytes: Buffer): unknown;
  /** @returns how many records were met */
  run(prepared: never): number;
}

export interface Timed {
  readonly records: number;
  /** Of the fastest round. */
  readonly milliseconds: number;
}

const ROUNDS = 5;

/** `node take-turns.js FILE SCRIPT…`: goes through the file by each script in turns and prints what each took. */
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
