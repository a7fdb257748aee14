import { readToml } from "../toml.ts";
import type { RuleFileReader } from "./rule-file-reader.ts";

/** Rules and exceptions in Elastic's layout. */
export const TOML_READER: RuleFileReader = {
  form: "toml",
  extensions: [".toml"],
  isOwnExtension: true,
  recognises: holdsTables,
  // Its parser says best what is wrong with a text that is in no form at all.
  isWritten: () => true,
  read: readToml,
};

const TABLE =
  /^[ \t]*\[\[?[ \t]*(?:rule|transform|exceptions|actions|action_connectors)[ \t]*(?:\.[^\]\n]*)?\]\]?[ \t]*(?:#.*)?\r?$/m;
const METADATA = /^[ \t]*\[[ \t]*metadata[ \t]*\][ \t]*(?:#.*)?\r?$/m;
const OF_METADATA = /^[ \t]*(?:creation_date|maturity|list_name|rule_ids)[ \t]*=/m;
/** A table or a key, after blank lines and comments. */
const TOML_BEGINS = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*(?:\[\[?[ \t]*[\w."'-]|[\w."'-]+[ \t]*=)/;

/** Whether a line of the text is the header of a table of rules. */
export function hasTable(text: string): boolean {
  return TABLE.test(text) || METADATA.test(text);
}

function holdsTables(text: string, name: string): boolean {
  if (!TOML_BEGINS.test(text)) return false;
  return TABLE.test(text) || (METADATA.test(text) && (OF_METADATA.test(text) || /\.toml$/i.test(name)));
}
