import type { ScanDiagnostic } from "./diagnostic.ts";
import type { PackedPart } from "./event-index/index.ts";
import type { Finding } from "./finding.ts";
import type { PackedFindings } from "./packed-findings.ts";

/** How far a file has been read. */
export interface ScanProgress {
  readonly bytes: number;
  /** Events so far, decoded or known to be unable to match. */
  readonly events: number;
  readonly lost: number;
}

/**
 * Receives a scan's results while it runs. Each call is awaited: a slow receiver slows the scan instead of filling
 * memory.
 */
export interface ScanReceiver {
  /** @param packed more findings, of a scan that packs them; it hands over no others */
  batch(
    findings: readonly Finding[],
    problems: readonly ScanDiagnostic[],
    progress: ScanProgress,
    packed?: PackedFindings,
  ): Promise<void> | void;

  /** Takes events for the event index. Without it, there are none to take. */
  events?(part: PackedPart): Promise<void> | void;

  /** The events that were handed over for the index do not count: the scan begins again, or was only a prescan. */
  forgetEvents?(): Promise<void> | void;
}
