import type { PackedPart } from "./event-index/index.ts";
import type { Finding } from "./finding.ts";
import type { ScanResult } from "./scan-file.ts";
import type { ScanReceiver } from "./scan-receiver.ts";

/** Everything that a scan of a small file hands over. */
export interface CollectedScan {
  readonly result: ScanResult;
  readonly parts: readonly PackedPart[];
  /** The arguments of each call of `ScanReceiver.batch`. */
  readonly batches: readonly Parameters<ScanReceiver["batch"]>[];
}

/** Files up to this size, in bytes, are scanned with one answer: so a folder of small files takes few messages. */
export const COLLECTED_BYTES = 1024 * 1024;

/** About how many bytes are collected. A small archive may have gigabytes in it. */
const MOST_COLLECTED = 16 * 1024 * 1024;

/** Ends a scan that hands over more than should be collected. */
class TooMuch extends Error {}

/**
 * Collects what a scan hands over.
 *
 * @param scan is given the receiver
 * @returns null if it is too much, so that the file has to be scanned with a receiver that takes one batch after the other
 */
export async function collectScan(
  scan: (receiver: ScanReceiver) => Promise<ScanResult>,
): Promise<CollectedScan | null> {
  const batches: Parameters<ScanReceiver["batch"]>[] = [];
  let parts: PackedPart[] = [];
  let size = 0;
  const count = (bytes: number): void => {
    size += bytes;
    if (size > MOST_COLLECTED) throw new TooMuch();
  };
  const receiver: ScanReceiver = {
    batch(...given) {
      const [findings, , , packed] = given;
      count(packed?.size ?? sizeOf(findings));
      batches.push(given);
    },
    events(part) {
      count(part.bytes.length);
      parts.push(part);
    },
    forgetEvents: () => void (parts = []),
  };
  try {
    return { result: await scan(receiver), parts, batches };
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
}

function sizeOf(findings: readonly Finding[]): number {
  return findings.reduce((sum, { raw }) => sum + 3 * raw.length, 0);
}
