/** What rule files, and rules, cost that are made to cost. */
import { growth, LINEAR, work } from "../support/work.ts";
import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { looksLikeRules } from "../../src/rules/files/index.ts";
import { readRules } from "../../src/rules/index.ts";
import { RuleSet } from "../../src/rules/run/index.ts";
import { eventRule } from "./run/helpers.ts";

describe("reading a rule file is linear in its length", () => {
  it.each<[string, (n: number) => string]>([
    ["nested lists in JSON", (n) => '{"a":' + "[".repeat(n)],
    ["nested objects in JSON", (n) => '{"a":'.repeat(n)],
    ["nested lists in TOML", (n) => "a = " + "[".repeat(n)],
    ["a dotted key without end", (n) => `a${".a".repeat(n)} = 1`],
    ["blank lines before nothing", (n) => "\n".repeat(n) + "x"],
    ["spaces without end", (n) => `[rule]\nname = "x"${" ".repeat(n)}\n`],
    ["rules", (n) => `{"rule_id":"r","name":"a","type":"eql","query":"any where true"}\n`.repeat(n / 50)],
    [
      "brackets in a text",
      (n) => `{"rule_id":"r","name":"${"[{".repeat(n)}","type":"eql","query":"any where true"}`,
    ],
  ])("%s", (_, text) => {
    expect(growth(2000, (n) => readRules(text(n), "any"))).toBeLessThan(LINEAR);
  });
});

it.each(["[", "{", '{"a":', "\n", "# x\n", " ", "[rule", '"', "\\", "a=", "[[a]]\n", "\0", "- "])(
  "telling rules from evidence is linear in the head that is looked at: %j",
  (part) => {
    const head = (n: number) => new TextEncoder().encode(part.repeat(n).slice(0, n));
    expect(growth(2000, (n) => looksLikeRules(head(n), "x.toml"))).toBeLessThan(LINEAR);
  },
);

it("compiling a rule is linear in the list on its one line, and deciding does not go through the list", () => {
  const compile = (n: number) => {
    const texts = Array.from({ length: n }, (_, i) => `"C:\\\\tools\\\\${i}.exe"`);
    const run = eventRule({ type: "eql", query: `process where process.executable : (${texts.join(", ")})` });
    return new RuleSet([run]);
  };
  expect(growth(500, compile)).toBeLessThan(LINEAR);

  const deciding = (n: number) => {
    const set = compile(n);
    const event = flatten({
      event: { category: "process" },
      process: { executable: `c:\\TOOLS\\${n - 1}.exe` },
    });
    const decide = () => set.match(event, () => undefined);
    expect(decide()).toEqual([0]);
    return work(decide);
  };
  expect(deciding(9000)).toBeLessThanOrEqual(deciding(1000) + 10);
});

it("finding near misses does not go through the rules that an event has nothing of", () => {
  const finding = (n: number) => {
    const rules = Array.from({ length: n }, (_, i) =>
      eventRule({
        type: "eql",
        query: `process where host.os.type == "windows" and process.name : "p${i}.exe" and
          process.command_line : ("*argument ${i} *", "*option${i}=*") and process.parent.name : "parent${i}.exe" and
          not process.executable : ("C:\\\\known\\\\*", "D:\\\\*\\\\good\\\\*.exe")`,
      }),
    );
    const set = new RuleSet(rules);
    const near = set.nearMisses(new Map(rules.entries()));
    const event = flatten({
      event: { category: "process" },
      host: { os: { type: "windows" } },
      process: {
        name: "p7.exe",
        executable: "C:\\p7.exe",
        command_line: "p7.exe argument 7 of a few",
        parent: { name: "other.exe" },
      },
    });
    let found = 0;
    const find = () => {
      set.match(event, () => undefined);
      near.find(event, () => found++);
    };
    find();
    expect(found).toBe(1);
    return work(find);
  };
  // Required texts are looked at one by one, by their hashes: a rule costs a few steps, where its clauses cost hundreds.
  const more = (finding(1000) - finding(100)) / 900;
  expect(more).toBeLessThan(12);
});
