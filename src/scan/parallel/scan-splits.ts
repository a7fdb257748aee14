import { type Prescan, SNIFF_BYTES, type SplitForm, splitFormOf } from "../../formats/index.ts";
import { type ByteSource, readBlob, withWholeHead } from "../../bytes/index.ts";
import type { ScanDiagnostic } from "../diagnostic.ts";
import type { DateOrder } from "../../time/index.ts";
import type { PackedPart } from "../event-index/index.ts";
import { FieldsSeen } from "../fields-seen.ts";
import { FileNearMisses } from "../near-misses/index.ts";
import { FileTermMatches } from "../sequences/file-term-matches.ts";
import type { Finding } from "../finding.ts";
import type { PackedFindings } from "../packed-findings.ts";
import { searchDateOrder } from "../date-order-search.ts";
import { ResumedReceiver } from "../resumed-receiver.ts";
import { decodesAll, type ReadSettings } from "../read-settings.ts";
import { FileScan, projectionFor, type ScanOptions, type SplitCounts } from "../scan-file.ts";
import { requiredTexts } from "../prefilter.ts";
import { ScanFilter } from "../scan-filter.ts";
import { TextFilter } from "../text-filter.ts";
import type { CorrelationRule, ScanRules } from "../scan-rules.ts";
import { buffersOf } from "../sequences/term-matches.ts";
import type { Pass, Split, SplitKind } from "./split.ts";

/**
 * The most findings of a split that are kept until it has been scanned: a rule that is too broad finds hundreds of
 * megabytes.
 */
const MOST_FINDINGS = 2000;
/** The same in bytes for packed findings, which take a tenth as much: as a rule that is enough for a whole split. */
const MOST_PACKED = 8 * 1024 * 1024;
/** The findings of a split that are packed together. */
const PACKED_TOGETHER = 1000;

/** The result of one split. Offsets count from the file's start, lines from the split's first. */
export interface SplitResult extends SplitCounts {
  readonly index: number;
  /** Findings that were not flushed. */
  readonly findings: readonly Finding[];
  /** The same, if findings are packed. */
  readonly packed: readonly PackedFindings[];
  readonly problems: readonly ScanDiagnostic[];
  /** Its events for the index: see `ScanReceiver.events`. */
  readonly parts: readonly PackedPart[];
}

/** The interface of a scan that shares a file's splits with others. */
export interface SplitQueue {
  /** Called by the first worker that sees the file: it can be scanned in splits. */
  begin(kind: SplitKind, rules: readonly CorrelationRule[], pass: Pass): Promise<void> | void;
  /** Whether there are enough workers to share a prescan. */
  sharesPrescans(): Promise<boolean> | boolean;
  /** Returns the next split to scan, null when none are left; pending while too many wait to be handed over. */
  next(): Promise<Split | null>;
  /** Takes the first findings of a split that has many, once all splits before it have been handed over. */
  flush(
    index: number,
    findings: readonly Finding[],
    packed?: readonly PackedFindings[],
  ): Promise<void> | void;
  done(scan: SplitResult): Promise<void> | void;
}

/**
 * What a file is divided into; null if it cannot be shared between workers.
 *
 * @throws what `readBlob` throws
 */
export async function splitKindOf(blob: ByteSource, readSettings: ReadSettings): Promise<SplitKind | null> {
  return (await formOf(blob, readSettings))?.kind ?? null;
}

/** Whether the first pass over a file is a prescan, if its format has one. */
export function isPrescannedBy(rules: ScanRules, readSettings: ReadSettings): boolean {
  return !decodesAll(readSettings) && requiredTexts(rules.conditions) !== null;
}

async function formOf(blob: ByteSource, { encoding, carve }: ReadSettings): Promise<SplitForm | null> {
  for await (const head of withWholeHead(readBlob(blob), SNIFF_BYTES)) {
    const form = splitFormOf(head, blob.size, encoding);
    // What is carved is compared with what other chunks have.
    return form?.kind === "chunks" && carve === true ? null : form;
  }
  return null;
}

/** Scans splits of a file until the queue is empty. */
export async function scanSplits(
  blob: ByteSource,
  rules: ScanRules,
  queue: SplitQueue,
  {
    readSettings = {},
    index = false,
    nearMisses = false,
    lean,
    pack,
  }: Pick<ScanOptions, "readSettings" | "index" | "nearMisses" | "lean" | "pack"> = {},
  handOver: (scan: SplitResult, buffers: ArrayBuffer[]) => SplitResult = (scan) => scan,
): Promise<void> {
  const form = await formOf(blob, readSettings);
  // It has changed since another worker began it: whoever reads it from start to end will say so.
  if (form === null) return;
  const readsAll = index || nearMisses;
  const projection = projectionFor(rules, readsAll, lean?.fields);
  const required = decodesAll(readSettings) ? null : requiredTexts(rules.conditions);
  const prescan: Prescan["filter"] | null = required && ((encoding) => new TextFilter(required, encoding));
  const filter = () => (decodesAll(readSettings) || readsAll ? null : ScanFilter.for(rules));
  // Counted over all splits, as they are one file.
  const seen = new FieldsSeen(rules.fields);
  let order: DateOrder | null | undefined = undefined;
  let delivered = Promise.resolve();
  let upcoming = queue.next();
  for (let split = await upcoming; split !== null; split = await upcoming) {
    // Requested early, so that the worker does not wait for the answer.
    upcoming = queue.next();
    const findings: Finding[] = [];
    let packed: PackedFindings[] = [];
    const problems: ScanDiagnostic[] = [];
    let parts: PackedPart[] = [];
    const receiver = {
      async batch(found: readonly Finding[], met: readonly ScanDiagnostic[]) {
        findings.push(...(lean === undefined ? found : found.map((finding) => lean.lean(finding))));
        problems.push(...met);
        if (pack === undefined) {
          if (findings.length >= MOST_FINDINGS) await queue.flush(split.index, findings.splice(0));
          return;
        }
        if (findings.length >= PACKED_TOGETHER) packed.push(await pack(findings.splice(0)));
        if (sizeOf(packed) < MOST_PACKED) return;
        const full = packed;
        packed = [];
        await queue.flush(split.index, [], full);
      },
      events: (part: PackedPart) => void parts.push(part),
      forgetEvents: () => void (parts = []),
    };
    const resumed = new ResumedReceiver(receiver);
    const begin = (): FileScan =>
      new FileScan(
        rules,
        readSettings,
        order,
        filter,
        split.pass === "scan" ? prescan : null,
        projection,
        new FileTermMatches(rules.correlationRules),
        seen,
        resumed,
        null,
        index,
        nearMisses ? new FileNearMisses() : null,
        lean ?? null,
      );
    const scan = begin();
    let counts = await scan.runSplit(blob, form, split);
    if (scan.needsDateOrder) {
      // The whole file decides, not the split, so that all splits agree.
      order = await searchDateOrder(blob, readSettings);
      await resumed.restart();
      counts = await begin().runSplit(blob, form, split);
    }
    if (pack !== undefined && findings.length > 0) packed.push(await pack(findings.splice(0)));
    const result = { ...counts, index: split.index, findings, packed, problems, parts };
    const buffers = [...buffersOf(result.termMatches), ...parts.map(({ bytes }) => bytes.buffer)];
    await delivered;
    delivered = Promise.resolve(queue.done(handOver(result, buffers)));
    // It is awaited when the next result is ready, which then reports the error.
    delivered.catch(() => undefined);
  }
  await delivered;
}

function sizeOf(packed: readonly PackedFindings[]): number {
  return packed.reduce((sum, { size }) => sum + size, 0);
}
