import { DatabaseError } from "../case/index.ts";
import { messageOf } from "./error-message.ts";

/** What broke in Loupe itself, or in the browser: no fault of the evidence. */

export function scanBroke(error: unknown): string {
  return `The scan failed: ${messageOf(error)}`;
}

export function correlationBroke(error: unknown): string {
  return `The sequence rules could not be run (${messageOf(error)}): their alerts are missing. That is an error in Loupe.`;
}

export function caseNotOpened(name: string, error: unknown): string {
  return `The case “${name}” could not be opened: ${messageOf(error)}`;
}

export function caseGone(name: string): string {
  return `The case “${name}” was deleted in another tab, and nothing of it is stored any more. A scan that was running in it here was stopped.`;
}

export function caseNotDeleted(error: unknown): string {
  return `The case could not be deleted: ${messageOf(error)}`;
}

/** Why not everything that Loupe stored could be deleted, and what to do. */
export function notWiped(error: unknown): string {
  return error instanceof DatabaseError && error.why === "blocked"
    ? "Not everything is deleted yet, because another tab keeps the database open. Close all other tabs of Loupe: then the browser deletes it."
    : `What Loupe stored could not be deleted: ${messageOf(error)}`;
}
