import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LocalDates, parseWrittenTime, UTC, withDates, zoneOf } from "../../src/time/index.ts";

/*
 * Whatever Intl.DateTimeFormat writes is read as the instant it was written from, or it is reported: never as another
 * instant.
 */

/** Kyrgyz and Uighur are absent: they write year, day and month just as ISO writes year, month and day. */
const LOCALES = (
  "en-US en-GB en-AU en-CA en-IN en-NZ en-ZA de-DE de-AT de-CH fr-FR fr-CA fr-CH es-ES es-MX es-US it-IT pt-BR pt-PT " +
  "nl-NL da-DK sv-SE nb-NO fi-FI pl-PL cs-CZ sk-SK sl-SI hr-HR sr-RS hu-HU ro-RO bg-BG ru-RU uk-UA be-BY el-GR tr-TR " +
  "he-IL ar-EG ar-SA fa-IR hi-IN bn-BD ta-IN te-IN mr-IN th-TH vi-VN id-ID ms-MY ja-JP ko-KR zh-CN zh-TW zh-HK lt-LT " +
  "lv-LV et-EE is-IS ca-ES eu-ES gl-ES af-ZA sw-KE am-ET ka-GE hy-AM kk-KZ ur-PK my-MM en-TH en-SA ja-JP-u-ca-japanese"
).split(" ");
const NUMERIC = { year: "numeric", month: "numeric", day: "numeric" } as const;
const OPTIONS: readonly Intl.DateTimeFormatOptions[] = [
  { ...NUMERIC, hour: "numeric", minute: "numeric", second: "numeric" },
  { ...NUMERIC, hour: "numeric", minute: "numeric", second: "numeric", fractionalSecondDigits: 3 },
  { ...NUMERIC, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  { ...NUMERIC, month: "short", hour: "numeric", minute: "2-digit", second: "2-digit" },
  { ...NUMERIC, month: "long", hour: "numeric", minute: "2-digit", second: "2-digit" },
  ...(["full", "long", "medium", "short"] as const).flatMap((dateStyle) =>
    (["full", "long", "medium", "short"] as const).map((timeStyle) => ({ dateStyle, timeStyle })),
  ),
];
const CYCLES = [undefined, "h12", "h23"] as const;
const FROM = Date.UTC(2000, 0, 1);
const TO = Date.UTC(2043, 0, 1) - 1;

/** What the text says of the instant: some options write no seconds, or no milliseconds. */
function written(options: Intl.DateTimeFormatOptions, millis: number): number {
  const unit =
    options.fractionalSecondDigits !== undefined
      ? 1
      : options.second !== undefined || (options.timeStyle !== undefined && options.timeStyle !== "short")
        ? 1000
        : 60_000;
  return Math.floor(millis / unit) * unit;
}

/** Reads a text as a file's only time. */
function read(text: string): { readonly millis: number | null; readonly isAmbiguous: boolean } {
  const dates = new LocalDates(null);
  const time = parseWrittenTime(text, withDates(UTC, dates));
  const isAmbiguous = [dates.takeAmbiguous() !== null, dates.takeUncertainDay()].includes(true);
  return { millis: time === null ? null : Date.parse(time.iso), isAmbiguous };
}

const INSTANT = fc.integer({ min: FROM, max: TO });
const formatter = (locale: string, options: Intl.DateTimeFormatOptions, hourCycle?: "h12" | "h23") =>
  new Intl.DateTimeFormat(locale, { ...options, ...(hourCycle && { hourCycle }), timeZone: "UTC" });

describe("what Intl writes", () => {
  it.each(LOCALES)("in %s is read as the same instant, or reported", (locale) => {
    for (const options of OPTIONS)
      for (const hourCycle of CYCLES) {
        const format = formatter(locale, options, hourCycle);
        fc.assert(
          fc.property(INSTANT, (millis) => {
            const text = format.format(millis);
            const found = read(text);
            if (found.millis !== null && !found.isAmbiguous)
              expect([text, found.millis]).toEqual([text, written(options, millis)]);
          }),
          { numRuns: 1 },
        );
      }
  });

  it.each(Intl.supportedValuesOf("numberingSystem"))("with digits of %s is read, or reported", (nu) => {
    const options = OPTIONS[1]!;
    for (const locale of ["en-US", "de-DE", "ar-EG", "fa-IR", "hi-IN", "ja-JP", "th-TH"]) {
      const format = formatter(locale, { ...options, numberingSystem: nu } as Intl.DateTimeFormatOptions);
      fc.assert(
        fc.property(INSTANT, (millis) => {
          const text = format.format(millis);
          const found = read(text);
          if (!found.isAmbiguous) expect([text, found.millis]).toEqual([text, millis]);
        }),
        { numRuns: 2 },
      );
    }
  });

  it.each(LOCALES)("in numbers in %s is read, whatever the day", (locale) => {
    const options = OPTIONS[1]!;
    const format = formatter(locale, options);
    fc.assert(
      fc.property(INSTANT, (millis) => {
        const found = read(format.format(millis));
        expect(found.millis).not.toBeNull();
        if (new Date(millis).getUTCDate() > 12 && format.resolvedOptions().calendar === "gregory")
          expect(found).toEqual({ millis, isAmbiguous: false });
      }),
      { numRuns: 10 },
    );
  });
});

const ZONE_STYLES = ["short", "long", "shortOffset", "longOffset", "shortGeneric", "longGeneric"] as const;
const ZONED: readonly Intl.DateTimeFormatOptions[] = [
  ...ZONE_STYLES.flatMap((timeZoneName) => [
    { ...NUMERIC, hour: "numeric", minute: "numeric", second: "numeric", timeZoneName } as const,
    {
      ...NUMERIC,
      month: "long",
      hour: "numeric",
      minute: "2-digit",
      second: "2-digit",
      timeZoneName,
    } as const,
  ]),
  ...(["full", "short"] as const).flatMap((dateStyle) =>
    (["full", "long"] as const).map((timeStyle) => ({ dateStyle, timeStyle })),
  ),
];

/** Intl takes some ten seconds of a processor to collect all names. */
describe("what Intl writes with a zone", { timeout: 300_000 }, () => {
  it("is read as the same instant, or reported", () => {
    let known = 0;
    const locales = fc.constantFrom(
      ...["en-US", "de-DE", "fr-CA", "ru-RU", "ar-EG", "fa-IR", "te-IN", "ja-JP", "zh-CN", "vi-VN"],
    );
    const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    fc.assert(
      fc.property(locales, zones, fc.constantFrom(...ZONED), INSTANT, (locale, timeZone, options, millis) => {
        const text = new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(millis);
        const found = read(text);
        if (found.millis === null || found.isAmbiguous) return;
        known++;
        expect([text, timeZone, found.millis]).toEqual([text, timeZone, Math.floor(millis / 1000) * 1000]);
      }),
      { numRuns: 100 },
    );
    expect(known).toBeGreaterThan(40);
  });

  it.each([
    ["13.03.2024, 10:00:00 Mitteleuropäische Normalzeit", "2024-03-13T09:00:00Z"],
    ["13.07.2024, 10:00:00 Mitteleuropäische Sommerzeit", "2024-07-13T08:00:00Z"],
    // The zone itself, whatever the season.
    ["13.07.2024, 10:00:00 Mitteleuropäische Zeit", "2024-07-13T08:00:00Z"],
    ["13.03.2024, 10:00:00 Mitteleuropäische Zeit", "2024-03-13T09:00:00Z"],
    ["13/07/2024 10:00:00 heure d’Europe centrale", "2024-07-13T08:00:00Z"],
    ["13.03.24, 10:00:00 (MEZ)", "2024-03-13T09:00:00Z"],
    ["27.10.2024, 02:30:00 MESZ", "2024-10-27T00:30:00Z"],
    ["27.10.2024, 02:30:00 Mitteleuropäische Normalzeit", "2024-10-27T01:30:00Z"],
    ["13/03/2024 10:00:00 heure normale d’Europe centrale", "2024-03-13T09:00:00Z"],
    ["13/03/2024 10:00:00 UTC\u22123:30", "2024-03-13T13:30:00Z"],
    ["2024/3/13 中欧标准时间 10:00:00", "2024-03-13T09:00:00Z"],
    ["13.03.2024 г., 10:00:00 ч. Гринуич+1", "2024-03-13T09:00:00Z"],
    ["۱۴۰۲/۱۲/۲۳, ۱۰:۰۰:۰۰ (‎+۱ گرینویچ)", "2024-03-13T09:00:00Z"],
    ["7/13/2024, 10:00:00 AM EDT", "2024-07-13T14:00:00Z"],
    // Panama, in summer: New York is four hours behind.
    ["7/13/2024, 10:00:00 AM Eastern Standard Time", "2024-07-13T15:00:00Z"],
  ])("%s is %s", (text, iso) => {
    const dates = new LocalDates("month-first");
    if (!text.startsWith("7/")) expect(parseWrittenTime(text)).toEqual({ iso, assumed: false });
    else expect(parseWrittenTime(text, withDates(UTC, dates))).toEqual({ iso, assumed: false });
  });

  it.each([
    // Winter time of most, and the zone without its season of some.
    "13.07.2024, 10:00:00 MEZ",
    "27.10.2024, 02:30:00 MEZ",
    "31.03.2024, 02:30:00 MESZ",
    "3/13/2024, 10:00:00 AM CST",
    "13/03/2024, 10:00:00 IST",
    "13/07/2024, 10:00:00 BST",
    "13.03.2024, 10:00:00 Phantasiezeit",
    // The hour that the clock showed twice, without the season that would decide.
    "27.10.2024, 02:30:00 Mitteleuropäische Zeit",
    "31.03.2024, 02:30:00 Mitteleuropäische Zeit",
    // Christmas Island, by the metazone; Kiritimati, by the place.
    "13/09/2032, 12:36:05 Hora de Kiritimati",
    // Apia in one version of CLDR, Pago Pago in another.
    "13/06/2024, 10:10:33 Samoa Standard Time",
    "13/03/2024 10:00:00 UTC+15",
  ])("%s is refused", (text) => expect(parseWrittenTime(text)).toBeNull());

  // Nepalis write year, month and day.
  it("is ambiguous in a year of two digits, whatever the script of the zone", () =>
    expect(read("३०/५/२८, १६:२२:३२ GMT-०१:००").isAmbiguous).toBe(true));

  // Belém had no summer time in December 2001, most of Brazil had.
  it("does not decide between day and month by the season in its name", () => {
    const text = "06/12/2001, 04:00:36 Brasilia Standard Time";
    expect(read(text).isAmbiguous || read(text).millis === null).toBe(true);
    const dates = new LocalDates("day-first");
    expect([null, "2001-12-06T07:00:36Z"]).toContain(
      parseWrittenTime(text, withDates(UTC, dates))?.iso ?? null,
    );
  });

  it("is decided by the zone that the analyst chose, if its name has several meanings", () => {
    const text = "3/13/2024, 10:00:00 AM CST";
    const inZone = (name: string) => parseWrittenTime(text, zoneOf(name)!);
    expect(inZone("America/Regina")).toEqual({ iso: "2024-03-13T16:00:00Z", assumed: "once" });
    expect(inZone("Asia/Shanghai")).toEqual({ iso: "2024-03-13T02:00:00Z", assumed: "once" });
    expect(inZone("Europe/Berlin")).toBeNull();
  });
});

/** Chinese dates in numbers are not among them: a Gregorian clock writes them as well. */
const CALENDARS = Intl.supportedValuesOf("calendar").filter((calendar) => !/chinese|dangi/.test(calendar));

describe("a date of another calendar", () => {
  it.each(CALENDARS)("%s is read as the same instant, or reported", (calendar) => {
    const locales = [
      "en-US",
      "en-GB",
      "de-DE",
      "fr-FR",
      "nl-NL",
      "ar-EG",
      "he-IL",
      "zh-CN",
      "ru-RU",
      "ca-ES",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...locales),
        fc.constantFrom(...OPTIONS.slice(0, 5)),
        INSTANT,
        (locale, options, millis) => {
          const text = new Intl.DateTimeFormat(locale, { ...options, calendar, timeZone: "UTC" }).format(
            millis,
          );
          const found = read(text);
          if (found.millis !== null && !found.isAmbiguous)
            expect([text, found.millis]).toEqual([text, written(options, millis)]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it.each([
    ["12/23/1402 AP, 3:40:13 PM", "2024-03-13T15:40:13Z"],
    ["13/3/2567 BE, 15:40:13", "2024-03-13T15:40:13Z"],
    ["民国113/3/13 15:40:13", "2024-03-13T15:40:13Z"],
    ["23.12.1945 Śaka, 15:40:13", "2024-03-13T15:40:13Z"],
    ["4.7.1740 AM, 15:40:13", null],
    ["3.7.5784 AM, 15:40:13", null],
    ["16.7.5784 AM, 15:40:13", "2024-03-26T15:40:13Z"],
  ])("%s is %s, unless day and month can be swapped", (text, iso) => {
    const found = read(text);
    if (iso === null) expect(found.isAmbiguous || found.millis !== null).toBe(true);
    else expect(found).toEqual({ millis: Date.parse(iso), isAmbiguous: false });
  });

  it("in the Islamic one is uncertain without a weekday, and refused where nobody can be told", () => {
    expect(read("23‏/9‏/1445 هـ، 3:40:13 م").isAmbiguous).toBe(true);
    expect(parseWrittenTime("23‏/9‏/1445 هـ، 3:40:13 م")).toBeNull();
  });
});

/** 2024-03-13 15:40:13.988 in the spelling of each language. */
describe("a local time", () => {
  it.each([
    "13.3.2024, 15.40.13,988",
    "13.3.2024, 15:40:13,988",
    "2024-03-13, 3:40:13.988 p.m.",
    "2024-03-13, 3:40:13.988\u202Fp.m.",
    "13/03/2024, 3:40:13.988 pm",
    "3/13/2024, 3:40:13.988\u202FPM",
    "\u200E13\u200E/\u200E3\u200E/\u200E2024 15:40:13.988",
    "2024/3/13 15:40:13.988",
    "2024. 3. 13. PM 3:40:13.988",
    "2024. 03. 13. 15:40:13,988",
    "13/3/2567 15:40:13.988",
    "۱۴۰۲/۱۲/۲۳, ۱۵:۴۰:۱۳٫۹۸۸",
    "١٣‏/٣‏/٢٠٢٤، ٣:٤٠:١٣٫٩٨٨ م",
    "13. 3. 2024 15:40:13,988",
    "15:40:13,988 13/3/2024",
    "/Date(1710344413988)/",
    "\\/Date(1710344413988)\\/",
    "1710344413.988",
    "1710344413988",
    "1710344413988000",
    "1710344413988000000",
    "133548180139880000",
  ])("%s is 13 March 2024", (text) => {
    expect(read(text)).toEqual({ millis: Date.UTC(2024, 2, 13, 15, 40, 13, 988), isAmbiguous: false });
  });

  it.each([
    ["13 mars 2024, 15:40:13 UTC", "2024-03-13T15:40:13Z", false],
    ["13/03/2024, 15:40:13 GMT+5:30", "2024-03-13T10:10:13Z", false],
    ["13/03/2024, 15:40:13 UTC\u22122", "2024-03-13T17:40:13Z", false],
    ["2024年3月13日 下午3:40:13", "2024-03-13T15:40:13Z", "once"],
  ])("%s is %s", (text, iso, assumed) => expect(parseWrittenTime(text)).toEqual({ iso, assumed }));

  it.each([
    // Two digits for the year: 2013 or the 13th.
    "10/11/12, 15:40",
    "13. listopada 2024 15:40:13 EST",
    "31/13/2024, 15:40:13.988",
    "13.3.2024, 25:40:13",
    "13.3.2024",
    "15:40:13",
    "1402-12-23 15:40",
    "99/99/9999 99:99:99 م",
    `${"1".repeat(5000)}/3/2024, 15:40:13`,
  ])("%s is refused", (text) => expect(read(text).millis).toBeNull());

  it.each([
    ["3/4/2024 15:40:13", "day-first"],
    ["3/4/2024, 3:40:13 pm", "day-first"],
    ["3/4/2024 3:40:13 PM", "month-first"],
    ["3-4-2024 15:40:13", "day-first"],
    ["٣/٤/٢٠٢٤ ١٥:٤٠:١٣", "day-first"],
  ])("%s fits both orders, and is read %s unless the file says otherwise", (text, usual) => {
    const days = { "day-first": "2024-04-03", "month-first": "2024-03-04" } as const;
    const dates = new LocalDates(null);
    expect(parseWrittenTime(text, withDates(UTC, dates))?.iso.slice(0, 10)).toBe(days[usual as "day-first"]);
    expect([dates.takeAmbiguous(), dates.takeAmbiguous(), dates.shown]).toEqual([usual, null, []]);
    for (const order of ["day-first", "month-first"] as const)
      expect(parseWrittenTime(text, withDates(UTC, new LocalDates(order)))?.iso.slice(0, 10)).toBe(
        days[order],
      );
  });

  it.each([
    ["13/4/2024 15:40:13", ["day-first"]],
    ["4/13/2024 15:40:13", ["month-first"]],
    ["4-13-2024 15:40:13", ["month-first"]],
    ["3/3/2024 15:40:13", []],
    ["13.3.2024 15:40:13", []],
  ])("%s shows %j", (text, orders) => {
    const dates = new LocalDates(null);
    expect(parseWrittenTime(text, withDates(UTC, dates))).not.toBeNull();
    expect([dates.takeAmbiguous(), dates.shown]).toEqual([null, orders]);
  });
});
