import { TomlError, parse } from "smol-toml";
import { exceptionsFromToml } from "./exceptions-toml.ts";
import { objects, own, text, texts } from "./untyped-values.ts";
import type { RuleFault } from "./problem.ts";
import { type RuleProblemList, problemList } from "./problems.ts";
import { ruleFrom } from "./rule-from.ts";
import type { Rule, RuleMetadata } from "./rule.ts";
import type { RulesFile } from "./rules-file.ts";
import { transformFrom } from "./transform.ts";

/** Tables of connectors and of their use in rules, which custom repositories keep in files of their own. */
const CONNECTORS = ["actions", "action_connectors"];

/**
 * Reads a file of elastic/detection-rules or of a custom rule repository: one rule under `[rule]`, or exceptions under
 * `[[exceptions]]`. Source of the layout: `TOMLRuleContents` in its `detection_rules/rule.py`.
 */
export function readToml(content: string, name: string): RulesFile {
  const problems = problemList(name);
  const file = parsed(content, problems);
  const exceptions = exceptionsFromToml(file);
  const skipped = { connectors: CONNECTORS.flatMap((key) => objects(own(file, key))).length };
  const rules: Rule[] = [];
  if (own(file, "rule") !== undefined) {
    const rule = ruleOf(file, content, problems);
    if (rule !== undefined) rules.push(rule);
  } else if (
    file !== undefined &&
    exceptions.lists.length + exceptions.items.length + skipped.connectors === 0
  ) {
    problems.add({ code: "no-rule", data: { kind: "toml" } });
  }
  return { rules, problems: problems.all, exceptions, skipped };
}

function parsed(content: string, problems: RuleProblemList): unknown {
  try {
    return parse(content);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The first line says what is wrong; the rest is a drawing of the place.
    const detail = error.message.split("\n", 1)[0]!.replace("Invalid TOML document: ", "");
    problems.add({ code: "not-toml", data: { detail } }, error.line);
    return undefined;
  }
}

function ruleOf(file: unknown, content: string, problems: RuleProblemList): Rule | undefined {
  const report = (fault: RuleFault) => {
    problems.add(fault, fault.code === "wrong-value" ? undefined : lineOfRuleTable(content));
  };
  const rule = ruleFrom(own(file, "rule"), "toml", report);
  if (rule === undefined) return undefined;
  const metadata = own(file, "metadata");
  const transform = own(file, "transform");
  return {
    ...rule,
    // Elastic wraps descriptions at 120 columns in the file, and joins the lines when it builds the rule.
    description: rule.description.replace(/\s+/g, " ").trim(),
    ...(metadata === undefined ? {} : { metadata: metadataFrom(metadata) }),
    ...(transform === undefined ? {} : { transform: transformFrom(transform, "toml", report) }),
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
