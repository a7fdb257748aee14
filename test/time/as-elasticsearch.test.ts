import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateSpan, epochMillis, parseInstant, timestampMillis } from "../../src/time/index.ts";

/*
 * Compares every reader of times with an independent one that reads a text position by position, like Elasticsearch's
 * Iso8601Parser: the list, the order of a sequence and the windows of a rule must use the same instant for an event.
 */

/** The nanoseconds since 1970 of a text that `strict_date_optional_time` accepts; null for one that it rejects. */
function reference(text: string): bigint | null {
  const at = (start: number, end: number): number | null =>
    /^\d+$/.test(text.slice(start, end)) && text.length >= end ? Number(text.slice(start, end)) : null;
  if (text.startsWith("-")) return null; // covered by instant.test.ts
  const values = [at(0, 4), 1, 1, 0, 0, 0];
  if (values[0] === null) return null;
  const separators = ["", "-", "-", "T", ":", ":"];
  const starts = [0, 5, 8, 11, 14, 17];
  const most = [9999, 12, 31, 23, 59, 59];
  let end = 4;
  for (let i = 1; i < 6 && end < text.length; i++) {
    if (i > 3 && isZone(text.slice(end))) break;
    if (text[end] !== separators[i]) {
      return null;
    }
    if (i === 3 && text.length === 11) {
      end = 11;
      break;
    }
    const value = at(starts[i]!, starts[i]! + 2);
    if (value === null || value > most[i]!) return null;
    values[i] = value;
    end = starts[i]! + 2;
  }
  let nanos = 0n;
  if (end === 19 && (text[19] === "." || text[19] === ",")) {
    const digits = /^\d{1,9}/.exec(text.slice(20));
    if (digits === null) return null;
    nanos = BigInt(digits[0].padEnd(9, "0"));
    end = 20 + digits[0].length;
  }
  const zone = text.slice(end);
  if (zone !== "" && (end < 13 || !isZone(zone))) return null;
  const [year, month, day, hour, minute, second] = values as number[];
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year!, month! - 1, day);
  if (month === 0 || date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day) return null;
  const offset = offsetOf(zone);
  if (offset === null) return null;
  const seconds = BigInt(date.getTime() / 1000 + hour! * 3600 + minute! * 60 + second! - offset);
  return seconds * 1_000_000_000n + nanos;
}

function isZone(text: string): boolean {
  return text === "Z" || /^[+-]\d\d(?:\d\d(?:\d\d)?|:\d\d(?::\d\d)?)?$/.test(text);
}

function offsetOf(zone: string): number | null {
  if (zone === "" || zone === "Z") return 0;
  const [hours, minutes = 0, seconds = 0] = zone.slice(1).match(/\d\d/g)!.map(Number);
  const size = hours! * 3600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || size > 18 * 3600) return null;
  return zone.startsWith("-") ? -size : size;
}

const two = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, "0"));
const optional = (rest: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(""), rest);
const joined = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((all) => all.join(""));

const zone = fc.oneof(
  fc.constantFrom("", "Z", "+02", "-0530", "+05:30", "+18:00", "+18:01", "-19", "+02:60", "+01:00:30"),
  joined("+", two(19), ":", two(61)),
);
const fraction = optional(joined(fc.constantFrom(".", ","), fc.stringMatching(/^\d{0,9}$/)));
const time = optional(
  joined(
    "T",
    optional(joined(two(25), optional(joined(":", two(61), optional(joined(":", two(61), fraction)))), zone)),
  ),
);
const year = fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, "0"));
const text = joined(year, optional(joined("-", two(13), optional(joined("-", two(32), time)))));
/** Mostly a time, sometimes with one character changed, dropped or doubled. */
const spelled = fc.oneof(
  { weight: 3, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, fc.nat(40), fc.constantFrom("", "0", "9", ":", "-", "T", "+", ".", "x", "00"))
      .map(([whole, at, other]) => whole.slice(0, at) + other + whole.slice(at + 1)),
  },
);

const nanosOf = (value: string): bigint | null => {
  const instant = parseInstant(value);
  return instant === null ? null : BigInt(instant.ms) * 1_000_000n + BigInt(instant.ns);
};

/** Forms that are read although Elasticsearch rejects them, since they are unambiguous: see instant.ts. */
const isLenient = (value: string): boolean =>
  value !== value.trim() || /[ tz]|[.,]\d{10,}|^-?\d{1,16}(?:\.\d*)?$/.test(value);

describe("a time as Elasticsearch reads it", () => {
  it("is the same instant for every reader, or for none", () => {
    fc.assert(
      fc.property(spelled, (value) => {
        const expected = reference(value);
        if (expected !== null || !isLenient(value))
          expect([value, nanosOf(value)]).toEqual([value, expected]);
        const instant = parseInstant(value);
        expect(epochMillis(value)).toBe(instant === null ? NaN : instant.ms);
        expect(dateSpan(value)?.first ?? null).toEqual(instant);
      }),
      { numRuns: 20_000 },
    );
  });

  it("is the same when read from the bytes of a record, if the bytes suffice", () => {
    fc.assert(
      fc.property(spelled, (value) => {
        const bytes = new TextEncoder().encode(value);
        const millis = timestampMillis(bytes, 0, bytes.length);
        if (!Number.isNaN(millis)) expect([value, millis]).toEqual([value, parseInstant(value)?.ms]);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["2024", Date.UTC(2024, 0, 1)],
    [2024, 2024],
    ["2024-05-14T24:00:00Z", NaN],
    ["2024-05-14T23:59:60Z", NaN],
    ["12024-05-14", NaN],
    ["2024-05-14Z", NaN],
    ["2024-05-14+02:00", NaN],
    ["2024-05-14 02:00:00 Z", Date.UTC(2024, 4, 14, 2)],
    ["2024-05-14T02:00:00 +02:00", Date.UTC(2024, 4, 14)],
    [" 2024-05-14", Date.UTC(2024, 4, 14)],
  ])("is the same for the list and for sequences: %j", (value, millis) => {
    expect(epochMillis(value)).toBe(millis);
    expect(parseInstant(value)?.ms ?? NaN).toBe(millis);
  });
});
