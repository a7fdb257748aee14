import type { RuleFault, RuleProblem } from "./problem.ts";

/** A file of a million bad lines must not become a million problems. */
const MOST_PROBLEMS = 100;

/** The longest text of a file that a problem repeats. */
export const LONGEST_EXCERPT = 80;

export interface RuleProblemList {
  readonly all: readonly RuleProblem[];
  add(fault: RuleFault, line?: number): void;
}

/** Collects the problems of one file up to a limit; the last one then says that there are more. */
export function problemList(file: string): RuleProblemList {
  const all: RuleProblem[] = [];
  return {
    all,
    add(fault, line) {
      if (all.length > MOST_PROBLEMS) return;
      if (all.length === MOST_PROBLEMS) {
        all.push({ code: "more-problems", data: { kind: "text", most: MOST_PROBLEMS }, file });
      } else {
        all.push({ ...fault, file, ...(line !== undefined && { line }) });
      }
    },
  };
}

/** The beginning of a text, one character longer than what is shown if it was longer: a megabyte need not be kept. */
export function excerpt(text: string): string {
  return text.slice(0, LONGEST_EXCERPT + 1);
}
