import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toIsoUtc } from "../../src/time/epoch-millis.ts";

describe("toIsoUtc", () => {
  it.each([
    ["2026-05-04T07:08:09.123456789Z", "2026-05-04T07:08:09.123Z"],
    ["2026-05-04T07:08:09.9999Z", "2026-05-04T07:08:09.999Z"],
    ["2026-05-04T07:08:09Z", "2026-05-04T07:08:09.000Z"],
    ["2026-05-04T07:08:09.1", "2026-05-04T07:08:09.100Z"],
    ["2026-05-04 07:08:09,5 ", "2026-05-04T07:08:09.500Z"],
    ["2026-05-04T00:30:00.25+02:00", "2026-05-03T22:30:00.250Z"],
    ["2026-12-31T23:30:00-0130", "2027-01-01T01:00:00.000Z"],
    ["2026-05-04T07:08+05", "2026-05-04T02:08:00.000Z"],
    ["1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2024", "2024-01-01T00:00:00.000Z"],
    ["1777878489123", "2026-05-04T07:08:09.123Z"],
    ["1777878489123.9", "2026-05-04T07:08:09.123Z"],
    ["-1", "1969-12-31T23:59:59.999Z"],
    [1777878489123, "2026-05-04T07:08:09.123Z"],
    [-0.5, "1969-12-31T23:59:59.999Z"],
    [0, "1970-01-01T00:00:00.000Z"],
  ])("%j is %s", (value, iso) => {
    expect(toIsoUtc(value)).toBe(iso);
  });

  it.each([
    "yesterday",
    "",
    "2023-02-29T00:00:00Z",
    "2026-13-01",
    "2026-00-10",
    "2026-05-04T24:00:00Z",
    "2026-05-04T07:60:00Z",
    "2026-05-04T07:08:60Z",
    "5/4/2026 7:08:09 AM",
    "99999999999999999999",
    true,
    Infinity,
  ])("returns %j unchanged", (value) => {
    expect(toIsoUtc(value)).toBe(String(value));
  });

  it("returns what Date writes, whatever the offset of the text", () => {
    const moment = fc.date({ min: new Date("0001-01-02"), max: new Date("9999-12-30"), noInvalidDate: true });
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(moment, minutes, (date, offset) => {
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const two = (n: number) => String(n).padStart(2, "0");
        const sign = offset < 0 ? "-" : "+";
        const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
        expect(toIsoUtc(local + zone)).toBe(date.toISOString());
        expect(toIsoUtc(date.getTime())).toBe(date.toISOString());
      }),
    );
  });
});
