import { describe, expect, it } from "vitest";
import { groupingWords, groupSentences } from "../../src/wording/index.ts";
import { ruleOf } from "../rules/run/helpers.ts";

const DAY = 86_400_000;
const terms = [
  { field: "host.id", value: "h" },
  { field: "user.id", value: "u" },
];
const counting = ruleOf({
  type: "threshold",
  language: "kuery",
  threshold: { field: ["host.id", "user.id"], value: 10, cardinality: [{ field: "file.path", value: 2 }] },
});
const newTerms = ruleOf({
  type: "new_terms",
  language: "kuery",
  new_terms_fields: ["process.name"],
  history_window_start: "now-7d",
});

describe("groupSentences", () => {
  it("says how many events have what in common, and what the rule asks for", () => {
    const group = { terms, count: 12, distinct: { field: "file.path", count: 3 }, from: 0, to: 60_000 };
    expect(groupSentences(group, counting, 12)).toEqual([
      "12 events with the same host.id and user.id within 1 min, from 1970-01-01 00:00:00.000 to 1970-01-01 00:01:00.000 UTC. The rule asks for 10.",
      "They have 3 different values of file.path, where the rule asks for 2.",
    ]);
    expect(groupSentences({ terms: [], count: 500, from: 0, to: 0 }, counting, 100)).toEqual([
      "500 events. The rule asks for 10.",
      "Of these events, 100 are listed: the first 99 and the last.",
    ]);
  });

  it("says what is new, and how much of its history the evidence has", () => {
    const group = { terms: terms.slice(0, 1), count: 1, from: 0, to: 0, history: 7 * DAY };
    const sentence = (covered: number | null) => groupSentences({ ...group, covered }, newTerms, 1).join(" ");
    expect(sentence(7 * DAY)).toBe("New: no earlier event has this value in the 7 d before.");
    expect(sentence(2 * DAY)).toBe(
      "First in this evidence: no earlier event has this value. The rule looks at the 7 d before, and the evidence has 2 d of them.",
    );
    expect(sentence(0)).toContain("the evidence begins with this event");
    expect(sentence(null)).toContain("is not known");
    expect(groupSentences({ ...group, terms, covered: 7 * DAY }, newTerms, 1).join()).toContain(
      "these values together",
    );
  });
});

describe("groupingWords", () => {
  it("says what a rule groups by", () => {
    expect(groupingWords(counting)).toEqual({
      term: "Threshold",
      words:
        "at least 10 events with the same host.id and user.id, with at least 2 different values of file.path",
    });
    expect(groupingWords(newTerms)).toEqual({
      term: "New terms",
      words: "first event with a value of process.name since now-7d",
    });
    expect(groupingWords(ruleOf({}))).toBeNull();
  });
});
