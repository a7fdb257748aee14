import { readFileSync } from "node:fs";
import path from "node:path";
import { readRuleFile, type RuleFileResult } from "../../src/rules/files/index.ts";
import { runnable } from "../../src/rules/index.ts";
import { mulberry32, pick } from "../bench/random.ts";
import { DUMPS } from "../forms/dumps.ts";
import { zip } from "../support/zip.ts";
import { mutate, type Mutant } from "./mutate.ts";
import type { Frame } from "./sample.ts";
import type { Tally } from "./tally.ts";

interface RuleSample {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes around a frame whose damage may cost its rule, too: a line break belongs to both of its lines. */
  readonly between: number;
  /** The bytes whose damage may cost a rule. */
  frame(ruleId: string): Frame;
}

const TOML = readFileSync(
  path.resolve(import.meta.dirname, "../../src/rules/builtin/credential_access_generic_localdumps.toml"),
);

const rule = (id: string): object => ({
  rule_id: id,
  name: `Rule ${id}`,
  type: "eql",
  language: "eql",
  query: `process where process.name : "${id}*" and not process.args == "-x"`,
  index: ["logs-*"],
  severity: "low",
  risk_score: 21,
  note: "## Triage\n- Look",
});
const IDS = Array.from({ length: 8 }, (_, i) => `id-${i}`);
const LINES = IDS.map((id) => `${JSON.stringify(rule(id))}\n`);

const SAMPLES: readonly RuleSample[] = [
  { name: "TOML", bytes: TOML, between: 0, frame: () => ({ from: 0, to: TOML.length }) },
  ...[exported("\n"), exported("")],
  zipped(),
];

/** A Kibana export. */
function exported(end: string): RuleSample {
  const summary = JSON.stringify({ exported_count: IDS.length, exported_rules_count: IDS.length });
  const text = end === "" ? LINES.join("").trimEnd() : `${LINES.join("")}${summary}${end}`;
  return {
    name: end === "" ? "NDJSON" : "NDJSON with a summary",
    bytes: new TextEncoder().encode(text),
    frame: (id) => {
      const i = IDS.indexOf(id);
      const from = LINES.slice(0, i).join("").length;
      return { from, to: from + LINES[i]!.length - 1 };
    },
    between: 1,
  };
}

function zipped(): RuleSample {
  const parts = [
    { path: "rules/a.toml", data: TOML },
    { path: "rules/b.ndjson", data: LINES.join("") },
  ];
  const bytes = zip(parts);
  const second = zip(parts.slice(0, 1)).length - 22 - 46 - parts[0]!.path.length;
  const end = bytes.length - 22 - 2 * 46 - parts[0]!.path.length - parts[1]!.path.length;
  return {
    name: "zip",
    bytes,
    between: 0,
    frame: (id) => (id === DUMPS ? { from: 0, to: second } : { from: second, to: end }),
  };
}

/** Damages rule files and reads them as the page does. */
export class RuleFuzzer {
  readonly #before = new Map<string, RuleFileResult>();

  async run(seed: number, tally: Tally): Promise<void> {
    const random = mulberry32(seed);
    for (let i = 0; i < 4; i++) random();
    const sample = pick(random, SAMPLES);
    const mutant = mutate(sample.bytes, pick(random, SAMPLES).bytes, random);
    const trace = `${sample.name}: ${mutant.changes}`;
    const start = performance.now();
    try {
      const before = await this.#sound(sample);
      const after = await readRuleFile(new Blob([mutant.bytes]), "rules");
      for (const { rule } of after.rules) runnable(rule, []);
      const { inside, outside, isSilent } = judgeRules(sample, before, mutant, after);
      tally.lose(inside, outside, before.rules.length);
      if (outside > 0) tally.note(seed, `${trace}: ${outside} outside the frame`);
      if (isSilent) tally.fail("silent loss", seed, trace);
    } catch (error) {
      tally.fail("crash", seed, `${trace}: ${error instanceof Error ? (error.stack ?? "") : String(error)}`);
    }
    tally.mutant(performance.now() - start, seed);
  }

  async #sound(sample: RuleSample): Promise<RuleFileResult> {
    const known =
      this.#before.get(sample.name) ??
      (await readRuleFile(new Blob([Uint8Array.from(sample.bytes)]), "rules"));
    if (known.rules.length === 0) throw new Error(`The sample ${sample.name} has no rules.`);
    this.#before.set(sample.name, known);
    return known;
  }
}

function judgeRules(sample: RuleSample, before: RuleFileResult, { parts }: Mutant, after: RuleFileResult) {
  const kept = new Set(after.rules.map(({ rule }) => JSON.stringify(rule)));
  let [inside, outside, torn] = [0, 0, 0];
  for (const { rule } of before.rules) {
    if (kept.delete(JSON.stringify(rule))) continue;
    const { from, to } = sample.frame(rule.rule_id);
    const start = Math.max(0, from - sample.between);
    const end = Math.min(sample.bytes.length, to + sample.between);
    const ranges = parts.flatMap((part) => ("bytes" in part ? [] : [part]));
    if (ranges.some((part) => part.from <= start && part.to >= end)) outside++;
    else {
      inside++;
      if (ranges.some((part) => part.from < to && part.to > from)) torn++;
    }
  }
  const isLoss = outside > 0 || torn > 2 * kept.size;
  return { inside, outside, isSilent: isLoss && after.problems.length <= before.problems.length };
}
