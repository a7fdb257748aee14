import { problemList, quote } from "./problems.ts";
import { readNdjson } from "./ndjson.ts";
import { readToml } from "./toml.ts";
import type { RulesFile } from "./rule.ts";

/**
 * What a person gets who drops one file: as `readRuleText`, but a file without a rule has at least one problem.
 */
export function readRules(text: string, fileName: string): RulesFile {
  const file = readRuleText(text, fileName);
  return file.rules.length > 0 || file.problems.length > 0
    ? file
    : { ...file, problems: noRule(quote(fileName)) };
}

/**
 * Reads a rule file: a TOML file of Elastic's detection-rules repository or a Kibana rule export (NDJSON; one
 * rule or a list of rules as plain JSON is taken as well). The content decides, not the name.
 *
 * @param text the whole file, with or without a byte order mark
 * @param fileName only for the messages
 * @returns the rules that can be used, and one problem for each thing that is wrong; whatever the text is,
 *   nothing is thrown. A file with only exceptions or connectors has neither rules nor problems
 */
export function readRuleText(text: string, fileName: string): RulesFile {
  const name = quote(fileName);
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (content.trim() === "") {
    const message = `${name} is empty. Drop a rule file (.toml) or a Kibana rule export (.ndjson).`;
    return { ...NOTHING, problems: [{ code: "empty-file", message }] };
  }
  try {
    return looksLikeJson(content) ? readNdjson(content, name) : readToml(content, name);
  } catch (error) {
    // The parsers recurse: a text nested deep enough ends in a RangeError (InternalError in Firefox).
    const problems = problemList();
    problems.add(
      "unreadable",
      `${name} cannot be read as a rule file (${quote(String(error))}). Export it again.`,
    );
    return { ...NOTHING, problems: problems.all };
  }
}

const NOTHING: RulesFile = {
  rules: [],
  problems: [],
  exceptions: { lists: [], items: [] },
  skipped: { connectors: 0 },
};

/** TOML cannot begin with `{`, and its `[` is followed by a table's name, never by `{`, `[ {` or the end. */
function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{|\[\s*(?:\{|\]))/.test(text);
}

function noRule(name: string) {
  const message =
    `${name} holds no rule, only other things of an export. ` +
    "In Kibana, open Rules, select the rules, and export them with Bulk actions > Export.";
  return [{ code: "no-rule", message }];
}
