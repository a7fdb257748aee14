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
