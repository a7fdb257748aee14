import { TomlError, parse } from "smol-toml";
import { own } from "./own.ts";
import { problemList } from "./problems.ts";
import { ruleFrom } from "./rule-from.ts";
import type { RulesFile } from "./rule.ts";

const NO_OTHERS = { exceptions: { lists: [], items: [] }, skipped: { connectors: 0 } };

/**
 * A rule file of elastic/detection-rules: one rule under `[rule]`.
 * Source of the layout: `RuleMeta` and `TOMLRuleContents` in its `detection_rules/rule.py`.
 */
export function readToml(text: string, name: string): RulesFile {
  const problems = problemList();
  let file: unknown;
  try {
    file = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The first line says what is wrong; a drawing of the place follows, which a message cannot show.
    const what = error.message.split("\n", 1)[0]!.replace("Invalid TOML document: ", "");
    const message = `Line ${error.line} of ${name} is not TOML (${what}). Correct it or take the original file.`;
    problems.add("not-toml", message, error.line);
    return { rules: [], problems: problems.all, ...NO_OTHERS };
  }
  const table = own(file, "rule");
  if (table === undefined) {
    problems.add(
      "no-rule",
      `${name} has no [rule] table. Drop a rule file of Elastic's detection-rules repository or a Kibana export.`,
    );
    return { rules: [], problems: problems.all, ...NO_OTHERS };
  }
  const found = ruleFrom(table, `The rule in ${name}`, (code, message) => {
    problems.add(code, message, code === "wrong-value" ? undefined : lineOfRuleTable(text));
  });
  // Elastic wraps descriptions at 120 columns in the file and joins the lines when it builds the rule.
  const rules = found ? [{ ...found, description: found.description.replace(/\s+/g, " ").trim() }] : [];
  return { rules, problems: problems.all, ...NO_OTHERS };
}

function lineOfRuleTable(text: string): number | undefined {
  const at = text.search(/^[ \t]*\[rule\]/m);
  return at < 0 ? undefined : text.slice(0, text.indexOf("[", at)).split("\n").length;
}
