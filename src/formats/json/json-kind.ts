import type { ContentKind } from "../format-kind.ts";
import type { ScanMode } from "./span.ts";

/**
 * The kind of JSON, judged by what has been found so far.
 *
 * @param responses number of Elasticsearch responses
 * @param batches number of documents that list several events
 */
export function kindOfJson(mode: ScanMode, responses: number, batches: number): ContentKind {
  const kind = responses > 0 ? "elasticsearch-response" : mode === "lines" ? "ndjson" : "json";
  return batches > 0 ? { kind, hasBatches: true } : { kind };
}
