import type { Pipe } from "../../eql/index.ts";
import type { HuntLimit } from "../../scan/index.ts";

/** The most matches that are listed, in the order of their times. */
export const MOST_ROWS = 10_000;

/** Which matches have to be kept, so that the pipes of the query can be applied to them when all are known. */
export function limitOf(pipes: readonly Pipe[], most = MOST_ROWS): HuntLimit {
  const [first] = pipes;
  if (first === undefined) return { rows: most, from: "first" };
  return { rows: Math.min(first.count, most), from: first.name === "head" ? "first" : "last" };
}

/** What the pipes of a query leave of its results, which are in the order of their times. */
export function piped<Result>(results: readonly Result[], pipes: readonly Pipe[]): readonly Result[] {
  return pipes.reduce(
    (left, { name, count }) =>
      name === "head" ? left.slice(0, count) : left.slice(Math.max(0, left.length - count)),
    results,
  );
}

/** How many results the pipes leave. */
export function countPiped(count: number, pipes: readonly Pipe[]): number {
  return pipes.reduce((left, pipe) => Math.min(left, pipe.count), count);
}

/** Which of some results the pipes leave: the position of the first, and that after the last. */
export function rangeOf(count: number, pipes: readonly Pipe[]): readonly [from: number, to: number] {
  return pipes.reduce<readonly [number, number]>(
    ([from, to], pipe) =>
      pipe.name === "head" ? [from, Math.min(to, from + pipe.count)] : [Math.max(from, to - pipe.count), to],
    [0, count],
  );
}
