import { type ArchiveName, archiveShape, officeKind } from "../../bytes/index.ts";
import { type ObjectHead, firstObject, stringOf } from "./first-object.ts";
import { LANGUAGE_OF_TYPE } from "../rule-type.ts";
import { decodeHead } from "./text.ts";

/** What a file seems to be; the name of an archive says nothing about its content. */
export type RuleFileKind = "toml" | "ndjson" | ArchiveName;

/**
 * Decides by its content whether a file contains rules. Evidence must never be read as rules, and a name is only what
 * someone called the file.
 *
 * @param head the first bytes of the file, 64 KiB or all of it
 * @param name used only to decide about a TOML text with a `[metadata]` table and nothing else that is known
 * @returns "toml" for rules and exceptions in Elastic's layout; "ndjson" for a Kibana export, a rule, an exception, or
 *   a response of Kibana's API to a search for them; null for anything else
 */
export function looksLikeRules(head: Uint8Array, name: string): RuleFileKind | null {
  // A workbook holds no rules either; the evidence reader names it.
  if (officeKind(head) !== null) return "zip";
  const shape = archiveShape(head);
  if (shape !== null) return shape.archive;
  const text = decodeHead(head);
  if (text === null) return null;
  if (/^\s*[{[]/.test(text)) {
    // A TOML text begins with a bracket too, and its note may contain JSON objects.
    const first = firstObject(text) ?? (/^\s*\{/.test(text) ? firstWholeLine(text) : null);
    if (first !== null) return isOfExport(first) ? "ndjson" : null;
  }
  return isToml(text, name) ? "toml" : null;
}

/** How many lines are tried if the first is damaged. */
const MAX_LINES_TRIED = 20;

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

const TABLE =
  /^[ \t]*\[\[?[ \t]*(?:rule|transform|exceptions|actions|action_connectors)[ \t]*(?:\.[^\]\n]*)?\]\]?[ \t]*(?:#.*)?\r?$/m;
const METADATA = /^[ \t]*\[[ \t]*metadata[ \t]*\][ \t]*(?:#.*)?\r?$/m;
const OF_METADATA = /^[ \t]*(?:creation_date|maturity|list_name|rule_ids)[ \t]*=/m;
/** A table or a key, after blank lines and comments. */
const TOML_BEGINS = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:\[\[?[ \t]*[\w."'-]|[\w."'-]+[ \t]*=)/;

function isToml(text: string, name: string): boolean {
  if (!TOML_BEGINS.test(text)) return false;
  return TABLE.test(text) || (METADATA.test(text) && (OF_METADATA.test(text) || /\.toml$/i.test(name)));
}
