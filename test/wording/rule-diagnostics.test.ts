import { describe, expect, it } from "vitest";
import type { Coded } from "../../src/diagnostic/index.ts";
import type {
  RuleWarning,
  RuleWarnings,
  RuleProblem,
  RuleProblems,
  Unsupported,
  UnsupportedReasons,
} from "../../src/rules/index.ts";
import {
  type MissedBySchedule,
  type Schedule,
  type ScheduleMisses,
  type ScheduleProblem,
  type ScheduleProblems,
} from "../../src/rules/schedule/index.ts";
import {
  missSentence,
  ruleWarningSentence,
  ruleProblemSentence,
  scheduleProblemSentence,
  unsupportedSentence,
} from "../../src/wording/index.ts";
import { schedule } from "../rules/schedule/helpers.ts";

/** Data of each code, one of each kind: a code without an example does not compile. */
type Examples<Codes> = { readonly [C in keyof Codes]: readonly Codes[C][] };

const PROBLEMS: Examples<RuleProblems> = {
  "empty-file": [{}],
  unreadable: [{ detail: "RangeError: too deep" }],
  "no-rule": [{ kind: "ndjson" }, { kind: "toml" }, { kind: "file" }],
  "not-json": [{ detail: "Unexpected token" }],
  "not-toml": [{ detail: "invalid value" }],
  "not-an-object": [{ form: "toml" }, { form: "ndjson" }],
  "missing-key": [{ form: "toml", keys: ["rule_id", "name"] }],
  "unknown-type": [{ form: "ndjson", type: "magic", known: ["eql", "query"] }],
  "wrong-value": [
    { form: "toml", kind: "severity", used: "low" },
    { form: "toml", kind: "risk_score", used: 21 },
    { form: "toml", kind: "max_signals", used: 100 },
    { form: "toml", kind: "osquery", entry: 1 },
    { form: "toml", kind: "investigate", entry: 1 },
  ],
  "duplicate-rule": [
    { kind: "in-export", id: "r1" },
    { kind: "in-files", id: "r1", earlier: "a.toml", used: "earlier", by: "version" },
    { kind: "in-files", id: "r1", earlier: "a.toml", used: "this", by: "version" },
    { kind: "in-files", id: "r1", earlier: "a.toml", used: "this", by: "order" },
  ],
  incomplete: [
    { kind: "rules", exported: 3, found: 1 },
    { kind: "exception-lists", exported: 3, found: 1 },
    { kind: "exception-items", exported: 3, found: 1 },
    { kind: "not-exported", count: 2 },
  ],
  "more-problems": [
    { kind: "text", most: 100 },
    { kind: "file", most: 100 },
  ],
  "unreadable-file": [{}],
  "not-utf8": [{}],
  "not-shipped": [{ maturities: [{ maturity: "deprecated", count: 2 }] }],
  "too-big": [{ mebibytes: 64 }, { mebibytes: 64, archive: "rules.zip" }],
  encrypted: [{ archive: "rules.zip" }],
  "archive-damaged": [
    { kind: "fault", fault: { code: "directory", data: { kind: "incomplete" } } },
    { kind: "error", detail: "gone" },
  ],
  "member-damaged": [
    { archive: "rules.zip", kind: "fault", fault: { code: "damaged", data: { kind: "checksum" } } },
    { archive: "rules.zip", kind: "error", detail: "gone" },
    { archive: "rules.zip", kind: "size" },
  ],
  "archive-bomb": [{ archive: "rules.zip", times: 200 }],
  "archive-too-big": [{ archive: "rules.zip", mebibytes: 512 }],
  broken: [{ detail: "TypeError: x" }],
};

const REASONS: Examples<UnsupportedReasons> = {
  esql: [{}],
  lucene: [{}],
  "machine-learning": [{}],
  "new-terms": [{}],
  "saved-query": [{}],
  "threat-match": [{}],
  threshold: [{}],
  history: [{ start: "now-5m", from: "now-9m" }],
  window: [{ from: "now", to: "now-9m" }],
  language: [{ type: "query", language: "x", allowed: ["kuery", "lucene"] }],
  "no-query": [{}],
  syntax: [{ line: 2, column: 5, message: "Write == for =." }],
};

const WARNINGS: Examples<RuleWarnings> = {
  "exceptions-missing": [{ list: "l" }],
  "exception-expired": [{ exception: "Item", expired: "2024-05-31T00:00:00Z" }],
  "exception-unsupported": [
    { exception: "Item", entry: { type: "unsupported", kind: "entry" } },
    { exception: "Item", entry: { type: "unsupported", kind: "nested-entry" } },
    { exception: "Item", entry: { type: "unsupported", kind: "value-list", list: "hosts" } },
    { exception: "Item", entry: { type: "unsupported", kind: "value-list", list: "" } },
    { exception: "Item", entry: { type: "unsupported", what: "the value list hosts" } },
  ],
  "exception-empty": [{ exception: "Item" }],
  "exception-nested": [{ exception: "Item", field: "n" }],
  filters: [{ count: 1 }, { count: 2 }],
  characters: [{}],
  suppression: [{ groupBy: [] }, { groupBy: ["host.id", "user.id"] }],
  pipes: [{ pipes: "| head 5" }],
  backslashes: [{ call: 'endsWith(a, "\\\\")' }],
  "date-math": [{ comparison: '@timestamp > "now"' }],
};

