/** Seeded choices: the same seed always gives the same bytes. */
export interface Random {
  (): number;
}

/** A small seeded generator of numbers from 0 to 1 (Tommy Ettinger's mulberry32). */
export function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** Different elements, in the order of the list. */
export function some<T>(random: Random, from: readonly T[], count: number): T[] {
  const left = [...from.keys()];
  const taken: number[] = [];
  while (taken.length < count && left.length > 0)
    taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken.sort((a, b) => a - b).map((index) => from[index]!);
}

/** One of the keys, with a frequency according to its weight. */
export function weighted<T>(random: Random, from: readonly (readonly [T, number])[]): T {
  let left = random() * from.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of from) if ((left -= weight) < 0) return value;
  return from.at(-1)![0];
}

export function hex(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
}
