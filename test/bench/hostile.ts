import { execFileSync } from "node:child_process";
import { bundled } from "./bundled.ts";

/** The most expensive of the hostile texts of one kind. */
export interface HostileFigures {
  readonly kind: string;
  /** The part that the text repeats. */
  readonly part: string;
  readonly milliseconds: number;
}

/**
 * Measures texts that open something again and again and close nothing. That reading them is not quadratic is tested
 * by counting work; backtracking inside a regular expression cannot be counted, and shows only here.
 *
 * @param folder for temporary files
 */
export async function measureHostile(folder: string): Promise<readonly HostileFigures[]> {
  const script = await bundled("hostile-texts", folder);
  return JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })) as HostileFigures[];
}

/** One line per kind, for people. */
export function describeHostile(figures: readonly HostileFigures[]): string {
  return figures
    .map(
      ({ kind, part, milliseconds }) =>
        `hostile ${kind}: at most ${milliseconds} ms, of ${JSON.stringify(part)}`,
    )
    .join("\n");
}
