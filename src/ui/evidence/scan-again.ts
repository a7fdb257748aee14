import type { DroppedFile, Session } from "../../app/index.ts";
import type { Evidence } from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";

/** What the notice about files shows that have not been scanned with all enabled rules, and what it can start. */
export interface ScanAgainProps {
  readonly files: readonly Evidence[];
  /** Those of them that the page can still open. */
  readonly atHand: readonly Evidence[];
  /** The number of rules that at least one file has not been scanned with, and the number of enabled rules. */
  readonly missing: number;
  readonly running: number;
  /** Correlation rules that were not run to their end; none if the scan's status names them. */
  readonly unsearched: readonly Rule[];
  readonly onscan: () => void;
  /** @returns the paths of the files that do not belong to the case */
  readonly onattach: (files: readonly DroppedFile[]) => Promise<readonly string[]>;
}

/** The notice's properties for a case; no files while a scan is running, or another tab works in the case. */
export function scanAgainProps({ queue, case: opened, outdated }: Session): ScanAgainProps {
  const shown = queue.busy || !opened.isWritable ? [] : outdated;
  const files = shown.map(({ evidence }) => evidence);
  return {
    files,
    atHand: files.filter(({ id }) => queue.has(id)),
    missing: Math.max(0, ...shown.map((file) => file.missing)),
    running: opened.rules.running.length,
    unsearched: queue.state === "cancelled" ? [] : opened.rules.unsearched,
    onscan: () => queue.rescan(files.map(({ id }) => id)),
    onattach: async (chosen) => (await queue.attach(chosen)).map(({ path }) => path),
  };
}
