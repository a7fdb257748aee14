/** What a response lacks, or reports as missing. */
export type ResponseGap =
  | { readonly kind: "unknown" | "timed-out" | "partial" | "error" | "paged" | "aggregated" }
  | { readonly kind: "limited"; readonly hits: number; readonly total: number; readonly atLeast: boolean }
  | { readonly kind: "shards"; readonly failed: number };

/**
 * What an Elasticsearch response says about its own completeness. An export of the first ten of 12,000 hits looks
 * complete, and "no alerts" for it would be a false all-clear.
 *
 * @param text the response without its lists of hits (`"hits":[]`); empty if it was too long to keep
 * @param hits number of hits found in it
 * @returns an empty list for a complete response
 */
export function responseGaps(text: string, hits: number): ResponseGap[] {
  if (text === "") return [{ kind: "unknown" }];
  const answers = answersIn(parse(text));
  const gaps: ResponseGap[] = [];
  let total = 0;
  let atLeast = false;
  for (const answer of answers) {
    const answerTotal = totalOf(answer);
    total += answerTotal?.value ?? 0;
    atLeast ||= answerTotal?.atLeast ?? false;
    gaps.push(...gapsOf(answer));
  }
  if (total > hits) gaps.unshift({ kind: "limited", hits, total, atLeast });
  return gaps;
}

/** Keys that raw events have in one form or another, and responses never have. */
const RAW = ["Event", "EventID", "EventId", "LogName", "Payload", "event_type_full", "properties", "winlog"];

/** Whether the lists belong to a batch of records, not to a search. A batch says nothing about its completeness. */
export function isBatch(text: string): boolean {
  const document = parse(text);
  return (
    document !== null &&
    ["records", "Results", "results", "matches"].some((key) => Array.isArray(document[key]))
  );
}

/** Whether the document around the lists is itself an event that happens to contain lists with these names. */
export function isEventToo(text: string): boolean {
  const document = parse(text);
  if (document === null) return false;
  const time = Object.hasOwn(document, "@timestamp") ? document["@timestamp"] : null;
  return (
    (time !== null && time !== "") ||
    Object.keys(document).some((key) => key === "event" || key.startsWith("event.") || RAW.includes(key))
  );
}

function gapsOf(answer: JsonObject): ResponseGap[] {
  const found: ResponseGap[] = [];
  if (answer["timed_out"] === true) found.push({ kind: "timed-out" });
  const failed = objectAt(answer, "_shards")?.["failed"];
  if (typeof failed === "number" && failed > 0) found.push({ kind: "shards", failed });
  if (answer["is_partial"] === true || answer["is_running"] === true) found.push({ kind: "partial" });
  if (objectAt(answer, "error") !== null) found.push({ kind: "error" });
  const aggregations = objectAt(answer, "aggregations") ?? objectAt(answer, "aggs");
  if (aggregations !== null && JSON.stringify(aggregations).includes('"_source"'))
    found.push({ kind: "aggregated" });
  return found;
}

type JsonObject = Record<string, unknown>;

function parse(text: string): JsonObject | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function objectOf(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The response and what it wraps: asynchronous and multi searches, Kibana's inspector, also nested. */
function answersIn(response: JsonObject | null): JsonObject[] {
  if (response === null) return [];
  const wrapped = ["response", "rawResponse"].map((key) => objectAt(response, key));
  const several = Object.hasOwn(response, "responses") ? response["responses"] : null;
  const listed = Array.isArray(several) ? several.map(objectOf) : [];
  return [response, ...[...wrapped, ...listed].flatMap(answersIn)];
}

function objectAt(object: JsonObject, key: string): JsonObject | null {
  return Object.hasOwn(object, key) ? objectOf(object[key]) : null;
}

function totalOf(answer: JsonObject): { value: number; atLeast: boolean } | null {
  const hits = objectAt(answer, "hits");
  if (hits === null) return null;
  const total = hits["total"];
  if (typeof total === "number") return { value: total, atLeast: false };
  const object = objectAt(hits, "total");
  const value = object?.["value"];
  return typeof value === "number" ? { value, atLeast: object?.["relation"] === "gte" } : null;
}
