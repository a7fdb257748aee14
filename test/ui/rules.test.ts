import { describe, expect, it } from "vitest";
import type { CaseRule, Evidence } from "../../src/case/index.ts";
import { readRules, type Rule, runnable } from "../../src/rules/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import {
  unsupportedWords,
  kindOf,
  originOf,
  ruleCountWords,
  seenIn,
  stateWords,
  statusOf,
} from "../../src/ui/rules/rule-status.ts";
import { testRecords } from "../../src/ui/rules/rule-test.ts";

const ruleOf = (changes: Record<string, unknown>): Rule =>
  readRules(
    JSON.stringify({ rule_id: "r", name: "R", type: "eql", query: "any where true", ...changes }),
    "r.ndjson",
  ).rules[0]!;
const caseRule = (rule: Rule, on = true): CaseRule => ({
  caseId: "c",
  rule,
  origin: { kind: "own" },
  on,
  changedAt: 0,
});
const scanned = (changes: Partial<Evidence>): Evidence =>
  ({
    state: "done",
    records: 1,
    rulesKey: "now",
    fieldsSeen: [],
    missingCategories: [],
    ...changes,
  }) as unknown as Evidence;
const withNow = (key: string | undefined): boolean => key === "now";
const none = seenIn([], withNow);

describe("unsupportedWords", () => {
  it("counts by reason: first those that can be corrected, then the most frequent", () => {
    const threshold = { code: "threshold", kind: "threshold" };
    const esql = { code: "esql", kind: "ES|QL" };
    const typo = { code: "syntax", kind: "EQL" };
    const lucene = { code: "lucene", kind: "query" };
    expect(unsupportedWords([threshold, esql, lucene, esql, typo])).toBe(
      "1 with an error in the query, 2 ES|QL, 1 threshold, 1 Lucene",
    );
  });
});

describe("stateWords", () => {
  it.each([
    ["runs", true, "enabled"],
    ["runs", false, "disabled"],
    ["warning", true, "enabled, with warnings"],
    ["warning", false, "disabled, with warnings"],
    ["unsupported", true, "unsupported"],
    ["unsupported", false, "unsupported"],
  ] as const)("of a rule that is %s, enabled: %s", (state, on, words) => {
    expect(stateWords({ state, sentences: [] }, on)).toBe(words);
  });
});

describe("ruleCountWords", () => {
  it.each([
    [1, 1, 0, "1 rule, enabled"],
    [1, 0, 0, "1 rule, disabled"],
    [1, 0, 1, "1 rule, unsupported"],
    [2, 2, 0, "2 rules, all enabled"],
    [2, 0, 0, "2 rules: 0 enabled"],
    [1487, 1432, 55, "1,487 rules: 1,432 enabled, 55 unsupported"],
  ])("of %i, with %i enabled and %i unsupported", (total, enabled, unsupported, words) => {
    expect(ruleCountWords(total, enabled, unsupported)).toBe(words);
  });
});

describe("originOf", () => {
  it("is a phrase that can be used on its own", () => {
    const from = (origin: CaseRule["origin"]) => originOf({ ...caseRule(ruleOf({})), origin });
    expect(from({ kind: "builtin" })).toBe("built in");
    expect(from({ kind: "own" })).toBe("custom rule");
    expect(from({ kind: "file", name: "a/b.toml" })).toBe("from a/b.toml");
  });
});

