import type { DiagnosticSeverity } from "../diagnostic/index.ts";

/** Unreadable pieces that are told of a file one by one, and as many remarks; the rest is counted. */
const MAX_OF_A_KIND = 100;

/**
 * Chooses the problems of a file that are told one by one: the first hundred unreadable pieces, the first hundred
 * remarks, and always the first of each code, so that a hundred harmless ones cannot hide a serious one.
 */
export class ProblemList {
  readonly #codes = new Set<string>();
  #lost = 0;
  #remarks = 0;

  guard(problem: { readonly code: string; readonly severity: DiagnosticSeverity }): boolean {
    const first = !this.#codes.has(problem.code);
    this.#codes.add(problem.code);
    const before = problem.severity === "error" ? this.#lost++ : this.#remarks++;
    return first || before < MAX_OF_A_KIND;
  }
}
