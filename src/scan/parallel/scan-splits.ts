import { isPlainLines } from "../../formats/index.ts";
import { type ByteSource, readBlob } from "../../bytes/index.ts";
import type { ScanDiagnostic } from "../diagnostic.ts";
import { FieldsSeen } from "../fields-seen.ts";
import { FileTermMatches } from "../sequences/file-term-matches.ts";
import type { Finding } from "../finding.ts";
import { decodesAll, type ReadSettings } from "../read-settings.ts";
import { FileScan, projectionFor, type LinesScan } from "../scan-file.ts";
import { TextFilter } from "../scan-filter.ts";
import type { CorrelationRule, ScanRules } from "../scan-rules.ts";
import { buffersOf } from "../sequences/term-matches.ts";
import type { Split } from "./split.ts";

/** Findings of a stretch that are kept until it has been scanned: a rule that is too broad finds hundreds of megabytes. */
const MOST_FINDINGS = 2000;

/** What came of one stretch. Offsets are those of the file, lines are counted from the stretch's first. */
export interface SplitResult extends LinesScan {
  readonly index: number;
  /** Those that were not handed over early. */
  readonly findings: readonly Finding[];
  readonly problems: readonly ScanDiagnostic[];
}

/** What a scan needs to know that shares a file's stretches with others. */
export interface SplitQueue {
  /** Said by the first worker that sees the file: it can be scanned in stretches. */
  begin(rules: readonly CorrelationRule[]): Promise<void> | void;
  /** The next one to scan, null when there are none left; unsettled while too many wait to be handed over. */
  next(): Promise<Split | null>;
  /** Takes the first findings of a stretch that has many, once all before it have been handed over. */
  flush(index: number, findings: readonly Finding[]): Promise<void> | void;
  done(scan: SplitResult): Promise<void> | void;
}

/**
 * Whether a file can be shared between workers, and should be: it is lines, and every one of them has to be proved.
 *
 * @throws what `readBlob` throws
 */
export async function isSplittable(
  blob: ByteSource,
  rules: ScanRules,
  readSettings: ReadSettings = {},
): Promise<boolean> {
  if (!decodesAll(readSettings) && TextFilter.for(rules) !== null) return false;
  for await (const chunk of readBlob(blob)) return isPlainLines(chunk);
  return false;
}

/** Scans stretches of a file until the desk has no more. */
export async function scanSplits(
  blob: ByteSource,
  rules: ScanRules,
  queue: SplitQueue,
  readSettings: ReadSettings = {},
  handOver: (scan: SplitResult, buffers: ArrayBuffer[]) => SplitResult = (scan) => scan,
): Promise<void> {
  const projection = projectionFor(rules);
  // Of all stretches together: they are one file.
  const seen = new FieldsSeen(rules.fields);
  let delivered = Promise.resolve();
  let upcoming = queue.next();
  for (let split = await upcoming; split !== null; split = await upcoming) {
    // Asked for early, so that nobody waits for the answer.
    upcoming = queue.next();
    const { index } = split;
    const findings: Finding[] = [];
    const problems: ScanDiagnostic[] = [];
    const receiver = {
      async batch(found: readonly Finding[], met: readonly ScanDiagnostic[]) {
        findings.push(...found);
        problems.push(...met);
        if (findings.length >= MOST_FINDINGS) await queue.flush(index, findings.splice(0));
      },
    };
    const termMatches = new FileTermMatches(rules.correlationRules);
    const scan = new FileScan(
      rules,
      readSettings,
      () => null,
      null,
      projection,
      termMatches,
      seen,
      receiver,
      null,
    );
    const result = { ...(await scan.runLines(blob, split)), index, findings, problems };
    await delivered;
    delivered = Promise.resolve(queue.done(handOver(result, buffersOf(result.termMatches))));
    // It is awaited with the next one at hand, and told then.
    delivered.catch(() => undefined);
  }
  await delivered;
}
