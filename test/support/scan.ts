import { formatWords } from "../../src/wording/format-words.ts";
import {
  type Finding,
  type ScanDiagnostic,
  scanFile,
  type ScanOptions,
  type ScanResult,
} from "../../src/scan/index.ts";
import { seedRules } from "./seed.ts";

export interface Scanned extends ScanResult {
  /** The format in words. */
  readonly format: string;
  readonly findings: Finding[];
  readonly problems: ScanDiagnostic[];
}

/** Scans content with the built-in rule. */
export async function scan(content: BlobPart, options: ScanOptions = {}): Promise<Scanned> {
  const findings: Finding[] = [];
  const problems: ScanDiagnostic[] = [];
  const result = await scanFile(
    new Blob([content]),
    seedRules(),
    {
      batch(found, met) {
        findings.push(...found);
        problems.push(...met);
      },
    },
    options,
  );
  return { ...result, format: formatWords(result.kind), findings, problems };
}

export const ndjson = (documents: readonly unknown[]): string =>
  documents.map((document) => `${JSON.stringify(document)}\n`).join("");
