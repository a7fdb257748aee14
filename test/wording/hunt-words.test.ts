import { describe, expect, it } from "vitest";
import {
  type HuntFacts,
  huntExportWords,
  huntProgressWords,
  indexedAwayWords,
  keywordWords,
  leftOutOfQueryWords,
  ruledOutWords,
} from "../../src/wording/index.ts";

const facts: HuntFacts = {
  ...{ kind: "event", state: "done", count: 12_000, hasMore: false, matches: 12_000, listed: 10_000 },
  ...{ bytes: 1024, totalBytes: 2048, milliseconds: 10 },
};

describe("the words about a hunt", () => {
  it("say what the event index knows", () => {
    const reading: HuntFacts = { ...facts, state: "reading", matches: 3 };
    expect(huntProgressWords({ ...reading, indexed: { certain: 9, possible: 0 } })).toMatch(
      /3 matching records so far of 9, by the event index$/,
    );
    expect(huntProgressWords({ ...reading, indexed: { certain: 9, possible: 1 } })).toMatch(
      / of at most 10, /,
    );
    expect(huntProgressWords({ ...reading, indexed: null })).toMatch(/so far$/);
    expect(indexedAwayWords(null, "event")).toBe("");
    expect(indexedAwayWords({ certain: 2, possible: 0 }, "event")).toContain("2 events of theirs match.");
    expect(indexedAwayWords({ certain: 0, possible: 5 }, "event")).toContain("at most 5 events");
    expect(indexedAwayWords({ certain: 2, possible: 5 }, "sequence")).toMatch(
      /between 2 and 7 events of theirs can be part of a sequence\.$/,
    );
    expect(ruledOutWords(1)).toMatch(/^1 file has no event/);
  });

  it("say what an export has", () => {
    expect(huntExportWords(facts, 10_000, false)).toBe("All 12,000 events");
    expect(huntExportWords(facts, 5, true)).toBe("Those of 12,000 events with the chosen values");
    expect(huntExportWords({ ...facts, state: "stopped" }, 10_000, false)).toBe("10,000 listed events");
    const sequences: HuntFacts = { ...facts, kind: "sequence", hasMore: true, count: 100_000 };
    expect(huntExportWords(sequences, 5, false)).toBe("at least 100,000 sequences");
  });

  it("explain the words of EQL, and what a filter could not ask", () => {
    expect(keywordWords("in~")?.usage).toContain("in");
    expect(keywordWords("host.name")).toBeUndefined();
    expect(leftOutOfQueryWords(1)).toBe("1 condition of the filter is left out: EQL cannot ask it.");
  });
});
