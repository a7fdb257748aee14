import { completenessOf, type Evidence, isPartlyStored, openQuestions } from "../../case/index.ts";

/** What of a file is left for the analyst to see or to say. */
export type Attention = "question" | "unreadable" | "header only" | "incomplete" | "not stored" | "warning";

/**
 * Why a file needs the analyst; empty if it does not. A file that is still being read needs nobody yet, except for what is
 * known of it already. Mere notes are no reason: most files have some.
 */
export function attentionOf(file: Evidence): readonly Attention[] {
  const { state, lost, locked = 0, headerOnly = 0, problems } = file;
  const reasons: Attention[] = [];
  if (openQuestions(file).length > 0) reasons.push("question");
  if (state === "unreadable" || state === "failed" || lost > locked) reasons.push("unreadable");
  if (headerOnly > 0) reasons.push("header only");
  if (state === "cancelled" || completenessOf(file) === "cut") reasons.push("incomplete");
  if (isPartlyStored(file)) reasons.push("not stored");
  if (problems.some(({ severity }) => severity === "warning")) reasons.push("warning");
  return reasons;
}
