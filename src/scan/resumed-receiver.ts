import type { ScanDiagnostic } from "./diagnostic.ts";
import type { PackedPart } from "./event-index/index.ts";
import type { Finding } from "./finding.ts";
import type { PackedFindings } from "./packed-findings.ts";
import type { ScanProgress, ScanReceiver } from "./scan-receiver.ts";

/** Hands over each finding and problem once, though a scan that is begun again comes to them twice. */
export class ResumedReceiver implements ScanReceiver {
  readonly #receiver: ScanReceiver;
  #findings = 0;
  #problems = 0;
  #findingsToSkip = 0;
  #problemsToSkip = 0;

  constructor(receiver: ScanReceiver) {
    this.#receiver = receiver;
  }

  /** The problems so far are void: all that come are handed over. */
  forgetProblems(): void {
    this.#problems = 0;
  }

  /** The scan begins again: it will find the same, in the same order. */
  restart(): Promise<void> | void {
    this.#findingsToSkip = this.#findings;
    this.#problemsToSkip = this.#problems;
    return this.forgetEvents();
  }

  events(part: PackedPart): Promise<void> | void {
    return this.#receiver.events?.(part);
  }

  forgetEvents(): Promise<void> | void {
    return this.#receiver.forgetEvents?.();
  }

  batch(
    findings: readonly Finding[],
    problems: readonly ScanDiagnostic[],
    progress: ScanProgress,
    packed?: PackedFindings,
  ): Promise<void> | void {
    const newFindings = findings.slice(this.#findingsToSkip);
    const newProblems = problems.slice(this.#problemsToSkip);
    this.#findingsToSkip = Math.max(0, this.#findingsToSkip - findings.length);
    this.#problemsToSkip = Math.max(0, this.#problemsToSkip - problems.length);
    this.#findings += newFindings.length;
    this.#problems += newProblems.length;
    if (packed === undefined) return this.#receiver.batch(newFindings, newProblems, progress);
    return this.#receiver.batch(newFindings, newProblems, progress, this.#resumed(packed));
  }

  #resumed(packed: PackedFindings): PackedFindings {
    const skipped = Math.min(this.#findingsToSkip, packed.count);
    this.#findingsToSkip -= skipped;
    this.#findings += packed.count - skipped;
    return skipped === 0 ? packed : { ...packed, skipped };
  }
}
