import { TomlError, parse } from "smol-toml";
import { exceptionsFromToml } from "./exceptions-toml.ts";
import { objects, own, text, texts } from "./own.ts";
import { type ProblemList, problemList } from "./problems.ts";
import { ruleFrom } from "./rule-from.ts";
import type { Rule, RuleMetadata, RulesFile } from "./rule.ts";
import { transformFrom } from "./transform.ts";

/** What Kibana has as connectors and their use in rules, custom repositories keep in files of their own. */
const CONNECTORS = ["actions", "action_connectors"];

/**
 * A file of elastic/detection-rules or of a custom rule repository: one rule under `[rule]`, or exceptions under
 * `[[exceptions]]`. Source of the layout: `TOMLRuleContents` in its `detection_rules/rule.py`.
 */
export function readToml(content: string, name: string): RulesFile {
  const problems = problemList();
  const file = parsed(content, name, problems);
  const exceptions = exceptionsFromToml(file);
  const skipped = { connectors: CONNECTORS.flatMap((key) => objects(own(file, key))).length };
  const rules: Rule[] = [];
  if (own(file, "rule") !== undefined) {
    const rule = ruleOf(file, content, name, problems);
    if (rule !== undefined) rules.push(rule);
  } else if (
    file !== undefined &&
    exceptions.lists.length + exceptions.items.length + skipped.connectors === 0
  ) {
    problems.add(
      "no-rule",
      `${name} has no [rule] table. Drop a rule file of Elastic's detection-rules repository or a Kibana export.`,
    );
  }
  return { rules, problems: problems.all, exceptions, skipped };
}

function parsed(content: string, name: string, problems: ProblemList): unknown {
  try {
    return parse(content);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The first line says what is wrong; a drawing of the place follows, which a message cannot show.
    const what = error.message.split("\n", 1)[0]!.replace("Invalid TOML document: ", "");
    const message = `Line ${error.line} of ${name} is not TOML (${what}). Correct it or take the original file.`;
    problems.add("not-toml", message, error.line);
    return undefined;
  }
}

function ruleOf(file: unknown, content: string, name: string, problems: ProblemList): Rule | undefined {
  const where = `The rule in ${name}`;
  const report = (code: string, message: string) => {
    problems.add(code, message, code === "wrong-value" ? undefined : lineOfRuleTable(content));
  };
  const rule = ruleFrom(own(file, "rule"), where, report);
  if (rule === undefined) return undefined;
  const metadata = own(file, "metadata");
  const transform = own(file, "transform");
  return {
    ...rule,
    // Elastic wraps descriptions at 120 columns in the file and joins the lines when it builds the rule.
    description: rule.description.replace(/\s+/g, " ").trim(),
    ...(metadata === undefined ? {} : { metadata: metadataFrom(metadata) }),
    ...(transform === undefined ? {} : { transform: transformFrom(transform, where, report) }),
  };
}

function metadataFrom(raw: unknown): RuleMetadata {
  return {
    maturity: text(own(raw, "maturity")),
    updated_date: text(own(raw, "updated_date")),
    integrations: texts(own(raw, "integration")),
  };
}

function lineOfRuleTable(content: string): number | undefined {
  const at = content.search(/^[ \t]*\[rule\]/m);
  return at < 0 ? undefined : content.slice(0, content.indexOf("[", at)).split("\n").length;
}
