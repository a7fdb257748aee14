import type { RowSet } from "../../columns/index.ts";
import type { ReadSettings } from "../../scan/index.ts";
import type { RunRules } from "./run-rules.ts";

/** A file on its way through the queue. */
export interface QueuedFile {
  /** The id of its evidence. */
  readonly id: string;
  readonly file: File;
  readonly readSettings: ReadSettings;
  /** The alerts of the last scan, if that read the file with the same settings. */
  readonly earlier: RowSet;
  /** If the last scan read the file with other settings: the page from which on this scan's alerts replace its. Else null. */
  readonly replacesFrom: number | null;
  /** The fingerprint of the file at its last scan; empty if there is none. */
  readonly fingerprint: string;
}

/** A file after its first pass. The second pass has to run the same rules. */
export interface ScannedFile extends QueuedFile {
  readonly rules: RunRules;
}
