import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  EXCEPTION_OPERATORS,
  type Exception,
  type ExceptionCondition,
  ExceptionTests,
  isInForce,
  type StoredException,
} from "../../src/case/index.ts";
import { exceptionFrom, storedException } from "../../src/case/exception.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import type { FlatEvent } from "../../src/ecs/index.ts";
import { earlierHolds } from "./earlier-exceptions.ts";

const event = flatten({
  host: { name: "WS1" },
  process: { args: ["a", "b"], executable: "C:\\Tools\\dump.exe" },
  n: 5,
});
const entry = (field: string, operator: ExceptionCondition["operator"], value = ""): ExceptionCondition => ({
  field,
  operator,
  value,
});
const stored: StoredException = {
  id: "1",
  caseId: "c",
  ruleId: "r",
  entries: [entry("host.name", "is", "WS1"), entry("process.args", "is", "a")],
  why: "maintenance",
  expires: "2024-06-30",
  createdAt: 0,
};

function coveringException(list: readonly Exception[], ruleId: string, of: FlatEvent, now: number) {
  return new ExceptionTests(list).covering(ruleId, [of], now);
}

function holds(condition: ExceptionCondition, of: FlatEvent): boolean {
  const exception = exceptionFrom({ ...stored, entries: [condition], expires: "" });
  return coveringException([exception], "r", of, 0) !== undefined;
}

describe("a condition", () => {
  it.each<[ExceptionCondition, boolean]>([
    [entry("host.name", "is", "WS1"), true],
    [entry("host.name", "is", "ws1"), false],
    [entry("host.name", "is not", "WS1"), false],
    [entry("host.name", "is not", "WS2"), true],
    [entry("missing", "is", ""), false],
    [entry("missing", "is not", "x"), true],
    [entry("process.args", "is", "b"), true],
    [entry("process.args", "is not", "b"), false],
    [entry("n", "is", "5"), true],
    [entry("host.name", "is one of", "WS0\n WS1 \n"), true],
    [entry("host.name", "is not one of", "WS0\nWS1"), false],
    [entry("process.executable", "matches", "C:\\*\\dump.exe"), true],
    [entry("process.executable", "matches", "c:\\*"), false],
    [entry("process.executable", "matches", "?:\\Tools\\*"), true],
    [entry("process.executable", "matches", "*.exe*"), true],
    [entry("process.executable", "matches", "C:\\Tools"), false],
    [entry("process.executable", "does not match", "*.dll"), true],
    [entry("host.name", "exists"), true],
    [entry("missing", "exists"), false],
    [entry("missing", "does not exist"), true],
    [entry("constructor", "exists"), false],
    [entry("__proto__", "exists"), false],
  ])("%j is true: %s", (entry, expected) => expect(holds(entry, event)).toBe(expected));

  it("is evaluated quickly with a hostile pattern", () => {
    const long = flatten({ a: "a".repeat(5000) });
    expect(holds(entry("a", "matches", `${"a*".repeat(500)}b`), long)).toBe(false);
  });
});

/**
 * Few characters, so that values and patterns match often. Half characters are included because `?` has always
 * matched one code unit.
 */
const text = fc
  .array(fc.constantFrom("a", "A", "é", "\\", "*", "?", ".", "0", "5", " ", "\n", "😀", "\ud83d", "\ude00"), {
    maxLength: 6,
  })
  .map((parts) => parts.join(""));
const scalar = fc.oneof(
  text,
  fc.constantFrom(0, 5, 5.5, 1e21, -0, true, false),
  fc.constantFrom("5", "true", "10.0.0.1"),
);
/**
 * Fields that KQL compares as words, blocks, dates, in lower case or as another field. Exceptions compare them as
 * texts.
 */
const field = fc.constantFrom(
  "host.name",
  "message",
  "source.ip",
  "@timestamp",
  "process.name.text",
  "process.name",
  "process.command_line",
  "__proto__",
);
const condition = fc.record<ExceptionCondition>({
  field,
  operator: fc.constantFrom(...EXCEPTION_OPERATORS),
  value: fc.oneof(
    text,
    fc.array(text, { maxLength: 3 }).map((lines) => lines.join("\n")),
    scalar.map(String),
  ),
});
const anyEvent = fc
  .dictionary(field, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { maxKeys: 5 })
  .map((fields) => flatten(fields));

describe("an exception stored before Elastic's structure", () => {
  it("decides as before", () => {
    let covered = 0;
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 3 }), anyEvent, (entries, of) => {
        const expected = entries.length > 0 && entries.every((condition) => earlierHolds(condition, of));
        if (expected) covered++;
        const exception = exceptionFrom({ ...stored, entries });
        expect(coveringException([exception], "r", of, 0)).toBe(expected ? exception : undefined);
      }),
      { numRuns: 5000 },
    );
    expect(covered).toBeGreaterThan(500);
  });

  it("decides a single pattern as before", () => {
    fc.assert(
      fc.property(text, text, (value, of) => {
        const pattern = entry("host.name", "matches", value);
        expect(holds(pattern, flatten({ host: { name: of } }))).toBe(
          earlierHolds(pattern, flatten({ host: { name: of } })),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it("is stored unchanged except for blanks around the lines of a list", () => {
    const blankless = (lines: string): string =>
      lines
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
        .join("\n");
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 3 }), (entries) => {
        const kept = entries.map((entry) => {
          if (/exists?$/.test(entry.operator)) return { ...entry, value: "" };
          return entry.operator.endsWith("one of") ? { ...entry, value: blankless(entry.value) } : entry;
        });
        expect(storedException(exceptionFrom({ ...stored, entries }))).toEqual({ ...stored, entries: kept });
      }),
    );
  });

  it("covers nothing if an operator is unknown, and cannot be stored then", () => {
    const odd = { field: "host.name", operator: "resembles", value: "WS1" } as unknown as ExceptionCondition;
    const exception = exceptionFrom({ ...stored, entries: [odd] });
    expect(coveringException([exception], "r", event, 0)).toBeUndefined();
    expect(() => storedException(exception)).toThrow();
  });
});

describe("an exception", () => {
  const exception = exceptionFrom(stored);
  const during = Date.parse("2024-06-30T23:59:59Z");
  const after = Date.parse("2024-07-01T00:00:00Z");

  it("covers an alert that meets every condition", () => {
    expect(coveringException([exception], "r", event, during)).toBe(exception);
    const other = exceptionFrom({ ...stored, entries: [...stored.entries, entry("n", "is", "6")] });
    expect(coveringException([other], "r", event, during)).toBeUndefined();
  });

  it("applies to its own rule only, and to nothing if it has no conditions", () => {
    expect(coveringException([exception], "other", event, during)).toBeUndefined();
    expect(coveringException([{ ...exception, entries: [] }], "r", event, during)).toBeUndefined();
  });

  it("expires at the end of its last day, in UTC", () => {
    expect(isInForce(exception, during)).toBe(true);
    expect(isInForce(exception, after)).toBe(false);
    expect(coveringException([exception], "r", event, after)).toBeUndefined();
    expect(isInForce({ ...exception, expires: "" }, after)).toBe(true);
  });

  it("covers a sequence by any of its events; the oldest exception comes first", () => {
    const other = { ...exception, id: "2" };
    const tests = new ExceptionTests([exception, other]);
    expect(tests.covering("r", [flatten({ n: 1 }), event], during)).toBe(exception);
    expect(tests.covering("r", [flatten({ n: 1 })], during)).toBeUndefined();
  });
});
