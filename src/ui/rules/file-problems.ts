import type { CaseRule, RuleFileReport } from "../../case/index.ts";

/** An export can have thousands of problems. */
const MAX_SHOWN = 20;

/**
 * What could not be read in the file that a rule is from, each with its line and column where it has one, as long as the
 * report on the file is there. A file with several rules has the problems of all.
 */
export function problemsOf(
  { origin }: Pick<CaseRule, "origin">,
  files: readonly RuleFileReport[],
): readonly string[] {
  if (origin.kind !== "file") return [];
  const messages = files.flatMap(({ problems }) =>
    problems.filter(({ file }) => file === origin.name).map(({ message }) => message),
  );
  return [...new Set(messages)].slice(0, MAX_SHOWN);
}
