import { pick, type Random } from "../bench/random.ts";

/** A part of a mutant: a range of the sample, unchanged, or other bytes. */
export type Part = { readonly from: number; readonly to: number } | { readonly bytes: Uint8Array };

export interface Mutant {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The mutators, for people. */
  readonly changes: string;
  readonly parts: readonly Part[];
}

/** The longest range that is removed, inserted or overwritten, mostly. */
const LONG = 2000;

/** Bytes that mean something to a reader, so that damage changes its state. */
const SIGNS = "\0\n\r\t \"'\\{}[],:<>&;|-=/0PK*\u001f\u00ff";

/**
 * Changes a file in one place, or in up to three.
 *
 * @param other bytes of another file, for splices
 */
export function mutate(sample: Uint8Array, other: Uint8Array, random: Random): Mutant {
  let parts: readonly Part[] = [{ from: 0, to: sample.length }];
  const changes: string[] = [];
  const rounds = random() < 0.7 ? 1 : 1 + Math.floor(random() * 3);
  for (let i = 0; i < rounds; i++) {
    const [name, change] = pick(random, MUTATORS);
    const length = lengthOf(parts);
    if (length === 0) break;
    parts = change(parts, { random, length, sample, other });
    changes.push(name);
  }
  return { bytes: joined(sample, parts), changes: changes.join(", "), parts };
}

interface Choice {
  readonly random: Random;
  readonly length: number;
  readonly sample: Uint8Array;
  readonly other: Uint8Array;
}

type Mutator = (parts: readonly Part[], choice: Choice) => readonly Part[];

const MUTATORS: readonly (readonly [name: string, Mutator])[] = [
  [
    "flipped bit",
    (parts, choice) => replaceByte(parts, choice, (before) => before ^ (1 << below(choice.random, 8))),
  ],
  ["changed byte", (parts, choice) => replaceByte(parts, choice, () => sign(choice.random))],
  ["zeros", (parts, choice) => overwrite(parts, choice, () => 0)],
  ["noise", (parts, choice) => overwrite(parts, choice, () => below(choice.random, 256))],
  [
    "removed range",
    (parts, choice) => {
      const [from, to] = rangeIn(choice);
      return [...cut(parts, 0, from), ...cut(parts, to, choice.length)];
    },
  ],
  [
    "inserted range",
    (parts, { random, length }) => {
      const at = below(random, length + 1);
      const bytes = new Uint8Array(lengthFrom(random)).map(() =>
        random() < 0.5 ? sign(random) : below(random, 256),
      );
      return [...cut(parts, 0, at), { bytes }, ...cut(parts, at, length)];
    },
  ],
  ["cut off", (parts, { random, length }) => cut(parts, 0, below(random, length))],
  [
    "doubled range",
    (parts, choice) => {
      const [from, to] = rangeIn(choice);
      return [...cut(parts, 0, to), ...cut(parts, from, choice.length)];
    },
  ],
  [
    "swapped ranges",
    (parts, { random, length }) => {
      const [a, b, c] = [below(random, length), below(random, length), below(random, length)].sort(
        (x, y) => x - y,
      ) as [number, number, number];
      return [...cut(parts, 0, a), ...cut(parts, b, c), ...cut(parts, a, b), ...cut(parts, c, length)];
    },
  ],
  [
    "spliced file",
    (parts, { random, length, other }) => {
      const at = below(random, length + 1);
      const from = below(random, other.length);
      const bytes = other.subarray(from, from + lengthFrom(random));
      const to = Math.min(length, random() < 0.5 ? at : at + bytes.length);
      return [...cut(parts, 0, at), { bytes }, ...cut(parts, to, length)];
    },
  ],
];

function replaceByte(
  parts: readonly Part[],
  { random, length, sample }: Choice,
  byte: (before: number) => number,
): readonly Part[] {
  const at = below(random, length);
  const [before] = joined(sample, cut(parts, at, at + 1));
  return [...cut(parts, 0, at), { bytes: Uint8Array.of(byte(before!)) }, ...cut(parts, at + 1, length)];
}

function overwrite(parts: readonly Part[], choice: Choice, byte: () => number): readonly Part[] {
  const [from, to] = rangeIn(choice);
  const bytes = new Uint8Array(to - from).map(byte);
  return [...cut(parts, 0, from), { bytes }, ...cut(parts, to, choice.length)];
}

/** The range of a mutant in the making, as parts. */
function cut(parts: readonly Part[], from: number, to: number): Part[] {
  const taken: Part[] = [];
  let at = 0;
  for (const part of parts) {
    const length = sizeOf(part);
    const start = Math.max(0, from - at);
    const end = Math.min(length, to - at);
    if (start < end) {
      taken.push(
        "bytes" in part
          ? { bytes: part.bytes.subarray(start, end) }
          : { from: part.from + start, to: part.from + end },
      );
    }
    at += length;
  }
  return taken;
}

function joined(sample: Uint8Array, parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    bytes.set("bytes" in part ? part.bytes : sample.subarray(part.from, part.to), at);
    at += sizeOf(part);
  }
  return bytes;
}

function rangeIn({ random, length }: Choice): [from: number, to: number] {
  const from = below(random, length);
  return [from, Math.min(length, from + lengthFrom(random))];
}

/** Mostly a few bytes, sometimes a disk sector or more. */
function lengthFrom(random: Random): number {
  return 1 + below(random, random() < 0.5 ? 16 : LONG);
}

const sign = (random: Random): number => pick(random, [...SIGNS]).charCodeAt(0);
const sizeOf = (part: Part): number => ("bytes" in part ? part.bytes.length : part.to - part.from);
const lengthOf = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + sizeOf(part), 0);
const below = (random: Random, n: number): number => Math.floor(random() * n);