describe("statusOf", () => {
  const status = (rule: Rule, seen = none, on = true) =>
    statusOf(caseRule(rule, on), runnable(rule, []), seen);

  it("explains why a rule is unsupported", () => {
    const { state, sentences } = status(ruleOf({ type: "esql", language: "esql", query: "FROM x" }));
    expect(state).toBe("unsupported");
    expect(sentences[0]).toMatch(/ES\|QL/);
    expect(status(ruleOf({ query: "process where x =" })).sentences[0]).toMatch(/^Line 1, column \d+/);
  });

  it("names the fields that never occur, once evidence was scanned with the rule", () => {
    const rule = ruleOf({ query: 'process where a.b == "x" and c.d == "y"' });
    expect(status(rule)).toEqual({ state: "runs", sentences: [] });
    const seen = seenIn([scanned({ fieldsSeen: ["event.category", "c.d"] })], withNow);
    expect(status(rule, seen).missingFields).toMatch(/^No event examined has a\.b,/);
    const alternative = ruleOf({ query: 'process where a.b == "x" or c.d == "y"' });
    expect(status(alternative, seen).sentences[0]).toMatch(/: a\.b\.$/);
    expect(status(rule, seen, false).state).toBe("runs");
    const elsewhere = seenIn([scanned({ rulesKey: "before", fieldsSeen: ["event.category"] })], withNow);
    expect(status(rule, elsewhere).state).toBe("runs");
  });

  describe("of a rule that needs a field which no event has", () => {
    const rule = ruleOf({ query: "sequence by host.id [process where true] [file where a.b == 1]" });
    const seen = scanned({ fieldsSeen: ["a.b"], fieldsSeenExact: true, lost: 0 });
    const words = (...files: Evidence[]) => status(rule, seenIn(files, withNow)).missingFields;

    it("is that the rule cannot match, once every event was examined", () => {
      expect(words(seen)).toBe("Cannot match this evidence: no event has host.id, which the rule needs.");
      expect(words(seen, scanned({ records: 0, lost: 0, rulesKey: "before" }))).toMatch(/^Cannot match/);
      expect(status(rule, seenIn([seen], withNow)).state).toBe("warning");
    });

    it.each<[string, Partial<Evidence>]>([
      ["events were skipped", { fieldsSeenExact: false }],
      ["an earlier version scanned the file", { fieldsSeenExact: undefined as never }],
      ["something could not be read", { lost: 1 }],
      ["an archive is locked", { state: "locked" }],
    ])("is less certain if %s", (_, changes) => {
      expect(words(seen, { ...seen, ...changes })).toBe(
        "No event examined has host.id, which the rule needs; not every event was examined.",
      );
    });

    it("is less certain while other files wait or were scanned with other rules", () => {
      for (const changes of [{ state: "waiting" }, { rulesKey: "before" }] as const)
        expect(words(seen, { ...seen, ...changes })).toMatch(/^No event examined/);
    });

    it("is nothing if one file has the field", () => {
      expect(words(seen, { ...seen, fieldsSeen: ["host.id"] })).toBeUndefined();
    });
  });

  it("reports that no file has events of the rule's category", () => {
    const rule = ruleOf({ query: 'registry where a.b == "x"' });
    const [blind, seeing] = [scanned({ missingCategories: ["registry", "file"] }), scanned({})];
    expect(status(rule, seenIn([blind, blind], withNow)).sentences[0]).toMatch(/no registry events/);
    expect(status(rule, seenIn([blind, seeing], withNow))).toMatchObject({
      sentences: [],
      missingFields: expect.stringMatching(/ a\.b, which/) as string,
    });
    const sequence = ruleOf({ query: "sequence by host.id [registry where true] [file where true]" });
    expect(status(sequence, seenIn([blind], withNow)).sentences[0]).toMatch(/no registry or file events/);
  });

  it("reports for an enabled rule that its correlation is unfinished", () => {
    const rule = ruleOf({});
    const pending = (on: boolean) =>
      statusOf({ ...caseRule(rule, on), pending: true }, runnable(rule, []), none);
    expect(pending(true)).toMatchObject({ state: "warning" });
    expect(pending(true).sentences.join()).toContain("correlation is unfinished");
    expect(pending(false).state).toBe("runs");
  });

  it("warns of missing exceptions and of deprecated rules", () => {
    const rule = ruleOf({ exceptions_list: [{ id: "1", list_id: "gone", type: "detection" }] });
    expect(status(rule)).toMatchObject({ state: "warning" });
    expect(status({ ...ruleOf({}), metadata: { maturity: "deprecated" } as never }).sentences[0]).toMatch(
      /deprecated/,
    );
  });
});

describe("kindOf", () => {
  it.each([
    [{}, "EQL"],
    [{ query: "sequence [any where true] [any where true]" }, "EQL sequence"],
    [{ query: "sample by a [any where true] [any where false]" }, "EQL sample"],
    [{ type: "query", language: "kuery", query: "a: b" }, "KQL"],
    [{ type: "threshold", language: "kuery", query: "a: b" }, "threshold"],
  ])("%j is %s", (changes, kind) => {
    const rule = ruleOf(changes);
    expect(kindOf(rule, runnable(rule, []))).toBe(kind);
  });
});

describe("ownRule", () => {
  it("is a rule that runs", () => {
    const draft = { name: " Mine ", query: "any where true", severity: "high" } as const;
    const rule = ownRule({ ...draft, language: "eql" }, "id");
    expect(rule).toMatchObject({ rule_id: "id", name: "Mine", type: "eql", risk_score: 73 });
    expect(runnable(rule, []).state).toBe("runs");
    expect(runnable(ownRule({ ...draft, query: "a: b", language: "kuery" }, "id"), []).state).toBe("runs");
  });
});

describe("testRecords", () => {
  const compiled = (query: string) => {
    const found = runnable(ruleOf({ query }), []);
    if (found.state === "unsupported") throw new Error(found.code);
    return found;
  };
  const record = (changes: Record<string, unknown>) =>
    JSON.stringify({ "@timestamp": 1, event: { category: "process" }, ...changes });

  it("names the one failing clause of a record", async () => {
    const query = 'process where process.name == "a.exe" and user.id == "1"';
    const { tests, problems } = await testRecords(
      record({ process: { name: "b.exe" }, user: { id: "1" } }),
      compiled(query),
    );
    expect(problems).toEqual([]);
    expect(tests).toHaveLength(1);
    expect(tests[0]).toMatchObject({ matched: false, line: 1 });
    expect(tests[0]!.sentence).toContain("b.exe");
    expect([...tests[0]!.failing].map(({ text }) => text)).toEqual(['process.name == "a.exe"']);
  });

  it("names the terms of a sequence that a record matches", async () => {
    const query =
      'sequence by user.id [process where process.name == "a"] [process where process.name == "b"]';
    const [first, other] = (
      await testRecords(
        `${record({ process: { name: "b" }, user: { id: "1" } })}\n${record({ process: { name: "c" } })}`,
        compiled(query),
      )
    ).tests;
    expect(first).toMatchObject({ matched: true, line: 1 });
    expect(first!.sentence).toMatch(/event 2/);
    expect(other).toMatchObject({ matched: false, line: 2 });
  });

  it("reports how many records of a long text were not tried", async () => {
    const text = Array.from({ length: 23 }, () => record({})).join("\n");
    const { tests, problems } = await testRecords(text, compiled("any where true"));
    expect(tests).toHaveLength(20);
    expect(problems).toEqual([expect.stringContaining("3 more")]);
  });

  it("reports records that could not be read", async () => {
    expect((await testRecords("", compiled("any where true"))).problems).not.toEqual([]);
    expect((await testRecords("{broken", compiled("any where true"))).problems).not.toEqual([]);
    expect((await testRecords('{"a":1}', compiled("any where true"))).problems[0]).toMatch(/is not an event/);
  });
});
