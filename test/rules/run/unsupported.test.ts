import { expect, it } from "vitest";
import { LANGUAGES, readRules, runnable } from "../../../src/rules/index.ts";
import { LANGUAGE_OF_TYPE } from "../../../src/rules/rule-type.ts";

it.each([...LANGUAGE_OF_TYPE])(
  "a rule of type %s runs in %s, or has a reason of its own",
  (type, language) => {
    const raw = { rule_id: "r", name: "R", type, query: LANGUAGES.get(language)?.example ?? "x" };
    const { rules, problems } = readRules(JSON.stringify(raw), "rule.ndjson");
    expect(problems).toEqual([]);
    const found = runnable(rules[0]!, []);
    // The reason "language" blames the author: it is for a language that the type cannot have.
    if (found.state === "unsupported") expect(found.code).not.toBe("language");
    else expect(found.language.id).toBe(language);
  },
);
