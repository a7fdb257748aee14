import { describe, expect, it } from "vitest";
import {
  type CaseFacts,
  caseVerdict,
  hostBlindSpotWords,
  type VerdictPart,
} from "../../src/wording/overview-words.ts";

const NOTHING: CaseFacts = {
  isBusy: false,
  rulesEnabled: 3,
  events: 1000,
  alerts: 0,
  open: 0,
  falsePositives: 0,
  hosts: [],
  allHosts: 1,
  dumps: null,
  worst: null,
  hasGaps: false,
};
const joined = (parts: readonly VerdictPart[]): string => parts.map(({ text }) => text).join("");
const parts = (facts: Partial<CaseFacts>) => caseVerdict({ ...NOTHING, ...facts });
const verdict = (facts: Partial<CaseFacts>) => ({
  alarm: joined(parts(facts).alarm),
  text: joined(parts(facts).text),
});

describe("the verdict on a case without alerts", () => {
  it("says how many events no rule matches, and that it is no all-clear if something is missing", () => {
    expect(verdict({})).toEqual({
      alarm: "",
      text: "None of 1,000 events matches any of the 3 enabled rules.",
    });
    expect(verdict({ rulesEnabled: 1 }).text).toBe("None of 1,000 events matches the enabled rule.");
    expect(verdict({ hasGaps: true }).text).toMatch(
      / This is not an all-clear: see what could not be seen\.$/,
    );
  });

  it("never says that nothing matches where nothing was checked", () => {
    expect(verdict({ rulesEnabled: 0 }).text).toBe("No rule is enabled, so nothing was checked.");
    expect(verdict({ rulesEnabled: 0, isBusy: true }).text).toBe(
      "No rule is enabled, so nothing was checked.",
    );
    expect(verdict({ events: 0, hasGaps: true }).text).toBe(
      "No event could be read, so nothing was checked.",
    );
    expect(verdict({ isBusy: true }).text).toBe(
      "No alerts so far, in 1,000 events. The evidence is still being read.",
    );
  });
});

describe("the verdict on a case with alerts", () => {
  it("counts them, those that are open, and those that are false positives", () => {
    expect(verdict({ alerts: 1, open: 1, hosts: ["WS01"] }).text).toBe("1 alert on WS01; 1 is open.");
    expect(verdict({ alerts: 5, open: 2, falsePositives: 1, hosts: ["A", "B"], allHosts: 9 }).text).toBe(
      "5 alerts on 2 of 9 hosts; 2 are open, 1 false positive.",
    );
    expect(verdict({ alerts: 2, falsePositives: 2 }).text).toBe("2 alerts; none is open, 2 false positives.");
  });

  it("does not say of how many hosts if that is not known", () => {
    expect(verdict({ alerts: 5, open: 5, hosts: ["A", "B"], allHosts: null }).text).toBe(
      "5 alerts on 2 hosts; 5 are open.",
    );
    // Fewer than those with alerts cannot be right.
    expect(verdict({ alerts: 5, open: 5, hosts: ["A", "B"], allHosts: 1 }).text).toContain("on 2 hosts;");
  });

  it("says what is missing", () => {
    const some = { alerts: 1, open: 1, hosts: ["A"] };
    expect(verdict({ ...some, isBusy: true, hasGaps: true }).text).toMatch(/still being read\.$/);
    expect(verdict({ ...some, hasGaps: true }).text).toMatch(/ Not everything could be seen\.$/);
  });

  it("names the worst open alert, if it is severe", () => {
    const worst = { name: "Logs Cleared", severity: "high", host: "B", time: Date.UTC(2024, 4, 14, 2, 3) };
    expect(verdict({ alerts: 1, open: 1, worst }).alarm).toBe(
      "High severity: “Logs Cleared” on B, at 2024-05-14 02:03 UTC.",
    );
  });

  it("is alarming if full memory dumps were set up, with host and time as far as they are known", () => {
    const some = { alerts: 1, open: 1, hosts: ["A"] };
    expect(verdict(some).alarm).toBe("");
    expect(verdict({ ...some, dumps: { host: "A", time: Date.UTC(2024, 4, 14, 2, 3, 17) } }).alarm).toBe(
      "A was set up for full memory dumps of any process, LSASS included, at 2024-05-14 02:03 UTC.",
    );
    expect(verdict({ ...some, dumps: { host: "", time: NaN } }).alarm).toBe(
      "A host was set up for full memory dumps of any process, LSASS included.",
    );
  });
});

describe("the parts of the verdict", () => {
  it("say what they count", () => {
    const { text } = parts({
      alerts: 5,
      open: 2,
      falsePositives: 1,
      hosts: ["A", "B"],
      allHosts: 9,
      hasGaps: true,
    });
    expect(text.filter(({ about }) => about !== "").map((part) => `${part.about}: ${part.text}`)).toEqual([
      "alerts: 5 alerts",
      "hosts: 2 of 9 hosts",
      "open: 2 are open",
      "false positives: 1 false positive",
      "gaps: Not everything could be seen.",
    ]);
  });
});

describe("the words about a blind spot", () => {
  it("name some hosts and every category", () => {
    expect(hostBlindSpotWords(["A"], ["process"])).toBe("A: no process events");
    expect(hostBlindSpotWords(["A", "", "C", "D", "E"], ["file", "process"])).toBe(
      "A, events without a host, C and 2 more hosts: no file or process events",
    );
  });
});