const SCHEDULE_PROBLEMS: Examples<ScheduleProblems> = {
  interval: [{ interval: "often" }],
  from: [{ from: "yesterday" }],
  to: [{ to: "tomorrow" }],
  "too-far": [{}],
  "too-dense": [{ most: 10_000 }],
};

const NEWEST: Schedule = schedule({ max_signals: 1000 });
const OLDEST: Schedule = schedule({ type: "query", max_signals: 1 });

const MISSES: Examples<ScheduleMisses> = {
  cap: [{ schedule: NEWEST }, { schedule: OLDEST }],
  gap: [{ schedule: NEWEST }],
  late: [{ schedule: NEWEST }],
  "no-time": [{}],
  unknown: [{ problem: { code: "interval", data: { interval: "often" } } }],
};

function examplesOf<Codes extends object>(examples: Examples<Codes>): Coded<Codes>[] {
  return Object.entries(examples).flatMap(([code, kinds]) =>
    (kinds as object[]).map((data) => ({ code, data }) as Coded<Codes>),
  );
}

describe("the sentence", () => {
  it.each<[string, string[]]>([
    [
      "of a problem in a rule file",
      examplesOf(PROBLEMS).map((one) => ruleProblemSentence({ ...one, file: "Rules", line: 3 })),
    ],
    [
      "of an unsupported rule",
      examplesOf(REASONS).map((one) => unsupportedSentence({ state: "unsupported", ...one } as Unsupported)),
    ],
    ["of a warning", examplesOf(WARNINGS).map((one) => ruleWarningSentence(one as RuleWarning))],
    [
      "of a schedule that cannot be replayed",
      examplesOf(SCHEDULE_PROBLEMS).map((one) => scheduleProblemSentence(one as ScheduleProblem)),
    ],
    ["of a miss", examplesOf(MISSES).map((one) => missSentence(one as MissedBySchedule))],
  ])("%s is whole for each kind, and another for each", (_, sentences) => {
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^(?:[A-Z\d“]|@timestamp)[^]*\.$/);
      expect(sentence).not.toMatch(/undefined|NaN|\[object|\.\.| {2}/);
    }
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

describe("the sentence of a problem in a rule file", () => {
  const say = (problem: RuleProblem): string => ruleProblemSentence(problem);

  it("names the rule as the form of its file allows", () => {
    const data = { form: "ndjson", keys: ["name"] } as const;
    const code = "missing-key";
    const more = "has no name. Add what is missing (as text), or export the rule again.";
    expect(say({ code, data, file: "e.ndjson", line: 3 })).toBe(`The rule in line 3 of “e.ndjson” ${more}`);
    expect(say({ code, data, file: "e.json" })).toBe(`A rule in “e.json” ${more}`);
    expect(say({ code, data: { ...data, form: "toml" }, file: "a.toml", line: 4 })).toBe(
      `The rule in “a.toml” ${more}`,
    );
  });

  it("names the archive of a member, and why it could not be unpacked", () => {
    const fault = { code: "damaged", data: { kind: "cut-short" } } as const;
    expect(
      say({
        code: "member-damaged",
        data: { archive: "rules.zip", kind: "fault", fault },
        file: "a.toml",
      }),
    ).toBe(
      "“a.toml” in “rules.zip” cannot be unpacked (“it ends before it is complete”). Unpack the archive with another program and drop the file, or get it again.",
    );
  });

  it("quotes the file on one line, and not at any length", () => {
    const problem = { code: "empty-file", data: {}, file: `a\n\u202Eb${"c".repeat(100)}` } as const;
    expect(say(problem)).toMatch(/^“a bc{77}…” is empty\./);
  });
});

describe("the sentence of a miss", () => {
  // The CSV of alerts contains these: whoever compares two exports must not find other words.
  it.each<[MissedBySchedule, string]>([
    [
      { code: "cap", data: { schedule: NEWEST } },
      "Elastic's cap of 1,000 would have hidden this: 1,000 or more newer matches in every window that holds it (windows of 9 minutes, every 5 minutes).",
    ],
    [
      { code: "cap", data: { schedule: OLDEST } },
      "Elastic's cap of 1 would have hidden this: 1 older match to raise first in every window that holds it (windows of 9 minutes, every 5 minutes).",
    ],
    [
      { code: "gap", data: { schedule: schedule({ from: "now-1h/h", to: "now/h" }) } },
      "No run of the rule would have looked at this time: windows from “now-1h/h” to “now/h”, every 5 minutes.",
    ],
    [
      { code: "late", data: { schedule: NEWEST } },
      "The event arrived too late (event.ingested): every run that looked at its time was over by then (windows of 9 minutes, every 5 minutes).",
    ],
    [
      { code: "no-time", data: {} },
      "No run of the rule would have found this: it has no readable time in the field that runs search by.",
    ],
    [
      { code: "unknown", data: { problem: { code: "to", data: { to: "tomorrow" } } } },
      "Whether Elastic's schedule would have found this cannot be said: The rule's to “tomorrow” cannot be replayed: write it from now on, e.g. now (units ms, s, m, h, d, w, M, y; /h goes to the full hour).",
    ],
  ])("stays as it is: %j", (miss, sentence) => {
    expect(missSentence(miss)).toBe(sentence);
  });

  it("is the one that was stored, where one was", () => {
    expect(missSentence({ code: "cap", message: "Elastic's cap of 2 …" })).toBe("Elastic's cap of 2 …");
  });
});
