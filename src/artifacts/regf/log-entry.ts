import type { LogEnd } from "../diagnostic.ts";

/** A part of the bins that a log has in a newer state. */
export interface LogPage {
  /** Where it belongs, counted as all offsets in a hive. */
  readonly to: number;
  /** Where it is in the log's file. */
  readonly from: number;
  readonly length: number;
}

/** A change that a log has in full. */
export interface LogEntry {
  /** The log's place among those that were given. */
  readonly log: number;
  readonly sequence: number;
  /** How long all bins are after this change. */
  readonly binsSize: number;
  readonly pages: readonly LogPage[];
}

/** What a log has to apply, and why no more if it should have had more. */
export interface LogContent {
  readonly entries: readonly LogEntry[];
  /** Null if the log simply ends there, or continues with entries of an earlier round. */
  readonly end: { readonly why: LogEnd; readonly offset: number; readonly sequence: number } | null;
}
