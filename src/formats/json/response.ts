/**
 * What an Elasticsearch response says about its own completeness. An export of the first ten of 12,000 hits looks
 * like a whole one, and "no alerts" over it would be a false all-clear.
 *
 * @param text the response with its lists of hits left out (`"hits":[]`), empty if it was too long to be kept
 * @param hits how many hits were found in it
 * @returns sentences for the ledger, none for a complete response
 */
export function describeResponse(text: string, hits: number): string[] {
  if (text === "") {
    return [
      "The response holds so much besides its hits that it could not be checked whether these are all: compare their number with hits.total.",
    ];
  }
  const answers = answersIn(parse(text));
  const remarks: string[] = [];
  let total = 0;
  let atLeast = false;
  for (const answer of answers) {
    const one = totalOf(answer);
    total += one?.value ?? 0;
    atLeast ||= one?.atLeast ?? false;
    remarks.push(...complaints(answer));
  }
  if (total > hits) {
    remarks.unshift(
      `The response holds ${count(hits)} of ${atLeast ? "at least " : ""}${count(total)} hits: the search was limited by its size. Export the rest, or nothing can be said about it.`,
    );
  }
  return remarks;
}

/** Keys that a raw event has, in one or the other of its shapes, and no response. */
const RAW = ["Event", "EventID", "EventId", "LogName", "Payload", "event_type_full", "properties", "winlog"];

/** Whether the lists are those of a batch of records, which says nothing about its completeness, and of no search. */
export function isBatch(text: string): boolean {
  const document = parse(text);
  return document !== null && ["records", "Results", "results"].some((key) => Array.isArray(document[key]));
}

/** Whether the document around the lists is an event itself, which only happens to hold lists of these names. */
export function isEventToo(text: string): boolean {
  const document = parse(text);
  if (document === null) return false;
  const time = Object.hasOwn(document, "@timestamp") ? document["@timestamp"] : null;
  return (
    (time !== null && time !== "") ||
    Object.keys(document).some((key) => key === "event" || key.startsWith("event.") || RAW.includes(key))
  );
}

function complaints(answer: JsonObject): string[] {
  const found: string[] = [];
  if (answer["timed_out"] === true)
    found.push("The search timed out on the server: the response may lack hits.");
  const failed = objectAt(answer, "_shards")?.["failed"];
  if (typeof failed === "number" && failed > 0) {
    found.push(`${count(failed)} shards failed to answer the search: the response lacks their hits.`);
  }
  if (answer["is_partial"] === true) {
    found.push("The response says it is partial: it was taken before the search had ended.");
  }
  if (objectAt(answer, "error") !== null) {
    found.push("One of the searches ended in an error: the response lacks its hits.");
  }
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

/** The response and what it wraps: asynchronous and multi searches, Kibana's inspector, one in the other. */
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

function count(n: number): string {
  return n.toLocaleString("en");
}
