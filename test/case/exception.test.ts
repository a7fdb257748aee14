import { describe, expect, it } from "vitest";
import { coveringException, type Exception, type ExceptionEntry, isInForce } from "../../src/case/index.ts";
import { holds } from "../../src/case/exception.ts";
import { flatten } from "../../src/ecs/flat-event.ts";

const event = flatten({
  host: { name: "WS1" },
  process: { args: ["a", "b"], executable: "C:\\Tools\\dump.exe" },
  n: 5,
});
const entry = (field: string, operator: ExceptionEntry["operator"], value = ""): ExceptionEntry => ({
  field,
  operator,
  value,
});

describe("an entry", () => {
  it.each<[ExceptionEntry, boolean]>([
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
  ])("%j holds: %s", (one, expected) => expect(holds(one, event)).toBe(expected));

  it("a hostile pattern takes no time", () => {
    const long = flatten({ a: "a".repeat(5000) });
    expect(holds(entry("a", "matches", `${"a*".repeat(500)}b`), long)).toBe(false);
  });
});

describe("an exception", () => {
  const exception: Exception = {
    id: "1",
    caseId: "c",
    ruleId: "r",
    entries: [entry("host.name", "is", "WS1"), entry("process.args", "is", "a")],
    why: "maintenance",
    expires: "2024-06-30",
    createdAt: 0,
  };
  const during = Date.parse("2024-06-30T23:59:59Z");
  const after = Date.parse("2024-07-01T00:00:00Z");

  it("covers an alert that meets every entry", () => {
    expect(coveringException([exception], "r", event, during)).toBe(exception);
    const other = { ...exception, entries: [...exception.entries, entry("n", "is", "6")] };
    expect(coveringException([other], "r", event, during)).toBeUndefined();
  });

  it("is for its rule, and never for everything", () => {
    expect(coveringException([exception], "other", event, during)).toBeUndefined();
    expect(coveringException([{ ...exception, entries: [] }], "r", event, during)).toBeUndefined();
  });

  it("ends with its day, in UTC", () => {
    expect(isInForce(exception, during)).toBe(true);
    expect(isInForce(exception, after)).toBe(false);
    expect(coveringException([exception], "r", event, after)).toBeUndefined();
    expect(isInForce({ ...exception, expires: "" }, after)).toBe(true);
  });
});
