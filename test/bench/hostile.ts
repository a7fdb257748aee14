import { execFileSync } from "node:child_process";
import { bundled } from "./bundled.ts";

/** Of the texts of one kind that are made to cost, the one that costs most. */
export interface HostileFigures {
  readonly kind: string;
  /** What the text consists of, over and over. */
  readonly part: string;
  readonly milliseconds: number;
}

/**
 * What texts cost that begin something over and over and end nothing. That it does not grow with the square of their length is
 * tested by counting; backtracking inside a regular expression cannot be counted, and shows here alone.
 *
 * @param folder where files may be written
 */
export async function measureHostile(folder: string): Promise<readonly HostileFigures[]> {
  const script = await bundled("hostile-texts", folder);
  return JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })) as HostileFigures[];
}

/** One line for each kind, for people. */
export function describeHostile(figures: readonly HostileFigures[]): string {
  return figures
    .map(
      ({ kind, part, milliseconds }) =>
        `hostile ${kind}: at most ${milliseconds} ms, of ${JSON.stringify(part)}`,
    )
    .join("\n");
}
