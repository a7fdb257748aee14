import type { ContentKind } from "../format-kind.ts";
import type { ScanMode } from "./span.ts";

/** The kind of JSON, judged by what has been found so far. */
export function kindOfJson(mode: ScanMode, responses: number): ContentKind {
  if (responses > 0) return { kind: "elasticsearch-response" };
  return { kind: mode === "lines" ? "ndjson" : "json" };
}
