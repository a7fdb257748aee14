import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";
import { correlate, type Correlation, type TermMatchColumns } from "../../../src/scan/index.ts";
import { type SequenceEvent, sequenceEvent, sequenceQuery } from "../../eql/sequence-generators.ts";
import { fileOf, inPieces, scanWith, sequenceRule, termMatchesIn } from "../correlation-rules.ts";

const FULL = { schedule: null };
const query = 'sequence by k [any where tag == "A"] [any where tag == "B"]';
const rule = sequenceRule(query);
const scanRule = { rule, exceptions: [] };

/** The events as `part:line`, which is unique for each event. */
const places = ({ sequences }: Correlation): (string | null)[][] =>
  sequences.map(({ events }) => events.map((event) => event && `${event.part}:${event.line}`));

const at = (seconds: number, tag: string, k = "x"): SequenceEvent => ({
  "@timestamp": seconds * 1000,
  tag,
  k,
});

describe("correlate", () => {
  it("finds the same as a search over all events, however they are spread over files", async () => {
    let found = 0;
    let missing = 0;
    await fc.assert(
      fc.asyncProperty(
        sequenceQuery,
        fc.array(fc.array(sequenceEvent, { minLength: 8, maxLength: 25 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 300 }),
        async (text, files, tiebreaker, size) => {
          const generated = sequenceRule(text, tiebreaker ? { tiebreaker_field: "n" } : {});
          const parts: TermMatchColumns[] = [];
          const ids = new Map<object, string>();
          for (const events of files) {
            const { termMatches } = await scanWith([generated], inPieces(fileOf(events), size));
            // A file without a term match yields no part.
            events.forEach((event, i) => ids.set(event, `${parts.length}:${i + 1}`));
            parts.push(...termMatches);
          }
          const expected = runEql(text, files.flat(), tiebreaker ? { tiebreakerField: "n" } : {}).map(
            (list) => (list as (object | null)[]).map((event) => event && ids.get(event)!),
          );
          const result = correlate({ rule: generated, exceptions: [] }, structuredClone(parts), FULL);
          expect(places(result)).toEqual(expected);
          expect(result).toMatchObject({ truncated: 0, more: false, replayed: false });
          found += expected.length;
          if (text.includes("!")) missing += expected.length;
        },
      ),
      { numRuns: 400, seed: 11 },
    );
    // The queries match often enough for the comparison to mean something.
    expect(found).toBeGreaterThan(500);
    expect(missing).toBeGreaterThan(100);
  });

  it("locates the bytes of each event", async () => {
    const files = [
      [at(3, "B"), at(9, "X")],
      [at(0, "X"), at(1, "A")],
    ];
    const parts = await termMatchesIn(rule, files);
    const { sequences } = correlate(scanRule, parts, FULL);
    expect(sequences).toHaveLength(1);
    const texts = sequences[0]!.events.map((event) => {
      const { part, offset, length } = event!;
      return JSON.parse(fileOf(files[part]!).slice(offset, offset + length)) as SequenceEvent;
    });
    expect(texts).toMatchObject([at(1, "A"), at(3, "B")]);
    expect(sequences[0]!.events.map((event) => event!.millis)).toEqual([1000, 3000]);
  });

  it("orders simultaneous events by tiebreaker, then by file, then by location", async () => {
    const files = [
      [at(1, "B"), at(1, "A")],
      [at(1, "B"), at(1, "B")],
    ];
    expect(places(correlate(scanRule, await termMatchesIn(rule, files), FULL))).toEqual([["0:2", "1:1"]]);
    const ordered = sequenceRule(query, { tiebreaker_field: "n" });
    const numbered = [[{ ...at(1, "B"), n: 10 }], [at(1, "B"), { ...at(1, "A"), n: 9 }]];
    const parts = await termMatchesIn(ordered, numbered);
    expect(places(correlate({ rule: ordered, exceptions: [] }, parts, FULL))).toEqual([["1:2", "0:1"]]);
  });

  it("finds samples by their keys", async () => {
    const sample = sequenceRule('sample by ?k [any where tag == "A"] [any where tag in ("A", "B")]');
    const files = [
      [at(1, "B", "y"), at(2, "A")],
      [at(3, "A", "y"), { "@timestamp": 1, tag: "A" }, at(0, "B")],
    ];
    const more = [...files, [{ "@timestamp": 1, tag: "B" }]];
    const parts = await termMatchesIn(sample, more);
    expect(places(correlate({ rule: sample, exceptions: [] }, parts, FULL))).toEqual([
      ["1:2", "2:1"],
      ["0:2", "1:3"],
      ["1:1", "0:1"],
    ]);
  });

  it("omits the oldest term matches beyond its limit, and counts them", async () => {
    const files = [
      [at(1, "A"), at(4, "B"), at(5, "A")],
      [at(2, "B"), at(3, "A"), at(6, "B")],
    ];
    const parts = await termMatchesIn(rule, files);
    const whole = correlate(scanRule, parts, { ...FULL, maxTermMatches: 6 });
    expect([places(whole).length, whole.truncated]).toEqual([3, 0]);
    const cut = correlate(scanRule, parts, { ...FULL, maxTermMatches: 4 });
    expect([places(cut), cut.truncated]).toEqual([
      [
        ["1:2", "0:2"],
        ["0:3", "1:3"],
      ],
      2,
    ]);
    // Of simultaneous events, only as many as fit.
    const same = await termMatchesIn(rule, [[at(1, "A"), at(1, "A"), at(1, "A"), at(1, "B")]]);
    expect(correlate(scanRule, same, { ...FULL, maxTermMatches: 2 })).toMatchObject({ truncated: 2 });
    expect(places(correlate(scanRule, same, { ...FULL, maxTermMatches: 2 }))).toEqual([["0:3", "0:4"]]);
    expect(correlate(scanRule, same, { ...FULL, maxTermMatches: 1 }).sequences).toEqual([]);
  });

  it("stops at the maximum number of sequences, and reports that there are more", async () => {
    const events = Array.from({ length: 20 }, (_, i) => at(i, i % 2 === 0 ? "A" : "B"));
    const parts = await termMatchesIn(rule, [events]);
    const cut = correlate(scanRule, parts, { ...FULL, maxSequences: 3 });
    expect(cut.more).toBe(true);
    expect(places(cut)).toEqual([
      ["0:1", "0:2"],
      ["0:3", "0:4"],
      ["0:5", "0:6"],
    ]);
    expect(correlate(scanRule, parts, { ...FULL, maxSequences: 10 })).toMatchObject({ more: false });
  });

  it("omits events that a filter of the rule excludes", async () => {
    const filtered = sequenceRule(query, {
      filters: [{ meta: { negate: true }, query: { match_phrase: { user: "bot" } } }],
    });
    const parts = await termMatchesIn(filtered, [[at(1, "A"), { ...at(2, "A"), user: "bot" }, at(3, "B")]]);
    expect(places(correlate({ rule: filtered, exceptions: [] }, parts, FULL))).toEqual([["0:1", "0:3"]]);
  });

  it("finds nothing in no files, and throws for a rule that is not a sequence", () => {
    expect(correlate(scanRule, [])).toMatchObject({
      sequences: [],
      truncated: 0,
      more: false,
      scheduleOnly: 0,
    });
    const event = { rule: sequenceRule("any where true"), exceptions: [] };
    expect(() => correlate(event, [])).toThrow("over many events");
  });
});
