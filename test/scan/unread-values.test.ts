import { describe, expect, it } from "vitest";
import { UnreadValuesBuilder } from "../../src/scan/unread-values.ts";
import { ndjson, scan } from "../support/scan.ts";

const header = (id: number) => ({
  Id: id,
  ProviderName: "Microsoft-Windows-Security-Auditing",
  LogName: "Security",
  TimeCreated: "2024-05-14T02:01:17Z",
  MachineName: "WS01",
  Message: "Etwas ist geschehen.",
});
const whole = {
  "@timestamp": "2024-05-14T02:01:17Z",
  event: { category: ["registry"], type: ["change"] },
  host: { name: "WS01", os: { type: "windows" } },
};

describe("events of which only the header could be read", () => {
  it("are counted by themselves, with the locations of the first", async () => {
    const found = await scan(ndjson([whole, header(9999), whole, header(9998)]));
    expect(found).toMatchObject({ events: 4, headerOnly: 2, lost: 0 });
    const problem = found.problems.find(({ code }) => code === "header-only")!;
    expect(problem).toMatchObject({ severity: "warning", line: 2, data: { reason: "message", count: 2 } });
    expect(problem.data).toMatchObject({ places: [{ line: 2 }, { line: 4 }] });
    expect((await scan(ndjson([whole, whole]))).headerOnly).toBe(0);
  });

  it("may have had any field", async () => {
    expect((await scan(ndjson([whole, whole]))).fieldsSeenExact).toBe(true);
    expect((await scan(ndjson([whole, header(9999)]))).fieldsSeenExact).toBe(false);
  });

  it("are counted to the end of a large file, whose records are skipped otherwise", async () => {
    const documents = [header(1), ...Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? whole : header(n)))];
    const found = await scan(ndjson(documents), { decodeAllBytes: 1 });
    expect(found).toMatchObject({ events: 61, headerOnly: 31 });
    const skipped = await scan(ndjson([whole, ...Array.from({ length: 30 }, () => whole)]), {
      decodeAllBytes: 1,
    });
    expect(skipped.inventory.sampled).toBe(true);
  });

  it("count the same in parts as in one piece; those with some of their values count apart", () => {
    const locations = Array.from({ length: 9 }, (_, line) => ({
      offset: line * 10,
      length: 9,
      line: line + 1,
    }));
    const one = new UnreadValuesBuilder();
    const [first, second, joined] = [
      new UnreadValuesBuilder(),
      new UnreadValuesBuilder(),
      new UnreadValuesBuilder(),
    ];
    for (const location of locations) {
      const reason = location.line % 3 === 0 ? "partial" : "payload";
      one.note(reason, location);
      if (location.line <= 4) first.note(reason, location);
      else second.note(reason, { ...location, line: location.line - 4 });
    }
    joined.join(first.counts, 0);
    joined.join(second.counts, 4);
    expect(joined.problems()).toEqual(one.problems());
    expect([one.headerOnly, joined.headerOnly]).toEqual([6, 6]);
  });
});
