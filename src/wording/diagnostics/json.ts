import type { FormatDiagnostics, JsonFault, ResponseGap } from "../../formats/index.ts";
import { count, plural } from "../format.ts";
import type { Sentences } from "./sentences.ts";

const FAULTS: Readonly<Record<JsonFault, string>> = {
  "line-break-in-string": "a line break inside a string",
  "control-character": "a control character inside a string",
  "list-separator": "`,` or `]` is missing",
  "object-separator": "`,` or `}` is missing",
  key: "a key in double quotes is missing",
  colon: "`:` is missing after a key",
  value: "a value is missing",
  escape: "a backslash that starts no JSON escape",
  "unicode-escape": "a \\u escape without four hexadecimal digits",
  number: "an incomplete number",
  word: "a word other than true, false and null",
  "no-value": "this is not a JSON value",
};

export const JSON_SENTENCES: Sentences<
  FormatDiagnostics,
  "bad-json" | "torn-record" | "incomplete-response"
> = {
  "bad-json": (data) => {
    switch (data.kind) {
      case "damaged":
        return `Invalid JSON at byte ${count(data.at)}: ${FAULTS[data.fault]}. This part was not examined.`;
      case "event-with-lists":
        return "This record is an event that also has the lists of a search response. The lists were read as hits; the event itself was not examined.";
    }
  },
  "torn-record": ({ fault }) =>
    fault === "line-break-in-string"
      ? "Record broken by a line break inside a string; the rest is unreadable."
      : `The line ends inside a record (${FAULTS[fault]}); the record is unreadable.`,
  "incomplete-response": gapSentence,
};

function gapSentence(gap: ResponseGap): string {
  switch (gap.kind) {
    case "limited":
      return `The response has ${count(gap.hits)} of ${gap.atLeast ? "at least " : ""}${count(gap.total)} hits: the search was limited by its size. Export the rest as well; until then it has not been examined.`;
    case "aggregated":
      return "The response has documents inside its aggregations (top_hits). They were not examined. Search for them without aggregations.";
    case "shards":
      return `${plural(gap.failed, "shard")} failed to answer the search, so their hits are missing from the response. Run the search again.`;
    case "timed-out":
      return "The search timed out on the server, so hits may be missing from the response. Run the search again.";
    case "partial":
      return "The response is marked as partial: it was taken before the search had ended. Export it again once the search is done.";
    case "error":
      return "One of the searches ended in an error, so its hits are missing from the response. Run it again.";
    case "paged":
      return "The answer is one page of several: it has a cursor for the next. Export the rest as well; until then it has not been examined.";
    case "unknown":
      return "The response is too long to check whether it has all hits. Compare the number of records with hits.total.";
  }
}
