import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type EventCondition as Condition,
  conditionOf,
  conditionText,
  withCondition,
  withToggled,
} from "../../src/app/index.ts";

const NAMES = new Map([
  ["host", "host.name"],
  ["host.name", "host.name"],
  ["user.name", "user.name"],
]);
const of = (text: string) => conditionOf(text, NAMES);

describe("a typed condition", () => {
  it("is a value of a field", () => {
    expect(of("host.name: WS-1")).toEqual({
      field: "host.name",
      value: "WS-1",
      isNot: false,
      isPattern: false,
    });
    expect(of(" -Host:WS-1 ")).toEqual({ field: "host.name", value: "WS-1", isNot: true, isPattern: false });
    expect(of("user.name: NT AUTHORITY\\SYSTEM")).toMatchObject({ value: "NT AUTHORITY\\SYSTEM" });
  });

  it("is a pattern where it has stars outside quotes", () => {
    expect(of("host: ws*")).toMatchObject({ value: "ws*", isPattern: true });
    expect(of('host: "ws*"')).toMatchObject({ value: "ws*", isPattern: false });
    expect(of('host: ""')).toMatchObject({ value: "", isPattern: false });
  });

  it("is a text to search for where no field has the name", () => {
    for (const text of ["C:\\Windows", "-enc", "powershell -enc AAA", "constructor: 1"])
      expect(of(text)).toEqual({ field: "", value: text, isNot: false, isPattern: false });
  });

  it("is nothing without a value", () => {
    for (const text of ["", "  ", "host:", "-host.name: "]) expect(of(text)).toBeNull();
  });

  it("is read again from how it is written", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "*", "?", '"', " ", "\\", ":", "-") });
    fc.assert(
      fc.property(value, fc.boolean(), (text, isNot) => {
        const condition = { field: "host.name", value: text, isNot, isPattern: false };
        expect(of(conditionText(condition))).toEqual(condition);
      }),
    );
    expect(of(conditionText(of("host: w*s")!))).toEqual(of("host: w*s"));
  });
});

describe("a list of conditions", () => {
  const ws1: Condition = { field: "host.name", value: "WS-1", isNot: false, isPattern: false };
  const not: Condition = { ...ws1, value: "ws-1", isNot: true };

  it("has one condition about a value", () => {
    expect(withCondition([], ws1)).toEqual([ws1]);
    expect(withCondition([ws1], not)).toEqual([not]);
    expect(withCondition([ws1], { ...ws1, isPattern: true })).toHaveLength(2);
  });

  it("loses a condition that is chosen again, and turns its opposite round", () => {
    expect(withToggled([ws1], ws1)).toEqual([]);
    expect(withToggled([ws1], not)).toEqual([not]);
    expect(withToggled([], ws1)).toEqual([ws1]);
  });
});
