import { readRules } from "../index.ts";
import type { Rule } from "../index.ts";
import versions from "./versions.json" with { type: "json" };

const files = import.meta.glob<string>("./*.toml", { query: "?raw", import: "default", eager: true });

/**
 * The rules that come with the page, ordered by file name. A new one is a TOML file in this folder and its
 * version in versions.json: Elastic's file format has no version key, its repository keeps a lock file.
 *
 * @throws Error if a shipped file has any problem: that is a bug of this page, not of its user
 */
export function builtinRules(): Rule[] {
  const locked = new Map(Object.entries(versions));
  return Object.keys(files)
    .sort()
    .flatMap((file) => {
      const { rules, problems } = readRules(files[file]!, file);
      if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join(" "));
      return rules.map((rule) => {
        const version = locked.get(rule.rule_id);
        if (version === undefined)
          throw new Error(`versions.json has no version for ${rule.rule_id} (${file}).`);
        return { ...rule, version };
      });
    });
}
