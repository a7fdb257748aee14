import type { ScanResult } from "../../scan/index.ts";
import type { QueuedFile } from "./queued-file.ts";

/**
 * What a pass over a whole file means for the alerts that an earlier scan found in it:
 * - `changed`: the file is not the one that was scanned then. Nothing is removed, and the file is marked.
 * - `locked`: members could not be opened, perhaps for want of a password that was known then. Nothing is removed.
 * - `replaced`: the file was read with other settings. All alerts of the earlier read go.
 * - `compared`: alerts that were not found again are removed.
 */
export type PassOutcome = "changed" | "locked" | "replaced" | "compared";

/** @param file as it was queued: what is known of the earlier scan */
export function passOutcome(
  { fingerprint, replacesFrom }: Pick<QueuedFile, "fingerprint" | "replacesFrom">,
  result: Pick<ScanResult, "fingerprint" | "locked">,
): PassOutcome {
  if (fingerprint !== "" && fingerprint !== result.fingerprint) return "changed";
  if (result.locked.length > 0) return "locked";
  return replacesFrom === null ? "compared" : "replaced";
}
