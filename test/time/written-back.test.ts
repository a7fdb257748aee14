import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LocalDates, parseWrittenTime, UTC, withDates } from "../../src/time/index.ts";
import { LOCALES, RARE_LOCALES } from "../../src/time/locales.ts";

/** Reads a text as a file's only time. */
function read(text: string): { readonly iso: string | null; readonly isAmbiguous: boolean } {
  const dates = new LocalDates(null);
  const time = parseWrittenTime(text, withDates(UTC, dates));
  const isAmbiguous = [dates.takeAmbiguous() !== null, dates.takeUncertainDay()].includes(true);
  return { iso: time?.iso ?? null, isAmbiguous };
}

describe("a date with months of any calendar in any language", () => {
  it.each([
    ["3 Adar II 5784 at 3:40:13 PM", "2024-03-13T15:40:13Z"],
    ["3. Adar II 5784 AM um 15:40:13", "2024-03-13T15:40:13Z"],
    ["3. Adar II 5784 AM um 15:40", "2024-03-13T15:40:00Z"],
    ["Adar I 11 5760, 2:47:41.125 AM", "2000-02-17T02:47:41.125Z"],
    ["ג׳ באדר ב׳ תשפ״ד, 15:40:13", "2024-03-13T15:40:13Z"],
    ["23 ईस्फन्द् 1402 AP, 15:40:13", null],
    ["AP 23 ईस्फन्द् 1402, 3:40:13 pm", "2024-03-13T15:40:13Z"],
    ["5 farvardin 1402 A. P. à 15:40:13", "2023-03-25T15:40:13Z"],
    ["Wednesday, Phalguna 23, 1945 Śaka at 3:40:13 PM", "2024-03-13T15:40:13Z"],
    ["4 магабит 2016 г. AM, 15:40:13", "2024-03-13T15:40:13Z"],
    ["13. März 6 Reiwa, 15:40:13", "2024-03-13T15:40:13Z"],
    ["令和元年6月5日 15:40:13", "2019-06-05T15:40:13Z"],
    ["13 марта 113 г. Minguo в 15:40:13", "2024-03-13T15:40:13Z"],
    ["13 mars 2567 E. B. à 15:40:13", "2024-03-13T15:40:13Z"],
    ["mercredi 3 ramadan 1445 AH à 15:40:13", "2024-03-13T15:40:13Z"],
    // Chinese and Korean years, by number and by name; a month that comes twice.
    ["Second Month 4, 2024(jia-chen) at 3:40:13 PM", "2024-03-13T15:40:13Z"],
    ["4. M02bis gui-mao um 15:40:13", "2023-03-25T15:40:13Z"],
    ["2024年二月初四 15:40:13", "2024-03-13T15:40:13Z"],
    ["2023癸卯年闰二月初四星期六 15:40:13", "2023-03-25T15:40:13Z"],
    ["甲辰年二月四日 15:40:13", "2024-03-13T15:40:13Z"],
    ["2024년(갑진년) 2월 4일 PM 3:40:13", "2024-03-13T15:40:13Z"],
    ["lúc 15:40:13 Ngày 04 tháng 2 năm Giáp Thìn", "2024-03-13T15:40:13Z"],
    // Languages that only write so.
    ["25 Malaki 2023 3:40:13 PM", "2023-03-25T15:40:13Z"],
    ["2023 de març 25 15:40:13", "2023-03-25T15:40:13Z"],
    ["3 Adar II 5784 at 3:40:13 PM UTC", "2024-03-13T15:40:13Z"],
    ["3 Adar II 5784 at 3:40:13 PM GMT+2", "2024-03-13T13:40:13Z"],
  ])("%s is %s", (text, iso) => expect(read(text)).toEqual({ iso, isAmbiguous: false }));

  it.each([
    // Wednesday was the 4th, and no year of Adar II.
    "Thursday, 3 Adar II 5784 at 3:40:13 PM",
    "3 Adar II 5783 at 3:40:13 PM",
    "31 Adar II 5784 at 3:40:13 PM",
    "3 Adar III 5784 at 3:40:13 PM",
    "3 Adar II 5784 at 13:40:13 PM",
    "3 Adar II 5784 at 25:40:13",
    "Second Month 4, 2024(yi-si) at 3:40:13 PM",
    "4 Foo 5784 at 3:40:13 PM",
    // An Islamic year without its era, and no Persian one of 2063.
    "1441/10/16, 23:11:22",
    // A Gregorian clock of another language writes it for the 25th of November.
    "1999 M11 25, 00:00:13",
    // Day and month can be swapped in an order that other programs write.
    "7/1/2015, 6:30:21 सांझ",
  ])("%s is refused", (text) => expect(read(text).iso).toBeNull());

  it("is uncertain where the calendar's variants differ in the day", () => {
    expect(read("4 ramadan 1444 AH à 15:40:13").isAmbiguous).toBe(true);
    expect(parseWrittenTime("4 ramadan 1444 AH à 15:40:13")).toBeNull();
    expect(read("samedi 4 ramadan 1444 AH à 15:40:13")).toEqual({
      iso: "2023-03-25T15:40:13Z",
      isAmbiguous: false,
    });
  });
});

