/**
 * What an Elasticsearch response says about its own completeness. An export of the first ten of 12,000 hits looks
 * like a whole one, and "no alerts" over it would be a false all-clear.
 *
 * @param text the response with its list of hits left out (`"hits":[]`); anything else gives no remark
 * @param hits how many hits were found in it
 * @returns sentences for the ledger, none for a complete response
 */
export function describeResponse(text: string, hits: number): string[] {
  const response = parse(text);
  const remarks: string[] = [];
  for (const answer of answersIn(response)) {
    const total = totalOf(answer);
    if (total !== null && total.value > hits) {
      remarks.push(
        `The response holds ${count(hits)} of ${total.atLeast ? "at least " : ""}${count(total.value)} hits: the search was limited by its size. Export the rest, or nothing can be said about it.`,
      );
    }
    if (answer["timed_out"] === true) {
      remarks.push("The search timed out on the server: the response may lack hits.");
    }
    const failed = objectAt(answer, "_shards")?.["failed"];
    if (typeof failed === "number" && failed > 0) {
      remarks.push(`${count(failed)} shards failed to answer the search: the response lacks their hits.`);
    }
    if (answer["is_partial"] === true) {
      remarks.push("The response says it is partial: it was taken before the search had ended.");
    }
  }
  return remarks;
}

type JsonObject = Record<string, unknown>;

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

function answersIn(response: JsonObject | null): JsonObject[] {
  if (response === null) return [];
  const inner = objectAt(response, "response") ?? objectAt(response, "rawResponse");
  return inner ? [response, inner] : [response];
}

function objectAt(object: JsonObject, key: string): JsonObject | null {
  if (!Object.hasOwn(object, key)) return null;
  const value = object[key];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
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
