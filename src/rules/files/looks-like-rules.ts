import { isZip } from "../../bytes/index.ts";
import { type ObjectHead, firstObject, stringOf } from "./first-object.ts";
import { decodeHead } from "./text.ts";

/** What a file seems to be; "zip" says only that it is an archive. */
export type RuleFileKind = "toml" | "ndjson" | "zip";

/**
 * Whether a file is one for the list of rules, judged by its content: evidence must never be taken for rules, and a
 * name says what somebody called it.
 *
 * @param head the first bytes of the file, 64 KiB or all of it
 * @param name decides nothing but whether a TOML text that begins with `[metadata]` is one of ours
 * @returns "toml" for rules and exceptions in Elastic's layout; "ndjson" for a Kibana export, a rule, an exception, or
 *   the answer of Kibana's API to a search for them; null for anything else
 */
export function looksLikeRules(head: Uint8Array, name: string): RuleFileKind | null {
  if (isZip(head)) return "zip";
  const text = decodeHead(head);
  if (text === null) return null;
  if (/^\s*[{[]/.test(text)) {
    // A TOML text begins with a bracket, too, and its note may show objects of JSON.
    const first = firstObject(text) ?? (/^\s*\{/.test(text) ? firstWholeLine(text) : null);
    if (first !== null) return isOfExport(first) ? "ndjson" : null;
  }
  return isToml(text, name) ? "toml" : null;
}

/** Lines that are tried where the first is damaged. */
const MAX_LINES_TRIED = 20;

/** Of a list of one object a line whose first line is damaged, the first that is none the less an object. */
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

/** Keys at the top of events, of alerts (`kibana.alert.rule.*` and older), and of Elasticsearch's answers. */
const EVIDENCE = /^(?:@timestamp|_index|_source|hits|event|Event|ecs|agent|winlog|kibana|signal)(?:\.|$)/;

function isEvidence({ values }: ObjectHead): boolean {
  return [...values.keys()].some((key) => EVIDENCE.test(key));
}

function isOfExport(first: ObjectHead): boolean {
  if (isEvidence(first)) return false;
  const { values } = first;
  // The last line of an export, which is the only one when nothing was exported.
  if (values.has("exported_count") && values.has("exported_rules_count")) return true;
  if (stringOf(values.get("type")) === "security-rule") return values.has("attributes");
  return isException(first) || isRule(first);
}

function isException({ values, complete }: ObjectHead): boolean {
  if (!values.has("list_id") || !values.has("name")) return false;
  return values.has("namespace_type") || (values.has("item_id") && (values.has("entries") || !complete));
}

const TYPES: ReadonlySet<unknown> = new Set(
  "query saved_query machine_learning eql esql threshold threat_match new_terms".split(" "),
);

/** Keys that rules have and events do not, at least not several of them. */
const OF_RULES =
  "author description enabled false_positives from index interval language license max_signals note query references risk_score rule_id severity threat version".split(
    " ",
  );

function isRule({ values, complete }: ObjectHead): boolean {
  const marks = OF_RULES.filter((key) => values.has(key)).length;
  // A rule that is longer than what is looked at: Kibana writes `type` and `query` last, a note may fill the head.
  if (!complete && marks >= 4 && values.has("name")) return true;
  const texts = ["rule_id", "name", "type"].every((key) => stringOf(values.get(key)) !== null);
  return texts && (TYPES.has(stringOf(values.get("type"))) || marks >= 4);
}

const TABLE =
  /^[ \t]*\[\[?[ \t]*(?:rule|transform|exceptions|actions|action_connectors)[ \t]*(?:\.[^\]\n]*)?\]\]?[ \t]*(?:#.*)?\r?$/m;
const METADATA = /^[ \t]*\[[ \t]*metadata[ \t]*\][ \t]*(?:#.*)?\r?$/m;
const OF_METADATA = /^[ \t]*(?:creation_date|maturity|list_name|rule_ids)[ \t]*=/m;
/** A table or a key, behind blank lines and comments. */
const TOML_BEGINS = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:\[\[?[ \t]*[\w."'-]|[\w."'-]+[ \t]*=)/;

function isToml(text: string, name: string): boolean {
  if (!TOML_BEGINS.test(text)) return false;
  return TABLE.test(text) || (METADATA.test(text) && (OF_METADATA.test(text) || /\.toml$/i.test(name)));
}
