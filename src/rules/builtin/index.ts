import { readRules } from "../index.ts";
import type { Rule } from "../index.ts";
import versions from "./versions.json" with { type: "json" };

const files = import.meta.glob<string>("./*.toml", { query: "?raw", import: "default", eager: true });

/**
 * The shipped rules, ordered by file name. To add one, put its TOML file into this folder and its version into
 * versions.json: Elastic's file format has no version key, its repository keeps versions in a lock file.
 *
 * @throws Error if a shipped file has any problem, which is a bug
 */
export function builtinRules(): Rule[] {
  const locked = new Map(Object.entries(versions));
  return Object.keys(files)
    .sort()
    .flatMap((file) => {
      const { rules, problems } = readRules(files[file]!, file);
      if (problems.length > 0) throw new Error(JSON.stringify(problems));
      return rules.map((rule) => {
        const version = locked.get(rule.rule_id);
        if (version === undefined)
          throw new Error(`versions.json has no version for ${rule.rule_id} (${file}).`);
        return { ...rule, version };
      });
    });
}
