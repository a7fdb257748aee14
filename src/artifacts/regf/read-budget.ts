import type { Bins } from "./bins.ts";
import { LEAST_KEY_BYTES, LEAST_VALUE_BYTES } from "./limits.ts";

/**
 * How much one question may read. No key, value or data belongs to two others, so that together they cannot be more than
 * fit into the hive: what exceeds that is a damaged or a hostile hive, whose lists name the same cells again and again.
 */
export interface ReadBudget {
  /** Entries of lists of keys, and of lists of such lists. */
  keys: number;
  values: number;
  bytes: number;
}

export function readBudget({ bytes }: Bins): ReadBudget {
  return {
    keys: 2 * Math.ceil(bytes.length / LEAST_KEY_BYTES),
    values: Math.ceil(bytes.length / LEAST_VALUE_BYTES),
    bytes: bytes.length,
  };
}
