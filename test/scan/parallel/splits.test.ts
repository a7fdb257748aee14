import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ReadSettings,
  scanFile,
  ScanRules,
  scanSplits,
  splitKindOf,
  type SplitQueue,
  SplitScheduler,
} from "../../../src/scan/index.ts";
import { readSplit } from "../../../src/scan/parallel/read-split.ts";
import { splitsOf } from "../../../src/scan/parallel/split.ts";
import { ruleOf } from "../../rules/run/helpers.ts";
import { inPieces, sequenceRule } from "../correlation-rules.ts";
import { type Gathered, gathered } from "./gathered.ts";

const RULES = [
  ruleOf({ type: "eql", rule_id: "all", query: "any where true" }),
  ruleOf({ type: "eql", rule_id: "some", query: 'registry where process.name == "a"' }),
  { ...sequenceRule("sequence by host.name [any where n == 1] [any where n == 2]"), rule_id: "sequence" },
];
const rules = (): ScanRules =>
  new ScanRules(
    RULES.map((rule) => ({ rule, exceptions: [] })),
    0,
  );

/** The queue as a worker sees it that need not report the file as splittable. */
const queueOf = (scheduler: SplitScheduler): SplitQueue => ({
  begin: () => undefined,
  sharesPrescans: () => scheduler.sharesPrescans(),
  next: () => scheduler.next(),
  flush: (index, findings) => scheduler.flush(index, findings),
  done: (scan) => scheduler.done(scan),
});

async function inSplits(
  content: string,
  bytes: number,
  workers: number,
  piece = 1000,
  readSettings: ReadSettings = {},
): Promise<unknown> {
  const blob = inPieces(content, piece);
  return gathered(async (receiver) => {
    const scheduler = new SplitScheduler(blob.size, workers, receiver, bytes);
    scheduler.begin("lines", rules().correlationRules, "validation");
    await Promise.all(
      Array.from({ length: workers }, () =>
        scanSplits(blob, rules(), scheduler, { readSettings, index: true }),
      ),
    );
    return scheduler.result();
  });
}

const whole = (content: string, readSettings: ReadSettings = {}): Promise<unknown> =>
  gathered((receiver) => scanFile(inPieces(content, 1000), rules(), receiver, { readSettings, index: true }));

const event = fc.record({
  "@timestamp": fc.constantFrom("2024-01-01T00:00:00Z", "2024-05-01T10:00:00.123Z", "yesterday"),
  event: fc.record({ category: fc.constantFrom("registry", "process", ["file", "registry"]) }),
  host: fc.record({ name: fc.constantFrom("A", "B", "é") }),
  process: fc.record({ name: fc.constantFrom("a", "b") }),
  n: fc.constantFrom(1, 2),
});
const line = fc.oneof(
  { weight: 8, arbitrary: event.map((document) => JSON.stringify(document)) },
  event.map((document) => JSON.stringify(document).slice(0, -7)),
  event.map((document) => `[${JSON.stringify(document)},${JSON.stringify(document)}]`),
  event.map((document) => `{"hits":{"hits":[{"_source":${JSON.stringify(document)}}]}}`),
  event.map(
    (document) =>
      `{"hits":{"hits":[{"_source":${JSON.stringify(document)}},}]}}, ${JSON.stringify(document)}`,
  ),
  fc.constantFrom("", "7", "text", '{"a":1}', "{", "]", '{"n":1,"n":2,"@timestamp":"2024-01-01T00:00:00Z"}'),
);
const content = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([lines, end, last]) => `${JSON.stringify({ n: 0 })}\n${lines.join(end)}${last ? end : ""}`);

