import type { DiagnosticSeverity } from "../diagnostic/index.ts";

/** The most errors of a file, and the most warnings, that are reported one by one; the rest are counted. */
const MAX_OF_A_KIND = 100;

/**
 * Chooses the problems of a file that are reported one by one: the first hundred errors, the first hundred
 * warnings, and always the first of each code, so that a hundred harmless ones cannot hide a serious one.
 */
export class ProblemList {
  readonly #codes = new Set<string>();
  #errors = 0;
  #others = 0;

  accepts(problem: { readonly code: string; readonly severity: DiagnosticSeverity }): boolean {
    const first = !this.#codes.has(problem.code);
    this.#codes.add(problem.code);
    const before = problem.severity === "error" ? this.#errors++ : this.#others++;
    return first || before < MAX_OF_A_KIND;
  }
}
