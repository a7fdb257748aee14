import type { ContentKind } from "../format-kind.ts";
import type { ScanMode } from "./span.ts";

/** Which kind of JSON a text is, by what was met in it so far. */
export function kindOfJson(mode: ScanMode, responses: number): ContentKind {
  if (responses > 0) return { kind: "elasticsearch-response" };
  return { kind: mode === "lines" ? "ndjson" : "json" };
}
