import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rule, runRule } from "../../../src/rules/index.ts";
import { scheduleOf, windowsOver } from "../../../src/rules/schedule/index.ts";
import { correlate, type Correlation } from "../../../src/scan/index.ts";
import { ruleOf } from "../../rules/run/helpers.ts";
import { termMatchesIn } from "../correlation-rules.ts";

const MINUTE = 60_000;
const FULL = { schedule: null };

interface Event {
  readonly "@timestamp"?: number;
  readonly tag: string;
  readonly k?: string | readonly string[];
  readonly u?: string;
}

const at = (minutes: number, k?: Event["k"], u?: string): Event => ({
  "@timestamp": minutes * MINUTE,
  tag: "A",
  ...(k !== undefined && { k }),
  ...(u !== undefined && { u }),
});

const threshold = (value: number, more: object = {}): Rule =>
  ruleOf({
    type: "threshold",
    language: "kuery",
    query: "tag: A",
    threshold: { field: ["k"], value, cardinality: [] },
    from: "now-9m",
    interval: "5m",
    ...more,
  });
const newTermsOf = (more: object = {}): Rule =>
  ruleOf({
    type: "new_terms",
    language: "kuery",
    query: "tag: A",
    new_terms_fields: ["k"],
    history_window_start: "now-60m",
    from: "now-9m",
    interval: "5m",
    ...more,
  });

const found = async (rule: Rule, files: readonly (readonly Event[])[], options = {}): Promise<Correlation> =>
  correlate({ rule, exceptions: [] }, await termMatchesIn(rule, files), options);
const summary = ({ sequences }: Correlation) =>
  sequences.map(({ group }) => [
    group!.terms.map(({ value }) => value).join(),
    group!.from / MINUTE,
    group!.count,
  ]);

describe("a threshold rule over all files", () => {
  it("raises a group wherever a window of its length has enough events, and counts none twice", async () => {
    const files = [
      [at(1, "x"), at(20, "x"), at(9, "x"), at(10, "y")],
      [at(10, "x"), at(24, "x"), at(26, "x"), at(28, "x"), at(29.5, "x")],
    ];
    // From the first on, the window of nine minutes has the events at 1, 9 and 10; from 20 on, those until 29.
    expect(summary(await found(threshold(3), files, FULL))).toEqual([
      ["x", 1, 3],
      ["x", 20, 4],
    ]);
    expect(summary(await found(threshold(5), files, FULL))).toEqual([]);
  });

  it("asks for different values, and counts an event for each of its own", async () => {
    const rule = threshold(1, {
      threshold: { field: ["k"], value: 1, cardinality: [{ field: "u", value: 2 }] },
    });
    const { sequences } = await found(
      rule,
      [[at(1, ["x", "y"], "a"), at(2, "x", "a"), at(3, "x", "b")]],
      FULL,
    );
    expect(sequences.map(({ group }) => group)).toEqual([
      {
        terms: [{ field: "k", value: "x" }],
        count: 3,
        distinct: { field: "u", count: 2 },
        from: MINUTE,
        to: 3 * MINUTE,
      },
    ]);
  });

  it("lists the first and the last events of a large group, and counts all", async () => {
    const events = Array.from({ length: 250 }, (_, i) => at(i / 100, "x"));
    const [only] = (await found(threshold(2), [events], FULL)).sequences;
    expect(only!.group!.count).toBe(250);
    expect(only!.events).toHaveLength(100);
    expect(only!.events.at(-1)!.millis).toBe(events.at(-1)!["@timestamp"]);
  });

  it("says what no run finds, what the cap hides, and how many events have no time", async () => {
    // Runs are at full five minutes: nine minutes from 11 to 20 are in no window, from 11 on to 19.9 neither.
    const apart = await found(threshold(2), [[at(0.5, "x"), at(9.4, "x"), { tag: "A", k: "x" }]]);
    expect(apart.sequences.map(({ missed }) => missed)).toEqual(["window"]);
    expect(apart.undated).toBe(1);
    const close = await found(threshold(2), [[at(1, "x"), at(2, "x")]]);
    expect(close.sequences.map(({ missed }) => missed)).toEqual([null]);
    const many = await found(threshold(1, { max_signals: 1, to: "now-4m" }), [[at(3, "x"), at(3, "y")]]);
    expect(many.sequences.map(({ missed }) => missed)).toEqual([null, "cap"]);
  });
});

