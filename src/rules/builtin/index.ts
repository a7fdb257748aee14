import { isCompanion, type KnownTrace, readKnownTraces, readRules } from "../index.ts";
import type { Rule } from "../index.ts";
import versions from "./versions.json" with { type: "json" };

const files = import.meta.glob<string>("./*.toml", { query: "?raw", import: "default", eager: true });
const companions = import.meta.glob<string>("./companions/*.toml", {
  query: "?raw",
  import: "default",
  eager: true,
});
const traces = import.meta.glob<string>("./traces/*.toml", { query: "?raw", import: "default", eager: true });

/**
 * The shipped rules, ordered by file name. To add one, put its TOML file into this folder and its version into
 * versions.json: Elastic's file format has no version key, its repository keeps versions in a lock file.
 *
 * @throws Error if a shipped file has any problem, which is a bug
 */
export function builtinRules(): Rule[] {
  const locked = new Map(Object.entries(versions));
  return rulesOf(files).map((rule) => {
    const version = locked.get(rule.rule_id);
    if (version === undefined) throw new Error(`versions.json has no version for ${rule.rule_id}.`);
    return { ...rule, version };
  });
}

/**
 * The companion checks, ordered by file name: rules of Loupe's own beside Elastic's, for what that one does not see. To add
 * one, put its TOML file into the folder companions, with the tag that `isCompanion` asks for.
 *
 * @throws Error if a shipped file has any problem, which is a bug
 */
export function companionRules(): Rule[] {
  const rules = rulesOf(companions);
  if (!rules.every(isCompanion)) throw new Error("A companion check lacks its tag.");
  return rules.map((rule) => ({ ...rule, version: 1 }));
}

/**
 * The traces of attacks that are marked around any event. To add some, put a TOML file into the folder traces: see
 * docs/add-a-trace.md.
 *
 * @throws Error if a shipped file is faulty, which is a bug
 */
export function knownTraces(): KnownTrace[] {
  const checks = companionRules();
  return Object.keys(traces)
    .sort()
    .flatMap((file) => readKnownTraces(traces[file]!, checks));
}

function rulesOf(texts: Readonly<Record<string, string>>): Rule[] {
  return Object.keys(texts)
    .sort()
    .flatMap((file) => {
      const { rules, problems } = readRules(texts[file]!, file);
      if (problems.length > 0) throw new Error(JSON.stringify(problems));
      return rules;
    });
}
