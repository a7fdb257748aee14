import { describe, expect, it } from "vitest";
import {
  type BriefFacts,
  decidedWords,
  examinedWords,
  foundWords,
  notSeenWords,
  proposedSummary,
  reportWords,
} from "../../src/wording/index.ts";

const FACTS: BriefFacts = {
  ...{
    version: "1",
    files: 1,
    unread: 0,
    events: 1,
    hosts: ["A"],
    span: null,
    rulesRun: 1,
    alerts: 0,
    bySeverity: [],
  },
  ...{
    suppressed: 0,
    alertHosts: [],
    confirmed: 0,
    open: 0,
    closed: 0,
    falsePositives: 0,
    analysts: [],
    decidedAt: 0,
  },
  nearMisses: 0,
};
const text = (sentences: ReturnType<typeof foundWords>): string =>
  sentences
    .map((parts) => parts.map((part) => ("text" in part ? part.text : part.evidence)).join(""))
    .join(" ");

describe("the first page of a report", () => {
  it("never says more than the facts", () => {
    expect(text(examinedWords({ ...FACTS, files: 0 }))).toBe("The case has no evidence yet.");
    expect(text(examinedWords({ ...FACTS, hosts: null, unread: 1 }))).toBe(
      "1 file with 1 event. 1 of the files could not be read at all. Loupe 1 ran 1 detection rule over it.",
    );
    expect(text(foundWords({ ...FACTS, rulesRun: 0 }))).toBe("Nothing was looked for: no rule was enabled.");
    expect(text(foundWords({ ...FACTS, events: 0 }))).toBe("Nothing: there was no event to look at.");
    expect(text(foundWords(FACTS))).toContain("no proof that nothing happened");
    expect(text(foundWords({ ...FACTS, suppressed: 2 }))).toContain(
      "2 further alerts are suppressed by exceptions.",
    );
  });

  it("says how severe the alerts are, and that none is decided", () => {
    const two = { ...FACTS, alerts: 2, open: 2 };
    expect(text(foundWords({ ...two, bySeverity: [["high", 2]] }))).toContain("2 alerts of high severity");
    const several = [
      ["high", 1],
      ["low", 1],
    ] as const;
    expect(text(foundWords({ ...two, bySeverity: several }))).toContain(
      "2 alerts (by severity: 1 high, 1 low)",
    );
    expect(text(decidedWords(two))).toBe("All 2 alerts are still open: nobody has given a verdict yet.");
  });

  it("says who decided what", () => {
    const decided = { ...FACTS, alerts: 6, confirmed: 2, falsePositives: 1, closed: 1, open: 2 };
    expect(text(decidedWords(FACTS))).toBe("There was nothing to decide.");
    expect(text(decidedWords({ ...decided, open: 0 }))).toBe(
      "Of the 6 alerts, 2 are true positives, 1 is a false positive, 1 was closed without a verdict and none is open. " +
        "Nobody has given a verdict yet.",
    );
    const analysts = [
      ["Ada", 3],
      ["", 1],
    ] as const;
    expect(text(decidedWords({ ...decided, analysts, decidedAt: Date.UTC(2026, 2, 15) }))).toMatch(
      /Decided by Ada \(3\), an analyst who gave no name \(1\), last at 2026-03-15 00:00:00 UTC\.$/,
    );
  });

  it("names the first limits and counts the others", () => {
    expect(text(notSeenWords([[{ text: "A." }]], 3))).toBe("A. 2 more limits are known.");
    expect(text(notSeenWords([], 0))).toMatch(/^Every file was read in full/);
  });

  it("proposes a summary of what is confirmed, or of the verdict", () => {
    const finding = {
      time: Date.UTC(2024, 4, 14, 2, 6, 17),
      host: "WS",
      user: "alice",
      did: "reg.exe set X",
      rule: "R",
    };
    const later = { ...finding, time: finding.time + 60_000, user: "" };
    expect(proposedSummary([finding, later], 7, "")).toBe(
      "On 14 May 2024 at 02:06:17 UTC, on WS, as alice: reg.exe set X (R). " +
        "At 02:07:17, on WS: reg.exe set X (R). 5 more alerts were confirmed.",
    );
    expect(proposedSummary([], 0, "3 alerts; all are open.")).toBe(
      "3 alerts; all are open.\n\nNo alert has been confirmed by an analyst yet.",
    );
  });
});

describe("what could not be examined", () => {
  const NONE = {
    caveats: [],
    hosts: [],
    clears: 0,
    missing: 0,
    lacking: 0,
    gaps: 0,
    unsupported: 0,
    zoneless: [],
    unindexed: 0,
    isBusy: false,
  };
  const file = { text: "Contain unreadable records", files: ["a"], more: 0, paths: ["a"] };
  const lacks = {
    text: "No registry events in 1 of 2 files",
    files: ["a"],
    more: 0,
    paths: ["a"],
    category: "registry",
  };
  const host = { hosts: ["H"], categories: ["registry"], rules: [{ name: "R" }] };
  const said = (facts: Partial<reportWords.UnseenFacts>): string[] =>
    reportWords.unseenSpots({ ...NONE, ...facts }).map(({ sentence }) => text([sentence]));

  it("is said of files, and of hosts where these are known", () => {
    expect(said({ caveats: [file, lacks] })).toEqual([
      "1 file contains unreadable records.",
      "No registry events in 1 of 2 files.",
    ]);
    expect(said({ caveats: [file, lacks], hosts: [host] })).toEqual([
      "1 file contains unreadable records.",
      "H: no registry events, so 1 rule could not match there.",
    ]);
    expect(said({})).toEqual([]);
    expect(said({ clears: 2 })).toEqual(["A log was cleared 2 times: what it had before is gone."]);
  });
});

describe("the limits of a report", () => {
  const facts = { open: 0, alerts: 1, buildingBlocks: 0, shown: 1, sampled: 0, events: 8_000_000 };

  it("say when the evidence is more than a page should carry, and what to do", () => {
    const beyond = reportWords.limitSentences({ ...facts, events: 8_000_001 });
    expect(beyond.filter((sentence) => sentence.includes("8,000,001 events"))).toHaveLength(1);
    expect(beyond.join(" ")).toContain("Export for a cluster");
    expect(reportWords.limitSentences(facts).join(" ")).not.toContain("cluster");
  });
});
