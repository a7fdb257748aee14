/* An entry in the registry is all that a new language needs: its rules are then read, compiled, run and explained. */
import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { kindOf, languageNames } from "../../src/ui/rules/rule-status.ts";
import { readRules, type Rule, runnable } from "../../src/rules/index.ts";
import { LANGUAGES, languagesOf } from "../../src/rules/run/index.ts";
import { type Finding, scanFile, ScanRules } from "../../src/scan/index.ts";
import { CONTAINS } from "../support/contains-language.ts";
import { ndjson } from "../support/scan.ts";

const LANGUAGES_AND_ONE = languagesOf(...LANGUAGES.values(), CONTAINS);

function ruleOf(changes: Partial<Rule>): Rule {
  const raw = {
    rule_id: "r",
    name: "Rule",
    type: "query",
    language: "contains",
    query: "process.name ~ DUMP",
    severity: "low",
    risk_score: 21,
    ...changes,
  };
  const { rules, problems } = readRules(JSON.stringify(raw), "rule.ndjson");
  expect(problems).toEqual([]);
  return rules[0]!;
}

async function offsetsFound(rules: readonly Rule[], documents: readonly object[]): Promise<unknown[]> {
  const findings: Finding[] = [];
  const scanRules = new ScanRules(
    rules.map((rule) => ({ rule, exceptions: [] })),
    0,
    LANGUAGES_AND_ONE,
  );
  await scanFile(
    new Blob([ndjson(documents)]),
    scanRules,
    { batch: (found) => void findings.push(...found) },
    {},
  );
  return findings.map(({ ruleId, place }) => [ruleId, place.line]);
}

const event = (name: string, host = "H1") => ({
  "@timestamp": "2024-05-01T10:00:00Z",
  ecs: { version: "8.0.0" },
  event: { category: "process" },
  host: { name: host },
  process: { name },
});

describe("a language added to the registry", () => {
  it("finds its events alongside the other languages, with filters and several conditions", async () => {
    const documents = [
      event("svchost.exe"),
      event("procdump.exe"),
      event("Dump.exe", "LAB"),
      event("reg.exe"),
    ];
    const rules = [
      ruleOf({}),
      ruleOf({ rule_id: "two", query: "process.name ~ dump\nhost.name ~ lab" }),
      ruleOf({
        rule_id: "filtered",
        filters: [{ meta: { negate: true }, query: { match_phrase: { "host.name": "LAB" } } }],
      }),
      ruleOf({ rule_id: "kql", language: "kuery", query: "process.name: reg.exe" }),
      ruleOf({ rule_id: "eql", type: "eql", language: "eql", query: 'process where process.name : "REG*"' }),
    ];
    expect(await offsetsFound(rules, documents)).toEqual([
      ["r", 2],
      ["filtered", 2],
      ["r", 3],
      ["two", 3],
      ["kql", 4],
      ["eql", 4],
    ]);
  });

  it("is evaluated on its own fields if fields are projected", async () => {
    // Enough rules and required texts for the scan to project fields.
    const rules = Array.from({ length: 60 }, (_, i) =>
      ruleOf({ rule_id: `r${i}`, query: `process.name ~ tool${i}.exe` }),
    );
    const documents = Array.from({ length: 200 }, (_, i) => event(`TOOL${i}.EXE`));
    const expected = rules.map(({ rule_id }, i) => [rule_id, i + 1]);
    expect(await offsetsFound(rules, documents)).toEqual(expected);
  });

  it("reports syntax errors and diagnostics, and explains its matches", () => {
    const run = (query: string) => runnable(ruleOf({ query }), [], 0, LANGUAGES_AND_ONE);
    expect(run("process.name ~ x\nprocess.name")).toMatchObject({
      state: "unsupported",
      code: "syntax",
      data: { line: 2, column: 1, message: "Write a field, a tilde and a text." },
    });
    const runs = run("process.name ~ a*");
    if (runs.state !== "runs" || runs.kind !== "event") throw new Error("It runs.");
    expect(runs.warnings.map(({ code }) => code)).toEqual(["pipes"]);
    expect(kindOf(ruleOf({}), runs)).toBe("Contains");
    expect(languageNames(LANGUAGES_AND_ONE)).toContain("Contains");
    expect(runs.explain(flatten(event("A*B")))).toMatchObject({ held: true });
    expect(runs.explain(flatten(event("AB")))).toMatchObject({ held: false });
  });

  it("is unsupported if it is not registered, or for a rule type that it does not serve", () => {
    const allowed = [...LANGUAGES.values()]
      .filter(({ ruleTypes }) => (ruleTypes as readonly string[]).includes("query"))
      .map(({ id }) => id);
    expect(allowed).toContain("kuery");
    expect(runnable(ruleOf({}), [])).toEqual({
      state: "unsupported",
      code: "language",
      data: { type: "query", language: "contains", allowed },
    });
    expect(
      runnable(ruleOf({ type: "eql", query: "any where true" }), [], 0, LANGUAGES_AND_ONE),
    ).toMatchObject({ code: "language" });
  });

  it("has an example that becomes a rule that runs", () => {
    for (const { id, example } of LANGUAGES.values()) {
      const rule = ownRule({ name: "R", language: id, query: example, severity: "low" }, "r");
      expect(runnable(rule, [])).toMatchObject({ state: "runs" });
    }
  });
});