/**
 * Kyrgyz and Uighur write year, day and month as ISO writes year, month and day; Ngomba writes month, day and year with
 * dots, as German writes day, month and year.
 */
const ORDERED_AS_OTHERS = /^(ky|ug|jgo)(-|$)/;
const NUMERIC = {
  year: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
} as const;
const OPTIONS: readonly Intl.DateTimeFormatOptions[] = [
  ...(["numeric", "short", "long"] as const).map((month) => ({ ...NUMERIC, month })),
  ...(["short", "medium", "long", "full"] as const).map(
    (dateStyle) => ({ dateStyle, timeStyle: "medium" }) as const,
  ),
];
const FROM = Date.UTC(2000, 0, 1) / 1000;
const TO = Date.UTC(2043, 0, 1) / 1000 - 1;

/**
 * Dates in numbers alone, which a Gregorian clock writes as well: Chinese and Korean ones have a Gregorian year, and some
 * languages write others without their era. A month may be `M11`, as languages without names write it.
 */
function isGregorianToo(text: string, calendar: string): boolean {
  return (
    /^(chinese|dangi|japanese|ethiopic|ethioaa|coptic)$/.test(calendar) &&
    /^[^\p{L}]*\p{Nd}+([./-] ?| )M?\p{Nd}+\1\p{Nd}+/u.test(text)
  );
}

/** How a language writes the Gregorian date of an instant. */
function gregorianDates(locale: string, instant: number): string[] {
  return OPTIONS.map(({ month, dateStyle }) => {
    const date =
      month === undefined ? { dateStyle } : { year: "numeric" as const, month, day: "numeric" as const };
    return new Intl.DateTimeFormat(locale, { ...date, calendar: "gregory", timeZone: "UTC" }).format(instant);
  });
}

/** Intl takes some seconds to collect the words of a calendar and of a script. */
describe("what Intl writes in any language and calendar", { timeout: 300_000 }, () => {
  const all = Intl.DateTimeFormat.supportedLocalesOf([...LOCALES, ...RARE_LOCALES]).filter(
    (locale) => !locale.includes("-u-") && !ORDERED_AS_OTHERS.test(locale),
  );
  it("is read as the same instant, or reported, unless a Gregorian clock writes the same text", () => {
    let known = 0;
    const texts = fc.tuple(
      fc.constantFrom(...all),
      fc.constantFrom(...Intl.supportedValuesOf("calendar")),
      fc.constantFrom(...OPTIONS),
      fc.integer({ min: FROM, max: TO }).map((seconds) => seconds * 1000),
    );
    fc.assert(
      fc.property(texts, ([locale, calendar, options, millis]) => {
        const write = (chosen: Intl.DateTimeFormatOptions, ca: string, instant: number): string =>
          new Intl.DateTimeFormat(locale, { ...chosen, calendar: ca, timeZone: "UTC" }).format(instant);
        const text = write(options, calendar, millis);
        const found = read(text);
        if (found.iso === null || found.isAmbiguous) return;
        known++;
        const readAs = Date.parse(found.iso);
        if (readAs !== millis && isGregorianToo(text, calendar)) return;
        if (readAs !== millis && gregorianDates(locale, readAs).some((date) => text.includes(date))) return;
        expect([text, locale, calendar, found.iso]).toEqual([
          text,
          locale,
          calendar,
          new Date(millis).toISOString().replace(".000", ""),
        ]);
      }),
      { numRuns: 20 },
    );
    expect(known).toBeGreaterThan(6);
  });
});
