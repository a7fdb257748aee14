import { describe, expect, it } from "vitest";
import { hasEventLog } from "../../src/formats/index.ts";
import {
  EventIndex,
  eventOf,
  type Finding,
  type PackedPart,
  scanFile,
  type ScanOptions,
  ScanRules,
  unpackPart,
} from "../../src/scan/index.ts";
import { mulberry32, pick } from "../bench/random.ts";
import { ACTIVITIES } from "../forms/activities.ts";
import { FORMS } from "../forms/forms.ts";
import { ruleOf } from "../rules/run/helpers.ts";

/* A hunt that decodes only the records that the event index names finds what one that reads every record finds. */

const rulesOf = (query: string) =>
  new ScanRules([{ rule: ruleOf({ rule_id: "q", type: "eql", query }), exceptions: [] }], 0);
const EVERY = rulesOf("any where true");

async function scanned(file: Blob, rules: ScanRules, options: ScanOptions = {}) {
  const findings: Finding[] = [];
  const parts: PackedPart[] = [];
  const result = await scanFile(
    file,
    rules,
    {
      batch: (found) => void findings.push(...found),
      events: (part) => void parts.push(part),
      forgetEvents: () => void parts.splice(0),
    },
    options,
  );
  return { findings, parts, ...result };
}

const texts = (findings: readonly Finding[]): string[] =>
  findings.map(({ place, fields }) => JSON.stringify([place, fields])).sort();

const TESTED = ["host.name", "event.code", "event.category", "process.name", "winlog.channel"] as const;

describe("the records that the index names", () => {
  it.each(FORMS.filter((_, i) => i % 5 === 0).map((form) => [form.name, form] as const))(
    "are all that a hunt needs of %s",
    async (_, form) => {
      const random = mulberry32(form.name.length);
      const activities = ACTIVITIES.map(([activity]) => activity).filter(
        (each) => form.holds?.(each) ?? true,
      );
      const file = new Blob([form.write(activities) as BlobPart]);
      const { findings, parts, seekable, kind } = await scanned(file, EVERY, { index: true });
      const index = new EventIndex();
      for (const part of parts) index.add("f", await unpackPart(part));
      for (let round = 0; round < 4; round++) {
        const field = pick(random, TESTED);
        const values = findings.flatMap((finding) => eventOf(finding)[field] ?? []);
        const value = values.length === 0 ? "x" : String(pick(random, values));
        const rules = rulesOf(`any where ${field} == """${value}"""`);
        const [answer] = index.answer(
          rules.conditions.map(({ conditions }) => conditions.map(({ clause }) => clause)),
          0,
          "first",
        ).files;
        const all = texts((await scanned(file, rules)).findings);
        expect(all.length).toBeGreaterThanOrEqual(answer?.certain ?? 0);
        expect(all.length).toBeLessThanOrEqual((answer?.certain ?? 0) + (answer?.possible ?? 0));
        if (answer?.offsets == null || !(seekable || hasEventLog(kind))) continue;
        const only = answer.offsets;
        expect(texts((await scanned(file, rules, { only })).findings)).toEqual(all);
        const prescanned = await scanned(file, rules, { only, prescan: true, prescanFrom: 0 });
        expect(texts(prescanned.findings)).toEqual(all);
      }
    },
  );
});
