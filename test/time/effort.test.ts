import { describe, expect, it } from "vitest";
import { LocalDates, parseWrittenTime, UTC, withDates } from "../../src/time/index.ts";

/* Evidence can have a time in every row that only a long search can refuse: what the times of a file may cost is bounded. */

describe("the effort for the times of a file", () => {
  it("is spent by each text that is not known, and not by those that patterns read", () => {
    const dates = new LocalDates(null);
    const zone = withDates(UTC, dates);
    const left = (): boolean => !dates.effort.isSpent;
    while (left()) dates.effort.spend(1_000_000);
    for (const text of [
      "31 Wort 2024 15:40:13",
      "13/03/2024 15:40:13 Wort Zeit",
      "4 Adar 5783 at 1:40:13 PM",
    ])
      expect(parseWrittenTime(text, zone)).toBeNull();
    expect(parseWrittenTime("13. März 2024 um 15:40:13", zone)?.iso).toBe("2024-03-13T15:40:13Z");
    expect(parseWrittenTime("4 Adar 5783 at 1:40:13 PM", withDates(UTC, new LocalDates(null)))?.iso).toBe(
      "2023-02-25T13:40:13Z",
    );
  });
});

describe("lunisolar dates in words", () => {
  it.each(["zh", "vi"])("are read at hours of days of a year: %s", (locale) => {
    const options = {
      dateStyle: "full",
      timeStyle: "medium",
      calendar: "chinese",
      timeZone: "UTC",
    } as const;
    const format = new Intl.DateTimeFormat(locale, options);
    const zone = withDates(UTC, new LocalDates(null));
    let known = 0;
    for (let hour = 0; hour < 24; hour += 3) {
      // Through the leap month of 2023.
      const millis = Date.UTC(2023, 2 + (hour % 3), 7 + hour, hour, 40, 13);
      const read = parseWrittenTime(format.format(millis), zone);
      if (read === null) continue;
      known++;
      expect(read.iso).toBe(new Date(millis).toISOString().replace(".000", ""));
    }
    expect(known).toBeGreaterThan(6);
  });
});

describe("a year of two digits", () => {
  const isNoted = (text: string): boolean => {
    const dates = new LocalDates(null);
    expect(parseWrittenTime(text, withDates(UTC, dates))).not.toBeNull();
    return dates.takeShortYear();
  };
  it.each(["25/4/21, 8:57:19 PM", "23-01-12 00:16:37"])(
    "is noted where the first number can be it as well: %s",
    (text) => expect(isNoted(text)).toBe(true),
  );
  it.each(["13.03.24, 15:40:13", "13/3/2024, 15:40:13", "3/13/24, 3:40:13 PM"])("is not in %s", (text) =>
    expect(isNoted(text)).toBe(false),
  );
});

describe("AM after a comma", () => {
  it("is a half of the day, not the era of the Ethiopic calendar", () => {
    // In Konkani, 14 January 2015.
    for (const text of ["14-1-2015, AM 2:04:20", "3-1-2027, AM 7:12:42"]) {
      const read = parseWrittenTime(text, withDates(UTC, new LocalDates(null)));
      expect([null, text.startsWith("14") ? "2015-01-14T02:04:20Z" : "2027-01-03T07:12:42Z"]).toContain(
        read?.iso ?? null,
      );
    }
  });
});

describe("a numbered month", () => {
  it.each(["2020 M12 11 01:33:00", "2023 M08 14، 12:21:25"])("is of no certain calendar: %s", (text) =>
    expect(parseWrittenTime(text, withDates(UTC, new LocalDates(null)))).toBeNull(),
  );
});
