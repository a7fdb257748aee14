import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRows, type HuntRow, HuntRows } from "../../../src/app/hunt/hunt-rows.ts";
import { countPiped, limitOf, piped } from "../../../src/app/hunt/pipes.ts";
import {
  eventOf,
  type Finding,
  type HuntLimit,
  isOnlyCounted,
  LeanFindings,
} from "../../../src/scan/index.ts";

const row = (ms: number | null, offset: number, size = 1): HuntRow => ({
  ...{ evidenceId: "e", source: "sysmon", event: null, file: 0, size },
  place: { offset, length: 1, line: 1 },
  instant: ms === null ? null : { ms, ns: 0 },
});

const times = fc.array(fc.option(fc.integer({ min: 0, max: 20 })), { maxLength: 60 });
const limits = fc.record({ rows: fc.integer({ min: 1, max: 8 }), from: fc.constantFrom("first", "last") });

const finding = (ms: number | null, offset: number): Finding => ({
  ...{ ruleId: "hunt", source: "sysmon", index: "", raw: "{}" },
  place: { offset, length: 2, line: 1 },
  fields: JSON.stringify(ms === null ? {} : { "@timestamp": ms }),
});

describe("the kept rows of a hunt", () => {
  it("are the first or the last of all, however they arrive and whatever workers leave out", () => {
    fc.assert(
      fc.property(fc.array(times, { maxLength: 3 }), limits, (workers, limit) => {
        const kept = new HuntRows(limit as HuntLimit);
        const all: HuntRow[] = [];
        let offset = 0;
        for (const found of workers) {
          const lean = new LeanFindings(limit as HuntLimit);
          for (const ms of found) {
            const given = row(ms, offset);
            all.push(given);
            const small = lean.lean(finding(ms, offset++));
            expect(small.place.offset).toBe(given.place.offset);
            if (isOnlyCounted(small)) continue;
            expect([small.raw, eventOf(small)["@timestamp"]]).toEqual(["", ms ?? undefined]);
            kept.add([given]);
          }
        }
        all.sort(compareRows);
        const expected =
          limit.from === "first" ? all.slice(0, limit.rows) : all.slice(Math.max(0, all.length - limit.rows));
        expect(kept.listed()).toEqual(expected);
      }),
    );
  });

  it("have no more characters together than may be kept, but one row at least", () => {
    const kept = new HuntRows({ rows: 10, from: "first" }, 100);
    kept.add([row(1, 0, 60), row(2, 1, 60), row(3, 2, 60), row(4, 3, 60)]);
    expect(kept.listed().map(({ place }) => place.offset)).toEqual([0]);
    const huge = new HuntRows({ rows: 10, from: "last" }, 100);
    huge.add([row(1, 0, 10), row(2, 1, 1000)]);
    expect(huge.listed().map(({ place }) => place.offset)).toEqual([1]);
  });
});

describe("pipes", () => {
  it("give what they give when applied to all results, though only some are kept", () => {
    const pipe = fc.record({
      name: fc.constantFrom("head" as const, "tail" as const),
      count: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.nat(30), fc.array(pipe, { maxLength: 3 }), (n, pipes) => {
        const all = Array.from({ length: n }, (_, i) => i);
        const { rows, from } = limitOf(pipes);
        const kept = from === "first" ? all.slice(0, rows) : all.slice(Math.max(0, n - rows));
        expect(piped(kept, pipes)).toEqual(piped(all, pipes));
        expect(countPiped(n, pipes)).toBe(piped(all, pipes).length);
      }),
    );
  });
});
