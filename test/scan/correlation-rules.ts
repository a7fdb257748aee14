/** Sequence rules, and files made of events: shared by the tests of term matches and of correlation. */
import {
  type ScanDiagnostic,
  scanFile,
  type ScanOptions,
  type ScanResult,
  ScanRules,
  type TermMatchColumns,
} from "../../src/scan/index.ts";
import type { ByteSource } from "../../src/bytes/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { ruleOf } from "../rules/run/helpers.ts";

export function sequenceRule(query: string, more: object = {}): Rule {
  return ruleOf({ type: "eql", query, from: "now-9m", interval: "5m", ...more });
}

/** The readers treat every line as an event, whatever it contains. */
export function fileOf(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify({ event: { kind: "event" }, ...event })}\n`).join("");
}

/** A file whose bytes arrive in pieces of `size` bytes. */
export function inPieces(content: string | Uint8Array, size: number): ByteSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const source = (from: number, to: number): ByteSource => ({
    size: to - from,
    slice: (start = 0, end = to - from) => source(from + start, Math.min(from + end, to)),
    stream() {
      let at = from;
      return new ReadableStream({
        pull(controller) {
          if (at >= to) controller.close();
          else controller.enqueue(bytes.subarray(at, Math.min(at + size, to)));
          at += size;
        },
      });
    },
  });
  return source(0, bytes.length);
}

export interface ScannedWith extends ScanResult {
  readonly alerts: string[];
  readonly problems: ScanDiagnostic[];
}

export async function scanWith(
  rules: readonly Rule[],
  file: ByteSource,
  options: ScanOptions = {},
): Promise<ScannedWith> {
  const alerts: string[] = [];
  const problems: ScanDiagnostic[] = [];
  const result = await scanFile(
    file,
    new ScanRules(
      rules.map((rule) => ({ rule, exceptions: [] })),
      0,
    ),
    {
      batch(found, met) {
        alerts.push(...found.map(({ ruleId }) => ruleId));
        problems.push(...met);
      },
    },
    options,
  );
  return { ...result, alerts, problems };
}

/** The term matches of one rule, one part per file. Files without a match yield no part. */
export async function termMatchesIn(
  rule: Rule,
  files: readonly (readonly object[])[],
): Promise<TermMatchColumns[]> {
  const parts: TermMatchColumns[] = [];
  for (const events of files) {
    const { termMatches } = await scanWith([rule], new Blob([fileOf(events)]));
    parts.push(...termMatches);
  }
  return parts;
}
