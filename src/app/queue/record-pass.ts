import { type ScanResult, readSettingsKey } from "../../scan/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { validatedOutcome } from "../case/file-outcome.ts";
import { markChanged } from "./file-marks.ts";
import type { KnownAlerts } from "./known-alerts.ts";
import { passOutcome } from "./pass-outcome.ts";
import type { ScannedFile } from "./queued-file.ts";
import type { SequenceRun } from "./sequence-run.svelte.ts";

/**
 * Records the result of a pass that read and validated a whole file: its counts, its term matches, its near misses, and what becomes of
 * the alerts that an earlier scan found in it.
 *
 * @param known the alerts of the earlier scan, with what this pass found again
 */
export async function recordPass(
  state: CaseState,
  sequences: SequenceRun,
  scanned: ScannedFile,
  result: ScanResult,
  known: KnownAlerts,
): Promise<void> {
  const { id, readSettings, replacesFrom, rules } = scanned;
  const { ledger } = state;
  sequences.request();
  const outcome = passOutcome(scanned, result);
  const readAs = readSettingsKey(readSettings);
  // Not before the alerts of the earlier read are gone: the page may be closed until then.
  const readUntilThen = replacesFrom === null ? readAs : null;
  ledger.save(id, { ...validatedOutcome(result), rulesKey: rules.key, readAs: readUntilThen });
  const termMatches = rules.stillWanted(result.termMatches);
  await state.termMatches.save(id, termMatches, readSettings, outcome === "changed" ? [] : result.locked);
  if (result.nearMisses !== null) await state.nearMisses.save(id, rules.stillWanted(result.nearMisses));
  // The row must say so if the database has refused them.
  if (state.isIncomplete(id)) ledger.save(id);
  switch (outcome) {
    case "changed":
      markChanged(ledger, id);
      break;
    case "locked": {
      const { columns } = state.alerts;
      const isLeft = state.alerts.ofFile(id).some((row) => columns.pageAt(row) < (replacesFrom ?? 0));
      if (!isLeft) ledger.save(id, { readAs });
      break;
    }
    case "replaced":
      await state.removeEarlierRead(id, replacesFrom!);
      ledger.save(id, { readAs });
      break;
    case "compared":
      await state.alerts.remove(id, known.missingFrom(rules));
  }
}
