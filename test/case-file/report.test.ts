import { expect, it } from "vitest";
import type { CaseReport } from "../../src/case/index.ts";
import { isReport } from "../../src/case-file/schema/report-checks.ts";

const EVENT = { time: NaN, host: "H", user: "", sentence: "S", where: "a, line 1" };
const REPORT: CaseReport = {
  summary: "All of it.",
  analyst: "Ada",
  sections: { audit: true },
  hunts: [
    {
      ...{
        id: "h",
        title: "T",
        language: "EQL",
        query: "any where true",
        at: 1,
        words: "W",
        count: 2,
        more: 1,
      },
      events: [EVENT],
    },
  ],
  answers: {
    key: "k",
    atHand: 1,
    guides: [
      {
        alertId: "a",
        steps: [
          {
            key: "s",
            answers: [
              {
                statements: [
                  { sentence: [{ text: "It is " }, { evidence: "x" }], sources: [[{ text: "Sysmon" }]] },
                ],
                ...{ missing: [[{ text: "More." }]], lookedAt: [], events: [EVENT] },
              },
            ],
          },
        ],
      },
    ],
  },
  changedAt: 5,
};

it("goes with the case, as it is and as it begins", () => {
  expect(isReport(REPORT)).toBe(true);
  expect(isReport({ summary: null, sections: {}, hunts: [], changedAt: 0 })).toBe(true);
});

it.each<[string, unknown]>([
  ["a summary that is no text", { ...REPORT, summary: { toString: 1 } }],
  ["a section that is neither on nor off", { ...REPORT, sections: { audit: "yes" } }],
  ["sections that are a list", { ...REPORT, sections: [true] }],
  ["too many hunts", { ...REPORT, hunts: Array.from({ length: 101 }, () => REPORT.hunts[0]) }],
  [
    "an event without a sentence",
    { ...REPORT, hunts: [{ ...REPORT.hunts[0], events: [{ ...EVENT, sentence: null }] }] },
  ],
  ["answers that are none", { ...REPORT, answers: { key: "k", atHand: -1, guides: [] } }],
  [
    "a part of a sentence that is an object",
    {
      ...REPORT,
      answers: {
        ...REPORT.answers,
        guides: [
          {
            alertId: "a",
            steps: [
              {
                key: "s",
                answers: [{ statements: [], missing: [[{ text: {} }]], lookedAt: [], events: [] }],
              },
            ],
          },
        ],
      },
    },
  ],
])("refuses %s", (_what, report) => {
  expect(isReport(report)).toBe(false);
});