describe("a file in splits", () => {
  it("has the same result as the whole file, whatever the size of the splits and the number of workers", async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 4 }),
        async (text, bytes, workers) => {
          expect(await inSplits(text, bytes, workers)).toEqual(await whole(text));
        },
      ),
      { numRuns: 300, seed: 20 },
    );
  });

  it("uses the analyst's time zone, and counts ambiguous and skipped times over all splits", async () => {
    const local = fc
      .constantFrom(
        "2024-03-31 02:30:00",
        "2024-10-27 02:30:00",
        "2024-05-14 12:00:00",
        "2024-05-14T12:00:00Z",
      )
      .map((EventTime) =>
        JSON.stringify({ EventTime, EventID: 13, Channel: "Application", SourceName: "S" }),
      );
    const logs = fc
      .array(fc.oneof(local, line), { maxLength: 40 })
      .map((lines) => `${JSON.stringify({ n: 0 })}\n${lines.join("\n")}\n`);
    const readSettings = { zone: "Europe/Berlin" };
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 50, max: 1000 }), async (text, bytes) => {
        const found = await inSplits(text, bytes, 2, 1000, readSettings);
        expect(found).toEqual(await whole(text, readSettings));
        expect(found).not.toBeNull();
      }),
      { numRuns: 100, seed: 21 },
    );
    const many = `${'{"EventTime":"2024-10-27 02:30:00","EventID":13,"Channel":"Application"}\n'.repeat(50)}`;
    const { problems, zone } = (await inSplits(many, 500, 3, 1000, readSettings)) as Gathered;
    expect(problems.map(({ code, line: at }) => [code, at])).toEqual([
      ["assumed-zone", 1],
      ["doubtful-time", 1],
    ]);
    expect(problems[1]!.data).toMatchObject({ count: 50 });
    expect(zone).toEqual({ name: "Europe/Berlin", told: true });
  });

  it("has every byte in exactly one split, whatever the pieces in which it arrives", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("\n", "a", "bcdefghij"), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 50 }),
        async (parts, bytes, piece) => {
          const text = parts.join("");
          const blob = inPieces(text, piece);
          let joined = "";
          for (const split of splitsOf(blob.size, "lines", "validation", bytes)) {
            let began = -1;
            let own = "";
            for await (const chunk of readSplit(blob, split, (offset) => (began = offset)))
              own += new TextDecoder().decode(chunk);
            if (own !== "") {
              expect(began).toBe(joined.length);
              expect(began).toBeGreaterThanOrEqual(split.from);
              expect(began).toBeLessThan(split.to);
            }
            joined += own;
          }
          expect(joined).toBe(text);
        },
      ),
      { numRuns: 500, seed: 21 },
    );
  });

  it("has a line longer than many splits read once", async () => {
    const long = JSON.stringify({
      "@timestamp": "2024-01-01T00:00:00Z",
      host: { name: "x".repeat(200_000) },
    });
    const text = `{"n":1}\n${long}\n{"n":2,"@timestamp":"2024-01-01T00:00:01Z"}\n`;
    expect(await inSplits(text, 1000, 2, 70_000)).toEqual(await whole(text));
  });

  it("hands over findings in file order, and waits while the receiver is busy", async () => {
    // Some four hundred findings per split, enough to be handed over without waiting for more.
    const text = Array.from({ length: 8000 }, (_, n) => `{"@timestamp":"2024-01-01T00:00:00Z","n":${n}}\n`);
    const blob = inPieces(text.join(""), 5000);
    let mayGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (mayGo = resolve));
    const offsets: number[] = [];
    const scheduler = new SplitScheduler(
      blob.size,
      2,
      {
        async batch(found) {
          await gate;
          offsets.push(...found.map(({ place }) => place.offset));
        },
      },
      20_000,
    );
    let given = 0;
    const queue: SplitQueue = {
      ...queueOf(scheduler),
      next: async () => {
        const split = await scheduler.next();
        if (split !== null) given++;
        return split;
      },
    };
    scheduler.begin("lines", rules().correlationRules, "validation");
    const work = Promise.all([scanSplits(blob, rules(), queue), scanSplits(blob, rules(), queue)]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(given).toBeLessThanOrEqual(6);
    mayGo();
    await work;
    await scheduler.result();
    expect(offsets).toHaveLength(8000);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  });

  it("hands over findings that are still waiting if the rest will not come", async () => {
    const text = Array.from({ length: 200 }, (_, n) => `{"@timestamp":"2024-01-01T00:00:00Z","n":${n}}\n`);
    const blob = inPieces(text.join(""), 5000);
    const offsets: number[] = [];
    let reported = 0;
    const scheduler = new SplitScheduler(
      blob.size,
      1,
      {
        batch(found, _, { events }) {
          offsets.push(...found.map(({ place }) => place.offset));
          reported = events;
        },
      },
      1000,
    );
    scheduler.begin("lines", rules().correlationRules, "validation");
    const queue: SplitQueue = {
      ...queueOf(scheduler),
      done(scan) {
        if (scan.index === 5) throw new Error("This worker has broken.");
        return scheduler.done(scan);
      },
    };
    await expect(scanSplits(blob, rules(), queue)).rejects.toThrow("has broken");
    await scheduler.abandon();
    expect(offsets.length).toBeGreaterThanOrEqual(100);
    expect(offsets).toHaveLength(reported);
    expect(await scheduler.next()).toBeNull();
  });

  it("keeps some thousand findings at most, however many a split has", async () => {
    const lines = Array.from(
      { length: 12_000 },
      (_, n) => `{"@timestamp":"2024-01-01T00:00:00Z","n":${n}}\n`,
    );
    const blob = inPieces(lines.join(""), 5000);
    const kept: number[] = [];
    const seen = await gathered(async (receiver) => {
      const scheduler = new SplitScheduler(blob.size, 2, receiver, Math.ceil(blob.size / 3));
      scheduler.begin("lines", rules().correlationRules, "validation");
      const queue: SplitQueue = {
        ...queueOf(scheduler),
        done(scan) {
          kept.push(scan.findings.length);
          return scheduler.done(scan);
        },
      };
      await Promise.all([
        scanSplits(blob, rules(), queue, { index: true }),
        scanSplits(blob, rules(), queue, { index: true }),
      ]);
      return scheduler.result();
    });
    expect(seen).toEqual(await whole(lines.join("")));
    expect(kept).toHaveLength(3);
    expect(Math.max(...kept)).toBeLessThan(2000);
  });

  it("ends if the file can no longer be read, and reports it once", async () => {
    const text = Array.from({ length: 100 }, (_, n) => `{"@timestamp":"2024-01-01T00:00:00Z","n":${n}}\n`);
    const sound = inPieces(text.join(""), 500);
    const fails = (from: number, size: number): typeof sound => ({
      ...sound,
      size,
      slice: (start = 0, end = size) => fails(from + start, Math.min(end, size) - start),
      stream() {
        const before = sound
          .slice(from, Math.min(2000, from + size))
          .stream()
          .getReader();
        return new ReadableStream<Uint8Array>({
          async pull(controller) {
            const { done, value } = await before.read();
            if (!done) controller.enqueue(value);
            else if (from + size > 2000) controller.error(new DOMException("gone", "NotReadableError"));
            else controller.close();
          },
        });
      },
    });
    const blob = fails(0, sound.size);
    const seen = await gathered(async (receiver) => {
      const scheduler = new SplitScheduler(blob.size, 2, receiver, 500);
      scheduler.begin("lines", rules().correlationRules, "validation");
      await Promise.all([scanSplits(blob, rules(), scheduler), scanSplits(blob, rules(), scheduler)]);
      return scheduler.result();
    });
    if (seen === null) throw new Error("not shared");
    expect(seen.problems.map(({ code }) => code)).toEqual(["read-failed"]);
    expect(seen).toMatchObject({ readable: true, lost: 1 });
    expect(seen.events).toBeGreaterThan(0);
    expect(seen.events).toBeLessThan(100);
  });

  it("must consist of plain lines", async () => {
    const kindOf = (content: string) => splitKindOf(new Blob([content]), {});
    expect(await kindOf('{"n":1}\n{"n":2}\n')).toBe("lines");
    expect(await kindOf('{"n":1}')).toBeNull();
    expect(await kindOf('[{"n":1},\n{"n":2}]\n')).toBeNull();
    expect(await kindOf("\x1f\x8b")).toBeNull();
    expect(await kindOf("")).toBeNull();
    // The lines that evtx_dump prints between documents must be removed first.
    expect(await kindOf('{"n":1}\nRecord 2\n{"n":2}\n')).toBeNull();
  });
});
