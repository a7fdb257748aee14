import type { AlertGroup } from "./model.ts";

/** Whether less than the whole history of a new terms rule is known to be in the evidence; false for other rules. */
export function isPartlyCovered({ history, covered }: AlertGroup): boolean {
  return history !== undefined && (covered ?? 0) < history;
}
