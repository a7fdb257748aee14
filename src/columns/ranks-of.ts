/**
 * The place of each text when all are sorted by code unit; the same place for the same text.
 *
 * A million texts are sorted by one character after the other: comparing two at a time looks at the same beginnings again
 * and again, and takes a browser ten seconds.
 */
export function ranksOf(texts: readonly string[]): Uint32Array<ArrayBuffer> {
  const steps = rankingOf(texts);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** The same in short steps, after each of which something else can be done: a million texts take a second or two. */
export function* rankingOf(texts: readonly string[]): Generator<void, Uint32Array<ArrayBuffer>> {
  const order = Uint32Array.from(texts.keys());
  if (order.length < BY_CHARACTER_FROM) sortPart(texts, order);
  else yield* sortByCharacter(texts, order);
  const ranks = new Uint32Array(texts.length);
  let rank = 0;
  for (let i = 0; i < order.length; i++) {
    if (i > 0 && texts[order[i]!] !== texts[order[i - 1]!]) rank++;
    ranks[order[i]!] = rank;
  }
  return ranks;
}

/** Compares by code unit: the same order on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Texts that are looked at in a step, unless more of them have the same beginning. */
const TEXTS_OF_STEP = 10_000;
/** Fewer texts are sorted by comparing. */
const BY_CHARACTER_FROM = 256;
/** Texts that are the same up to here are sorted by comparing: evidence may have a million with the same long beginning. */
const MAX_DEPTH = 96;

interface Part {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** Splits the texts by their first character, those with the same one by their second, and so on. */
function* sortByCharacter(texts: readonly string[], order: Uint32Array): Generator<void> {
  const keys = new Uint32Array(order.length);
  const parts: Part[] = [{ start: 0, end: order.length, depth: 0 }];
  let looked = 0;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { start, end, depth } = part;
    looked += end - start;
    if (looked > TEXTS_OF_STEP) {
      yield;
      looked = end - start;
    }
    if (end - start < BY_CHARACTER_FROM || depth === MAX_DEPTH) {
      sortPart(texts, order.subarray(start, end));
      continue;
    }
    let least = Infinity;
    let most = 0;
    for (let i = start; i < end; i++) {
      const text = texts[order[i]!]!;
      // What ends here comes before what goes on.
      const key = depth < text.length ? text.charCodeAt(depth) + 1 : 0;
      keys[i] = key;
      if (key < least) least = key;
      if (key > most) most = key;
    }
    if (least === most) {
      if (most > 0) parts.push({ start, end, depth: depth + 1 });
      continue;
    }
    const starts = new Uint32Array(most - least + 2);
    for (let i = start; i < end; i++) starts[keys[i]! - least + 1]!++;
    starts[0] = start;
    for (let key = 1; key < starts.length; key++) starts[key]! += starts[key - 1]!;
    for (let key = 0; key < starts.length - 1; key++) {
      const [from, to] = [starts[key]!, starts[key + 1]!];
      if (to - from > 1 && key + least > 0) parts.push({ start: from, end: to, depth: depth + 1 });
    }
    const before = order.slice(start, end);
    for (let i = 0; i < before.length; i++) order[starts[keys[start + i]! - least]!++] = before[i]!;
  }
}

function sortPart(texts: readonly string[], part: Uint32Array): void {
  part.sort((a, b) => compareText(texts[a]!, texts[b]!));
}
