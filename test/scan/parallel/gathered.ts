import type { Finding, ScanDiagnostic, ScanReceiver, ScanResult } from "../../../src/scan/index.ts";

/** All that a scan hands over, without what differs between two runs. */
export interface Gathered extends ScanResult {
  readonly findings: Finding[];
  readonly problems: ScanDiagnostic[];
}

/** @returns null if the scan has no result: the file was not scanned in splits, or not to its end */
export async function gathered(
  scan: (receiver: ScanReceiver) => Promise<ScanResult | null>,
): Promise<Gathered | null> {
  const findings: Finding[] = [];
  const problems: ScanDiagnostic[] = [];
  const result = await scan({
    batch(found, met) {
      findings.push(...found);
      problems.push(...met);
    },
  });
  return result === null ? null : { ...result, milliseconds: 0, findings, problems };
}
