import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";
import { parseInstant } from "../../../src/time/instant.ts";
import { scheduleOf, windowsOver } from "../../../src/rules/schedule/index.ts";
import { correlate, type Correlation } from "../../../src/scan/index.ts";
import { type SequenceEvent, sequenceEvent, sequenceQuery } from "../../eql/sequence-generators.ts";
import { sequenceRule, termMatchesIn } from "../correlation-rules.ts";

const MINUTE = 60_000;
const query = 'sequence by k [any where tag == "A"] [any where tag == "B"]';

const at = (minutes: number, tag: string, more: object = {}): object => ({
  "@timestamp": minutes * MINUTE,
  tag,
  k: "x",
  ...more,
});

async function run(events: readonly object[], more: object = {}, options: object = {}): Promise<Correlation> {
  const rule = sequenceRule(query, more);
  return correlate({ rule, exceptions: [] }, await termMatchesIn(rule, [events]), options);
}

const losses = ({ sequences }: Correlation): (string | null)[] => sequences.map(({ missed }) => missed);

describe("the replay of a rule's schedule", () => {
  it("finds a sequence within one window, and misses any other", async () => {
    const within = await run([at(1, "A"), at(4, "B")]);
    expect(within).toMatchObject({ replayed: true, scheduleOnly: 0 });
    expect(losses(within)).toEqual([null]);
    // Windows of nine minutes end at every fifth minute: the window from 6 to 15 contains 7 and 14, none contains 3
    // and 12.
    expect(losses(await run([at(7, "A"), at(14, "B")]))).toEqual([null]);
    expect(losses(await run([at(3, "A"), at(12, "B")]))).toEqual(["window"]);
  });

  it("keeps the newest sequences of a window, before those that other windows found are removed", async () => {
    const burst = [0, 1, 2].flatMap((i) => [at(1 + i, "A"), at(1.5 + i, "B")]);
    expect(losses(await run(burst, { max_signals: 2 }))).toEqual(["cap", null, null]);
    expect(losses(await run(burst, { max_signals: 3 }))).toEqual([null, null, null]);
  });

  it("counts sequences that only a run finds", async () => {
    // Over the full range the second A replaces the first; the run that ends at minute 5 does not see the second.
    const ingested = (minutes: number): object => ({ "event.ingested": minutes * MINUTE });
    const events = [at(1, "A", ingested(1)), at(2, "A", ingested(30)), at(3, "B", ingested(3))];
    const result = await run(events, { timestamp_override: "event.ingested" });
    expect(losses(result)).toEqual(["window"]);
    expect(result.scheduleOnly).toBe(1);
  });

  it("uses the timestamp override only for events that have it", async () => {
    const override = { timestamp_override: "event.ingested" };
    const late = { "event.ingested": 30 * MINUTE };
    expect(losses(await run([at(1, "A"), at(2, "B")], override))).toEqual([null]);
    expect(losses(await run([at(1, "A", late), at(2, "B")], override))).toEqual(["window"]);
    expect(losses(await run([at(1, "A", late), at(2, "B", late)], override))).toEqual([null]);
  });

  it("ends for times that no date can represent, which no run reaches", async () => {
    const far = (tag: string): object => ({ "@timestamp": 1e300, tag, k: "x" });
    for (const from of ["now-9m", "now-1M"]) {
      const result = await run([at(1, "A"), at(2, "B"), far("A"), far("B")], { from });
      expect(result.replayed).toBe(true);
      expect(losses(result)).toEqual([null, "window"]);
      expect(result.sequences[1]!.events[0]!.millis).toBeNaN();
    }
  });

  it("counts a sample as found if some run finds one with its key", async () => {
    const rule = sequenceRule('sample by k [any where tag == "A"] [any where tag == "B"]');
    const events = [at(1, "A"), at(50, "B"), at(51, "A"), at(90, "A", { k: "y" }), at(120, "B", { k: "y" })];
    const result = correlate({ rule, exceptions: [] }, await termMatchesIn(rule, [events]));
    expect(losses(result)).toEqual([null, "window"]);
  });

  it("is skipped without a schedule, if disabled, or if it would take too long", async () => {
    const events = [at(3, "A"), at(12, "B")];
    for (const result of [
      await run(events, { interval: "soon" }),
      await run(events, {}, { schedule: null }),
      await run(events, {}, { maxReplayed: 2 }),
    ]) {
      expect(result.replayed).toBe(false);
      expect(losses(result)).toEqual([null]);
    }
  });

  it("agrees with a separate search of every window", async () => {
    let lost = 0;
    let only = 0;
    await fc.assert(
      fc.asyncProperty(
        sequenceQuery,
        fc.array(sequenceEvent, { minLength: 15, maxLength: 40 }),
        fc.constantFrom("now-2s", "now-3s", "now-7s"),
        fc.constantFrom("1s", "2s", "5s"),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (text, events, from, interval, max_signals, override) => {
          const rule = sequenceRule(text, {
            from,
            interval,
            max_signals,
            // Any numeric field can serve as the second clock.
            ...(override && { timestamp_override: "n" }),
          });
          const schedule = scheduleOf(rule);
          if ("code" in schedule) throw new Error(schedule.code);
          const result = correlate({ rule, exceptions: [] }, await termMatchesIn(rule, [events]));
          const { full, raised, seen } = reference(text, events, schedule, override);
          const expected = full.map((id) => (raised.has(id) ? null : seen.has(id) ? "cap" : "window"));
          expect(losses(result)).toEqual(expected);
          expect(result.scheduleOnly).toBe([...raised].filter((id) => !full.includes(id)).length);
          lost += expected.filter((loss) => loss !== null).length;
          only += result.scheduleOnly;
        },
      ),
      { numRuns: 400, seed: 12 },
    );
    expect(lost).toBeGreaterThan(80);
    expect(only).toBeGreaterThan(10);
  });
});

/** The sequences of the full range, those that some run raises, and those that some run finds. */
function reference(
  text: string,
  events: readonly SequenceEvent[],
  schedule: Parameters<typeof windowsOver>[0],
  override: boolean,
): { full: string[]; raised: Set<string>; seen: Set<string> } {
  const numberOf = new Map<object, number>(events.map((event, i) => [event, i]));
  const idsIn = (some: readonly SequenceEvent[]): string[] =>
    runEql(text, some).map((list) =>
      (list as (object | null)[]).map((event) => (event === null ? "" : numberOf.get(event)!)).join(),
    );
  const timeOf = (event: SequenceEvent): number =>
    parseInstant((override ? event.n : undefined) ?? event["@timestamp"])?.ms ?? NaN;
  const times = events.map(timeOf).filter((time) => !Number.isNaN(time));
  const raised = new Set<string>();
  const seen = new Set<string>();
  for (const { from, to } of windowsOver(
    schedule,
    times.toSorted((a, b) => a - b),
  )) {
    const ids = idsIn(events.filter((event) => timeOf(event) >= from && timeOf(event) <= to));
    for (const id of ids) seen.add(id);
    for (const id of ids.slice(-schedule.cap)) raised.add(id);
  }
  return { full: idsIn(events), raised, seen };
}
