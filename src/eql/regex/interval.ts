/** Builds terms for ranges of decimal numbers. */
import type { Node, NodeBuilder, Ranges } from "./nodes.ts";

export const DIGITS: Ranges = [48, 57];

/**
 * Matches the numbers from one bound to the other, given as digits in either order. If both bounds have the same number
 * of digits, a matching number must have as many; otherwise leading zeros are allowed. The same as Lucene's
 * Automata.makeDecimalInterval.
 */
export function numbersBetween(build: NodeBuilder, from: string, to: string): Node {
  const [low, high] = BigInt(from) > BigInt(to) ? [to, from] : [from, to];
  if (low.length === high.length) return sameLength(build, low, high);
  const [first, last] = [String(BigInt(low)), String(BigInt(high))];
  const options: Node[] = [];
  for (let length = first.length; length <= last.length; length++) {
    const least = length === first.length ? first : `1${"0".repeat(length - 1)}`;
    const most = length === last.length ? last : "9".repeat(length);
    options.push(sameLength(build, least, most));
  }
  const zeros = build.repeat(build.chars([48, 48]), 0, Infinity);
  return build.concat(zeros, build.alt(options));
}

function sameLength(build: NodeBuilder, low: string, high: string): Node {
  if (low === "") return build.empty;
  const [a, b] = [low.charCodeAt(0), high.charCodeAt(0)];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  if (a === b) return build.concat(build.chars([a, a]), sameLength(build, lowRest, highRest));
  const any = build.repeat(build.chars(DIGITS), lowRest.length, lowRest.length);
  return build.alt([
    build.concat(build.chars([a, a]), sameLength(build, lowRest, "9".repeat(lowRest.length))),
    build.concat(b - a > 1 ? build.chars([a + 1, b - 1]) : build.none, any),
    build.concat(build.chars([b, b]), sameLength(build, "0".repeat(highRest.length), highRest)),
  ]);
}
