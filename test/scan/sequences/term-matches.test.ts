import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gzipSync } from "node:zlib";
import type { RecordLocation } from "../../../src/formats/index.ts";
import { buffersOf, type TermMatchColumns } from "../../../src/scan/index.ts";
import {
  type TermMatchEntry,
  type TermMatchLimits,
  TermMatchBudget,
  TermMatchBuilder,
} from "../../../src/scan/sequences/term-matches.ts";
import { sequenceEvent, sequenceQuery } from "../../eql/sequence-generators.ts";
import { fileOf, scanWith, sequenceRule } from "../correlation-rules.ts";

const ROOM: TermMatchLimits = { termMatches: 100, pairs: 300, characters: 10_000 };

const seen: fc.Arbitrary<readonly [TermMatchEntry, RecordLocation]> = fc.tuple(
  fc.record({
    instant: fc.option(
      fc.record({ ms: fc.maxSafeInteger(), ns: fc.nat(999_999) }, { noNullPrototype: true }),
    ),
    keys: fc.array(fc.array(fc.constantFrom("[]", '["x"]', '["y"]', "[null]"), { maxLength: 3 }), {
      minLength: 3,
      maxLength: 3,
    }),
    window: fc.maxSafeInteger(),
    tiebreaker: fc.constantFrom("", "t", 0, 7, false, undefined),
  }),
  fc.record({ offset: fc.maxSafeNat(), length: fc.nat(), line: fc.maxSafeNat() }, { noNullPrototype: true }),
);

/** The rows that were put into the columns. */
function unpack(packed: TermMatchColumns, terms: number): (readonly [TermMatchEntry, RecordLocation])[] {
  return Array.from({ length: packed.count }, (_, i) => {
    const keys = Array.from({ length: terms }, (): string[] => []);
    for (let at = packed.starts[i]!; at < packed.starts[i + 1]!; at++)
      keys[packed.terms[at]!]!.push(packed.texts[packed.keys[at]!]!);
    const ms = packed.millis[i]!;
    return [
      {
        instant: Number.isNaN(ms) ? null : { ms, ns: packed.nanos[i]! },
        keys,
        window: packed.windows[i]!,
        tiebreaker: packed.tiebreakers?.[i] ?? undefined,
      },
      { offset: packed.offsets[i]!, length: packed.lengths[i]!, line: packed.lines[i]! },
    ];
  });
}

function build(
  rows: readonly (readonly [TermMatchEntry, RecordLocation])[],
  limits: Partial<TermMatchLimits> = {},
): TermMatchColumns {
  const builder = new TermMatchBuilder("r", true, [new TermMatchBudget({ ...ROOM, ...limits })]);
  for (const [termMatch, place] of rows) builder.add(termMatch, place);
  return builder.finish();
}

