import type { CaseDiagnostic } from "../../case/index.ts";
import { ProblemList } from "../../scan/index.ts";
import { broken, CHANGED, stopped } from "../case/file-outcome.ts";
import type { Ledger } from "../case/ledger.svelte.ts";

/** What the queue itself has to report about a file: it was stopped, it changed, its scan broke. */

/** Adds problems to those that the file has, up to the limit of `ProblemList`. Does not write them to the database. */
export function addProblems(ledger: Ledger, id: string, problems: readonly CaseDiagnostic[]): void {
  const evidence = ledger.get(id);
  if (evidence === undefined || problems.length === 0) return;
  const list = new ProblemList();
  const kept = [...evidence.problems, ...problems].filter((problem) => list.accepts(problem));
  ledger.update(id, { problems: kept });
}

export function saveProblem(ledger: Ledger, id: string, problem: CaseDiagnostic): void {
  addProblems(ledger, id, [problem]);
  ledger.save(id);
}

/** Two reads of the file did not give the same: what was found may be incomplete. */
export function markChanged(ledger: Ledger, id: string): void {
  const { lost } = ledger.get(id)!;
  addProblems(ledger, id, [CHANGED]);
  ledger.save(id, { lost: lost + 1 });
}

/** A bug, or a browser that starts no worker. */
export function markBroken(ledger: Ledger, id: string, error: unknown): void {
  const { bytes, lost } = ledger.get(id)!;
  addProblems(ledger, id, [broken(error, bytes)]);
  ledger.save(id, { state: "failed", lost: lost + 1 });
}

export function markStopped(
  ledger: Ledger,
  id: string,
  kind: CaseDiagnostic<"cancelled">["data"]["kind"],
): void {
  saveProblem(ledger, id, stopped(kind));
  ledger.save(id, { state: "cancelled" });
}

/** The second pass was stopped: without it, a file that had only a prescan is not done. */
export function markSecondPassStopped(ledger: Ledger, id: string): void {
  if (ledger.get(id)?.state === "proving") markStopped(ledger, id, "while-proving");
  else saveProblem(ledger, id, stopped("before-hash"));
}
