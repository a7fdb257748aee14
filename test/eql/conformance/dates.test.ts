import { describe, expect, it } from "vitest";
import { runEql } from "../../../src/eql/index.ts";

/** One instant in every form that events contain. */
const MOMENT = [
  "2021-03-04T05:06:07.000Z",
  "2021-03-04T05:06:07Z",
  "2021-03-04T06:06:07+01:00",
  1614834367000,
  "1614834367000",
];

function matches(condition: string, timestamp: string | number): boolean {
  return runEql(`any where ${condition}`, [{ "@timestamp": timestamp }]).length === 1;
}

describe("the timestamp compared with a constant", () => {
  it.each([
    ["@timestamp == 1614834367000", 1614834367000],
    ["@timestamp > 1614834366999", 1614834367000],
    ["@timestamp == 1614834367000", "1614834367000"],
    ['@timestamp == "2021-03-04T05:06:07Z"', "2021-03-04T05:06:07Z"],
    ['@timestamp >= "2021-03-04"', "2021-03-04T05:06:07Z"],
  ])("%s matches %j", (condition, timestamp) => {
    expect(matches(condition, timestamp)).toBe(true);
  });

  // A date field compares instants, whatever their form in the event and the query.
  const conditions = [
    '@timestamp == "2021-03-04T05:06:07Z"',
    "@timestamp == 1614834367000",
    'not @timestamp != "2021-03-04T05:06:07.000Z"',
    '@timestamp in ("2021-03-04T05:06:07Z")',
    '@timestamp < "2021-03-04T05:06:07.001Z"',
    '"2021-03-04T05:06:06Z" < @timestamp',
    '@timestamp >= "2021-03-04" and @timestamp < "2021-03-05"',
  ];
  it.each(conditions)("%s matches every form of the instant", (condition) => {
    for (const timestamp of MOMENT) expect(matches(condition, timestamp), String(timestamp)).toBe(true);
  });

  function keepsNanoseconds(timestamp: string): void {
    expect(matches('@timestamp == "2021-03-04T05:06:07.000123456Z"', timestamp)).toBe(true);
    expect(matches('@timestamp > "2021-03-04T05:06:07.000123455Z"', timestamp)).toBe(true);
    expect(matches('@timestamp > "2021-03-04T05:06:07.000123456Z"', timestamp)).toBe(false);
    expect(matches('@timestamp < "2021-03-04T05:06:07.001Z"', timestamp)).toBe(true);
  }

  it("keeps the nanoseconds of ISO text", () => {
    keepsNanoseconds("2021-03-04T05:06:07.000123456Z");
  });

  it("keeps the nanoseconds of epoch milliseconds", () => {
    keepsNanoseconds("1614834367000.123456");
  });
});
