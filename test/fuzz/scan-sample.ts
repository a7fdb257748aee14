import {
  type Finding,
  type ScanDiagnostic,
  scanFile,
  type ScanResult,
  ScanRules,
} from "../../src/scan/index.ts";
import { ruleOf } from "../rules/run/helpers.ts";
import { inPieces } from "../scan/correlation-rules.ts";

/** What the page would know of a file: every event, and every problem. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly problems: readonly ScanDiagnostic[];
  readonly result: ScanResult;
}

const EVERY_EVENT = ruleOf({ type: "eql", query: "any where true" });

/**
 * Scans a file as the page does, with a rule that matches every event.
 *
 * @param piece the bytes that arrive at once
 */
export async function scanSample(bytes: Uint8Array, piece: number, carve: boolean): Promise<Outcome> {
  const findings: Finding[] = [];
  const problems: ScanDiagnostic[] = [];
  const result = await scanFile(
    inPieces(bytes, piece),
    new ScanRules([{ rule: EVERY_EVENT, exceptions: [] }], 0),
    {
      batch(found, met) {
        findings.push(...found);
        problems.push(...met);
      },
    },
    carve ? { readSettings: { carve: true } } : {},
  );
  return { findings, problems, result };
}

/** Everything that must not depend on how the bytes arrive. */
export function comparable({ findings, problems, result }: Outcome): string {
  return JSON.stringify({ findings, problems, result: { ...result, milliseconds: 0 } });
}
