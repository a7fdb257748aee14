import type { Finding } from "../../src/scan/index.ts";
import type { Mutant } from "./mutate.ts";
import type { Frame, Sample } from "./sample.ts";
import type { Outcome } from "./scan-sample.ts";

/** What damage cost. */
export interface Losses {
  /** Events with damage in their own frame that are gone or changed. */
  readonly inside: number;
  /** Events without damage in their frame that are gone or changed. */
  readonly outside: number;
  /** Events without damage in their frame, of which something that only another frame has is gone. */
  readonly bereft: number;
  /** Events were lost, and nothing says so. */
  readonly isSilent: boolean;
}

/** Compares the events of a damaged file with those of the sample. */
export function judge(sample: Sample, before: Outcome, mutant: Mutant, after: Outcome): Losses {
  const left = counts(after.findings);
  const whole =
    sample.sharedTo === undefined ||
    isWhole({ from: 0, to: sample.sharedTo(before.findings) }, mutant, sample);
  let [inside, outside, bereft, torn] = [0, 0, 0, 0];
  for (const finding of before.findings) {
    if (finding.place.carved || take(left, finding)) continue;
    const frame = sample.frame(finding.place);
    const needed = { from: Math.max(0, frame.from - sample.between), to: frame.to + sample.between };
    const isFrameWhole = whole && isWhole(needed, mutant, sample);
    const needs = isFrameWhole ? (sample.needs?.(finding.place) ?? []) : [];
    if (isFrameWhole && needs.every((copies) => copies.some((copy) => isWhole(copy, mutant, sample))))
      outside++;
    else if (isFrameWhole) bereft++;
    else {
      inside++;
      if (isPartlyLeft(frame, mutant)) torn++;
    }
  }
  // An event that differs from all of the sample is a damaged one, or two of which the middle is missing. Formats without
  // checksums cannot show that.
  const changed = [...left.values()].reduce((sum, count) => sum + count, 0);
  const isLoss = outside + bereft > 0 || torn > 2 * changed;
  return { inside, outside, bereft, isSilent: isLoss && !isReported(before, after) };
}

/** How often each event occurs. */
function counts(findings: readonly Finding[]): Map<string, number> {
  const counted = new Map<string, number>();
  for (const finding of findings) counted.set(finding.raw, (counted.get(finding.raw) ?? 0) + 1);
  return counted;
}

function take(counted: Map<string, number>, finding: Finding): boolean {
  const count = counted.get(finding.raw) ?? 0;
  if (count > 0) counted.set(finding.raw, count - 1);
  return count > 0;
}

function isWhole({ from, to }: Frame, { parts }: Mutant, { bytes }: Sample): boolean {
  const end = Math.min(to, bytes.length);
  return parts.some((part) => !("bytes" in part) && part.from <= from && part.to >= end);
}

function isPartlyLeft({ from, to }: Frame, { parts }: Mutant): boolean {
  return parts.some((part) => !("bytes" in part) && part.from < to && part.to > from);
}

/** Whether anything in the outcome tells that the file is not what it was. */
function isReported(before: Outcome, after: Outcome): boolean {
  const { result } = after;
  if (!result.readable || result.lost > before.result.lost || result.notes > before.result.notes) return true;
  if (result.notEvents > before.result.notEvents || result.headerOnly > before.result.headerOnly) return true;
  const known = new Set(before.problems.map(textOf));
  return after.problems.some((problem) => !known.has(textOf(problem)));
}

const textOf = ({ code, data, offset }: Outcome["problems"][number]): string =>
  JSON.stringify({ code, data, offset });
