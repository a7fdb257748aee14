import { describe, expect, it } from "vitest";
import {
  countedValues,
  eventOf,
  type Finding,
  isOnlyCounted,
  LeanFindings,
  scanFile,
  type ScanOptions,
  ScanRules,
} from "../../src/scan/index.ts";
import { ACTIVITIES } from "../forms/activities.ts";
import { FORMS } from "../forms/forms.ts";
import { mulberry32, pick } from "../bench/random.ts";
import { ruleOf } from "../rules/run/helpers.ts";
import { ndjson } from "../support/scan.ts";

/* What a hunt counts without decoding it is what it would have counted. */

const COUNTED = ["host.name", "event.code", "event.category", "odd.field"];

async function found(content: BlobPart, query: string, options: ScanOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  const rules = new ScanRules([{ rule: ruleOf({ rule_id: "q", type: "eql", query }), exceptions: [] }], 0);
  const receiver = { batch: (some: readonly Finding[]) => void findings.push(...some) };
  await scanFile(new Blob([content]), rules, receiver, options);
  return findings;
}

const random = mulberry32(3);
const EVENTS = ndjson(
  Array.from({ length: 400 }, (_, n) => ({
    ...(n % 11 !== 0 && {
      "@timestamp": new Date(Date.UTC(2024, 0, 1) + Math.floor(random() * 1e7)).toISOString(),
    }),
    event: { code: String(n % 4), category: n % 5 === 0 ? ["process", "registry"] : "process" },
    host: { name: pick(random, ["A", "B", n % 9 === 0 ? "x".repeat(1500) : "ü\n"]) },
    ...(n % 7 === 0 && { odd: { field: [1, true, "1"] } }),
  })),
);
const FILES: readonly (readonly [string, BlobPart])[] = [
  ["documents", EVENTS],
  ...FORMS.filter((_, i) => i % 18 === 0).map((form): [string, BlobPart] => {
    const activities = ACTIVITIES.map(([activity]) => activity).filter((each) => form.holds?.(each) ?? true);
    return [form.name, form.write(activities) as BlobPart];
  }),
];

describe("the findings of a hunt", () => {
  it.each(FILES)("are all counted, and the wanted ones are whole, of %s", async (_, content) => {
    for (const query of ["any where true", 'any where event.code in ("1", "13")'])
      for (const from of ["first", "last"] as const)
        for (const rows of [0, 3]) {
          const all = await found(content, query, {});
          const limit = { rows, from, counted: COUNTED };
          const lean = await found(content, query, { lean: new LeanFindings(limit) });
          const placesOf = (some: readonly Finding[]) =>
            some.map(({ place: { offset, line } }) => `${offset} ${line}`).sort();
          expect(placesOf(lean)).toEqual(placesOf(all));
          const counts = (some: readonly Finding[]) =>
            some
              .map((finding) =>
                isOnlyCounted(finding)
                  ? finding.values
                  : COUNTED.map((field) => countedValues(eventOf(finding)[field])),
              )
              .map((values) => JSON.stringify(values))
              .sort();
          expect(counts(lean)).toEqual(counts(all));
          const whole = lean.filter((finding) => !isOnlyCounted(finding)).map(({ fields }) => fields);
          const timeOf = (finding: Finding) => String(eventOf(finding)["@timestamp"] ?? "");
          const sorted = [...all].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
          const wanted = rows === 0 ? [] : from === "first" ? sorted.slice(0, 1) : sorted.slice(-1);
          for (const finding of wanted) {
            const sameTime = sorted.filter((each) => timeOf(each) === timeOf(finding));
            expect(sameTime.some(({ fields }) => whole.includes(fields))).toBe(true);
          }
        }
  });
});