describe("a new terms rule over all files", () => {
  it("raises a value without an earlier event in the history", async () => {
    const files = [
      [at(1, "x"), at(61, "x"), at(122, "x")],
      [at(30, "y"), at(30, "y"), at(40, ["y", "z"])],
    ];
    const result = await found(newTermsOf(), files, FULL);
    expect(summary(result)).toEqual([
      ["x", 1, 1],
      ["y", 30, 1],
      ["z", 40, 1],
      ["x", 122, 1],
    ]);
    expect(result.sequences[0]!.group!.history).toBe(60 * MINUTE);
  });
});

/** Small times and few values, so that windows overlap and values repeat. */
const anyEvent = fc.record({
  "@timestamp": fc.integer({ min: 0, max: 120 }).map((half) => half * 0.5 * MINUTE),
  tag: fc.constant("A"),
  k: fc.oneof(fc.constantFrom("x", "y"), fc.constantFrom(["x", "y"], ["y", "z"])),
  u: fc.constantFrom("a", "b", "c"),
});
const anyFiles = fc.array(fc.array(anyEvent, { maxLength: 20 }), { minLength: 1, maxLength: 3 });

/** Each alert of a rule's runs as its values and the time of its event, or of its last one. */
function raisedBy(rule: Rule, events: readonly Event[]): Set<string> {
  const schedule = scheduleOf(rule);
  if ("code" in schedule) throw new Error("No schedule.");
  const times = Float64Array.from(events, (event) => event["@timestamp"]!).sort();
  const runs = [...windowsOver(schedule, times)];
  const raised = new Set<string>();
  for (const alert of runRule(rule, events, runs).flat()) {
    const values = (alert["kibana.alert.new_terms"] as string[] | undefined) ?? [alert["k"] as string];
    raised.add(`${values.join()} ${alert["kibana.alert.original_time"] as number}`);
  }
  return raised;
}

describe("over all files and as scheduled", () => {
  it("a new terms rule agrees with its runs about every alert that is not marked", async () => {
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(anyFiles, async (files) => {
        const rule = newTermsOf();
        const result = await found(rule, files);
        const raised = raisedBy(rule, files.flat());
        let confirmed = 0;
        for (const { group, missed } of result.sequences) {
          const isRaised = raised.has(`${group!.terms[0]!.value} ${group!.from}`);
          expect(isRaised).toBe(missed === null);
          confirmed += Number(isRaised);
        }
        expect(raised.size - confirmed).toBeLessThanOrEqual(result.scheduleOnly);
        alerts += confirmed;
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(alerts).toBeGreaterThan(150);
  });

  it("a threshold rule finds every group that its runs find, and the same however the events are spread", async () => {
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(anyFiles, fc.integer({ min: 1, max: 4 }), async (files, value) => {
        const rule = threshold(value, {
          threshold: { field: ["k"], value, cardinality: [{ field: "u", value: Math.min(value, 2) }] },
        });
        const result = await found(rule, files);
        const together = await found(rule, [
          files.flat().toSorted((a, b) => a["@timestamp"] - b["@timestamp"]),
        ]);
        expect(summary(together).sort()).toEqual(summary(result).sort());
        const raised = raisedBy(rule, files.flat());
        alerts += raised.size;
        // Every alert of a run overlaps a group, or is counted as one that only runs find.
        if (raised.size > 0) expect(result.sequences.length + result.scheduleOnly).toBeGreaterThan(0);
        if (result.sequences.every(({ missed }) => missed !== null))
          expect(raised.size).toBeLessThanOrEqual(result.scheduleOnly);
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(alerts).toBeGreaterThan(150);
  });
});
