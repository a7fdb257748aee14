import {
  EventIndex,
  type EventRow,
  type PackedPart,
  unpackPart,
} from "../../../src/scan/event-index/index.ts";
import type { Finding, ScanDiagnostic, ScanReceiver, ScanResult } from "../../../src/scan/index.ts";

/** All that a scan hands over, without what differs between two runs. */
export interface Gathered extends ScanResult {
  readonly findings: Finding[];
  readonly problems: ScanDiagnostic[];
  readonly indexed: EventRow[];
}

/** @returns null if the scan has no result: the file was not scanned in splits, or not to its end */
export async function gathered(
  scan: (receiver: ScanReceiver) => Promise<ScanResult | null>,
): Promise<Gathered | null> {
  const findings: Finding[] = [];
  const problems: ScanDiagnostic[] = [];
  let parts: PackedPart[] = [];
  const result = await scan({
    batch(found, met) {
      findings.push(...found);
      problems.push(...met);
    },
    events: (part) => void parts.push(part),
    forgetEvents: () => void (parts = []),
  });
  if (result === null) return null;
  return { ...result, milliseconds: 0, findings, problems, indexed: await eventsOf(parts) };
}

async function eventsOf(parts: readonly PackedPart[]): Promise<EventRow[]> {
  const index = new EventIndex();
  for (const part of parts) index.add("file", await unpackPart(part));
  return index.rows({}, 0, Infinity);
}