describe("packed term matches", () => {
  it("are unchanged after a message to another thread", () => {
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 60 }), (rows) => {
        const packed = build(rows);
        const sent = structuredClone(packed, { transfer: buffersOf([packed]) });
        expect(unpack(sent, 3)).toEqual(rows);
        expect(sent).toMatchObject({ ruleId: "r", count: rows.length, complete: true });
        expect(packed.millis.length).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("are trimmed, store each key once, and have no tiebreakers if the rule has none", () => {
    const builder = new TermMatchBuilder("r", false, [new TermMatchBudget(ROOM)]);
    const place = { offset: 0, length: 1, line: 1 };
    for (let i = 0; i < 20; i++)
      builder.add({ instant: null, keys: [["k"], ["k", "l"]], window: NaN, tiebreaker: 5 }, place);
    const packed = builder.finish();
    expect(packed.texts).toEqual(["k", "l"]);
    expect(packed.tiebreakers).toBeNull();
    expect(packed.lines.buffer.byteLength).toBe(20 * 8);
    expect(packed.terms.buffer.byteLength).toBe(60 * 2);
  });

  it("end at the first term match that does not fit, and are marked as incomplete", () => {
    const row = (key: string): readonly [TermMatchEntry, RecordLocation] => [
      { instant: null, keys: [[key], [key]], window: 0, tiebreaker: "12" },
      { offset: 0, length: 1, line: 1 },
    ];
    const rows = ["abc", "abc", "a", "abc", "abc"].map(row);
    const kept = (limits: Partial<TermMatchLimits>): [number, boolean] => {
      const { count, complete } = build(rows, limits);
      return [count, complete];
    };
    expect(kept({ termMatches: 5 })).toEqual([5, true]);
    expect(kept({ termMatches: 4 })).toEqual([4, false]);
    expect(kept({ pairs: 10 })).toEqual([5, true]);
    expect(kept({ pairs: 9 })).toEqual([4, false]);
    // The first takes eight characters, because its key counts once per term; the next takes two.
    expect(kept({ characters: 10 })).toEqual([2, false]);
    expect(kept({ characters: 18 })).toEqual([5, true]);
  });

  it("share a budget with the other rules of a file", () => {
    const shared = new TermMatchBudget({ ...ROOM, termMatches: 3 });
    const builders = ["a", "b"].map(
      (id) => new TermMatchBuilder(id, false, [new TermMatchBudget(ROOM), shared]),
    );
    for (let i = 0; i < 2; i++) {
      for (const builder of builders)
        builder.add(
          { instant: null, keys: [["k"]], window: 0, tiebreaker: undefined },
          { offset: i, length: 1, line: 1 },
        );
    }
    expect(builders.map((builder) => builder.finish())).toMatchObject([
      { count: 2, complete: true },
      { count: 1, complete: false },
    ]);
  });
});

describe("a scan with sequence rules", () => {
  it("has the same term matches whether records are decoded or skipped", async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        sequenceQuery,
        fc.array(sequenceEvent, { minLength: 5, maxLength: 25 }),
        fc.constantFrom("file.path", "process.name"),
        async (query, events, field) => {
          // Tags in a field, and of a length, for which the prefilter searches the bytes.
          const long = (text: string): string => text.replaceAll(/"([ABCMbm])"/g, '"tagged $1"');
          const rules = [
            sequenceRule(long(query).replaceAll(/\btag\b/g, field), { tiebreaker_field: "n" }),
            sequenceRule(`any where ${field} == "tagged A"`, { rule_id: "event" }),
          ];
          const file = fileOf(
            events.map(({ tag, ...rest }) => ({ "@timestamp": 1, ...rest, [field]: `tagged ${tag}` })),
          );
          const on = await scanWith(rules, new Blob([file]), { decodeAllBytes: 0 });
          const off = await scanWith(rules, new Blob([file]), { prefilter: false });
          expect(on.termMatches).toEqual(off.termMatches);
          expect(on.alerts).toEqual(off.alerts);
          expect(on.events).toBe(events.length);
          count += off.termMatches[0]?.count ?? 0;
        },
      ),
      { numRuns: 200, seed: 13 },
    );
    expect(count).toBeGreaterThan(1000);
  });

  it("skips records that cannot match a term", async () => {
    const rule = sequenceRule(
      'sequence [file where file.name : "first.exe"] ![file where file.name : "second.exe"] [file where file.name : "third.exe"] with runs=2'.replace(
        "sequence",
        "sequence with maxspan=1m",
      ),
    );
    const event = { "@timestamp": "2024-01-01T00:00:00Z" };
    const file = (name: string): object => ({ ...event, "event.category": "file", file: { name } });
    const filler = Array.from({ length: 3000 }, () => ({ ...event, process: { name: "x" } }));
    const text = fileOf([...filler, file("FIRST.exe"), file("second.exe"), file("third.exe"), ...filler]);
    const result = await scanWith([rule], new Blob([text]), { decodeAllBytes: 0 });
    expect(result.inventory.decoded).toBeLessThan(50);
    expect(result.missingCategories).toEqual([]);
    expect(result.termMatches).toMatchObject([{ count: 3, complete: true }]);
    expect([...result.termMatches[0]!.terms]).toEqual([0, 1, 2]);
    expect([...result.termMatches[0]!.lines]).toEqual([3001, 3002, 3003]);
  });

  it("names the categories without an event, including those of terms", async () => {
    const rule = sequenceRule("sequence [process where true] [network where true]");
    const file = fileOf([{ "@timestamp": 1, "event.category": "process" }]);
    expect((await scanWith([rule], new Blob([file]))).missingCategories).toEqual(["network"]);
  });

  it("reports once that rules had more term matches than are kept, and names the rules", async () => {
    const common = sequenceRule("sequence by k [any where true] [any where true]", { name: "Common" });
    const rare = sequenceRule('sequence by k [any where tag == "A"] [any where true]', { rule_id: "rare" });
    const file = fileOf(Array.from({ length: 5 }, (_, i) => ({ "@timestamp": i, tag: "B", k: 1 })));
    const limited = await scanWith([common, rare], new Blob([file]), { maxTermMatches: 3 });
    expect(limited.termMatches).toMatchObject([
      { ruleId: "r", count: 3, complete: false },
      { ruleId: "rare", count: 3, complete: false },
    ]);
    expect(limited.problems).toMatchObject([{ code: "sequence-limit", severity: "warning" }]);
    expect(limited.problems[0]!.data).toEqual({ names: ["Common", "Rule"], others: 0, perRule: 3 });
    expect(limited).toMatchObject({ lost: 0, notes: 1 });
    const whole = await scanWith([common, rare], new Blob([file]), { maxTermMatches: 5 });
    expect(whole.problems).toEqual([]);
    expect(whole.termMatches).toMatchObject([{ complete: true }, { complete: true }]);
  });

  it("reports the record for which a term failed, once per rule", async () => {
    const rule = sequenceRule(`sequence by a, b [any where concat(c, c, c, c) == "x"] [any where true]`);
    const other = sequenceRule("any where true", { rule_id: "other" });
    const many = Array.from({ length: 101 }, (_, i) => `v${i}`);
    const file = fileOf([{ "@timestamp": 1, a: many, b: many, c: many }]);
    const { problems, alerts, termMatches } = await scanWith([rule, other], new Blob([file]));
    expect(problems).toMatchObject([{ code: "rule-failed", severity: "error", line: 1 }]);
    expect(problems[0]!.data).toMatchObject({ ruleId: "r" });
    expect(alerts).toEqual(["other"]);
    expect(termMatches).toEqual([]);
  });

  it("leaves term matches to the validation pass after a prescan", async () => {
    const rule = sequenceRule(
      'sequence [any where file.name : "first.exe"] [any where file.name : "third.exe"]',
    );
    const filler = { "@timestamp": "2024-01-01T00:00:00Z", pad: "x".repeat(900) };
    const lines = fileOf(Array.from({ length: 9500 }, () => filler));
    const text = lines + fileOf([{ ...filler, file: { name: "first.exe" } }]) + lines.slice(0, 10_000);
    const prescanned = await scanWith([rule], new Blob([text]), { prescan: true });
    expect(prescanned).toMatchObject({ exact: false, seekable: true, termMatches: [] });
    const validated = await scanWith([rule], new Blob([text]));
    expect(validated).toMatchObject({ exact: true, termMatches: [{ count: 1 }] });
    // A compressed file is not prescanned, so this is the only pass.
    const packed = await scanWith([rule], new Blob([gzipSync(text, { level: 0 })]), { prescan: true });
    expect(packed).toMatchObject({ exact: true, seekable: false, termMatches: [{ count: 1 }] });
  });
});
