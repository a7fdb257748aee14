import { readNdjson } from "../ndjson.ts";
import { LANGUAGE_OF_TYPE } from "../rule-type.ts";
import { firstObject, type ObjectHead, stringOf } from "./first-object.ts";
import type { RuleFileReader } from "./rule-file-reader.ts";
import { hasTable } from "./toml-reader.ts";

/** A Kibana export, a rule, an exception, or a response of Kibana's API to a search for them. */
export const NDJSON_READER: RuleFileReader = {
  form: "ndjson",
  extensions: [".ndjson", ".json"],
  isOwnExtension: false,
  recognises(head) {
    const first = firstObject(head) ?? (/^\s*\{/.test(head) ? firstWholeLine(head) : null);
    return first === null ? isDamagedExport(head) : isOfExport(first);
  },
  // TOML cannot begin with `{`, and its `[` is followed by a table's name, never by `{`, `[ {` or the end.
  isWritten: (text) => /^\s*(?:\{|\[\s*(?:\{|\]))/.test(text) || isDamagedExport(text),
  read: readNdjson,
};

/** How many lines are tried if the first is damaged. */
const MAX_LINES_TRIED = 20;

/** Whether a text whose beginning was overwritten goes on with lines of an export. A multi-line string of TOML may, too. */
function isDamagedExport(text: string): boolean {
  if (/^\s*[[{]/.test(text) || hasTable(text)) return false;
  const first = firstWholeLine(text);
  return first !== null && first.complete && isOfExport(first);
}

/** Returns the first intact object of a text with one object per line, whose first line is damaged. */
function firstWholeLine(text: string): ObjectHead | null {
  let at = 0;
  for (let tried = 0; tried < MAX_LINES_TRIED; tried++) {
    at = text.indexOf("\n{", at) + 1;
    if (at === 0) return null;
    const found = firstObject(text.slice(at));
    if (found !== null) return found;
  }
  return null;
}

/** Top-level keys of events, of alerts (`kibana.alert.rule.*` and older), and of Elasticsearch's responses. */
const EVIDENCE = /^(?:@timestamp|_index|_source|hits|event|Event|ecs|agent|winlog|kibana|signal)(?:\.|$)/;

function isEvidence({ values }: ObjectHead): boolean {
  return [...values.keys()].some((key) => EVIDENCE.test(key));
}

function isOfExport(first: ObjectHead): boolean {
  if (isEvidence(first)) return false;
  const { values } = first;
  // The last line of an export is the only one if nothing was exported.
  if (values.has("exported_count") && values.has("exported_rules_count")) return true;
  if (stringOf(values.get("type")) === "security-rule") return values.has("attributes");
  return isException(first) || isRule(first);
}

function isException({ values, complete }: ObjectHead): boolean {
  if (!values.has("list_id") || !values.has("name")) return false;
  return values.has("namespace_type") || (values.has("item_id") && (values.has("entries") || !complete));
}

/** Keys of rules; an event does not have several of them. */
const OF_RULES =
  "author description enabled false_positives from index interval language license max_signals note query references risk_score rule_id severity threat version".split(
    " ",
  );

function isRule({ values, complete }: ObjectHead): boolean {
  const marks = OF_RULES.filter((key) => values.has(key)).length;
  // The rule may be longer than the head: Kibana writes `type` and `query` last, and a note may fill the head.
  if (!complete && marks >= 4 && values.has("name")) return true;
  const texts = ["rule_id", "name", "type"].every((key) => stringOf(values.get(key)) !== null);
  return texts && (LANGUAGE_OF_TYPE.has(stringOf(values.get("type")) ?? "") || marks >= 4);
}
