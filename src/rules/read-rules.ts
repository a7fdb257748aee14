import { excerpt, problemList } from "./problems.ts";
import { ruleFileReader } from "./files/rule-file-readers.ts";
import type { RuleFault } from "./problem.ts";
import type { RulesFile } from "./rules-file.ts";

/** As `readRuleText`, for a file that is dropped by itself: one without a rule has at least one problem. */
export function readRules(text: string, file: string): RulesFile {
  const found = readRuleText(text, file);
  return found.rules.length > 0 || found.problems.length > 0
    ? found
    : { ...found, problems: [{ code: "no-rule", data: { kind: "ndjson" }, file }] };
}

/**
 * Reads a rule file: a TOML file of Elastic's detection-rules repository, or a Kibana rule export (NDJSON; also one
 * rule or a list of rules as plain JSON). The content decides, not the name.
 *
 * @param text the whole file, with or without a byte order mark
 * @param file its name, for the problems only
 * @returns the rules that can be used, and a problem for each thing that is wrong; no text causes an exception. A file
 *   with only exceptions or connectors has neither rules nor problems
 */
export function readRuleText(text: string, file: string): RulesFile {
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (content.trim() === "") return nothing(file, { code: "empty-file", data: {} });
  try {
    return ruleFileReader(content).read(content, file);
  } catch (error) {
    // The parsers recurse: a text nested deep enough ends in a RangeError (InternalError in Firefox).
    return nothing(file, { code: "unreadable", data: { detail: excerpt(String(error)) } });
  }
}

function nothing(file: string, why: RuleFault): RulesFile {
  const problems = problemList(file);
  problems.add(why);
  return {
    rules: [],
    problems: problems.all,
    exceptions: { lists: [], items: [] },
    skipped: { connectors: 0 },
  };
}
