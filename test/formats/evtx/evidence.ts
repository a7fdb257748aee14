import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../../../shared/evidence");

/** Whether the real logs exist; they are not part of the repository. */
export const hasEvidence = existsSync(ROOT);

/** The names of all real event logs up to some bytes. */
export function evidenceLogs(most: number): string[] {
  const names = readdirSync(ROOT, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".evtx") && statSync(path.join(ROOT, name)).size <= most)
    .sort();
}

export function evidenceBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(ROOT, name)));
}

export function evidenceText(name: string): string {
  const bytes = readFileSync(path.join(ROOT, name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

const libevtxName = (file: string): string => `expected/libevtx-xml/${file.replace(/^evtx\//, "")}.xml.gz`;

/** Whether there is XML from libevtx for a file: there is none where it failed. */
export function hasLibevtxXml(file: string): boolean {
  return existsSync(path.join(ROOT, libevtxName(file)));
}

/** The XML that libevtx 20181227 writes for a file. */
export function libevtxXml(file: string): string {
  return evidenceText(libevtxName(file));
}

/** The rows of `expected/counts.tsv`, by column. */
export function evidenceCounts(): ReadonlyMap<string, string>[] {
  const [header, ...rows] = evidenceText("expected/counts.tsv").trim().split("\n");
  const columns = header!.split("\t");
  return rows.map((row) => new Map(row.split("\t").map((value, i) => [columns[i]!, value])));
}
