import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedZone, UTC, type Zone, zoneNames, zoneOf } from "../../src/time/zone.ts";

const HOUR = 3_600_000;
const zone = (name: string): Zone => {
  const found = zoneOf(name);
  if (found === null) throw new Error(`There should be a zone ${name}.`);
  return found;
};

/** To make one takes far longer than to use it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** The local time of a place, computed independently: formatted as text, and parsed as if it were UTC. */
function wallAt(place: string, instant: number): number {
  const clock =
    clocks.get(place) ??
    new Intl.DateTimeFormat("sv-SE", { timeZone: place, dateStyle: "short", timeStyle: "medium" });
  clocks.set(place, clock);
  const text = clock.format(instant);
  return Date.parse(`${text.replace(" ", "T")}Z`) + (instant - Math.floor(instant / 1000) * 1000);
}

describe("an offset", () => {
  it.each([
    ["+2", "UTC+02:00", 2],
    ["+02", "UTC+02:00", 2],
    ["+0200", "UTC+02:00", 2],
    [" UTC+02:00 ", "UTC+02:00", 2],
    ["gmt +5:30", "UTC+05:30", 5.5],
    ["-3:30", "UTC-03:30", -3.5],
    ["\u221205:00", "UTC-05:00", -5],
    ["+14:00", "UTC+14:00", 14],
    ["-12", "UTC-12:00", -12],
    ["UTC", "UTC", 0],
    ["-00:00", "UTC", 0],
  ])("is read from %s", (text, name, hours) => {
    expect(zoneOf(text)).toMatchObject({ name });
    expect(zone(text).at(0)).toEqual({ ahead: hours * HOUR, occurs: "once" });
  });

  it.each(["", " ", "+", "2", "+15", "-13", "+02:10", "+2:3", "+14:30", "UTC+", "Etc/GMT+2", "Etc/GMT-2"])(
    "that no clock has, or that is ambiguous, is rejected: %j",
    (text) => expect(zoneOf(text)).toBeNull(),
  );

  it("may be positive or negative", () => {
    expect(fixedZone(-210).at(0).ahead).toBe(-3.5 * HOUR);
    expect(UTC.name).toBe("UTC");
  });
});

describe("a place", () => {
  it.each(["Berlin", "CET", "Europe/Nowhere", "../x/y", "Europe/Berlin;", "__proto__", "a/b"])(
    "that is not a known area and name is rejected: %s",
    (text) => expect(zoneOf(text)).toBeNull(),
  );

  it("has the name of the tz database", () => {
    expect(zone(" europe/berlin ").name).toBe("Europe/Berlin");
    expect(zone("Asia/Kolkata").name).toBe("Asia/Kolkata");
    expect(zone("Asia/Calcutta").at(0)).toEqual(zone("Asia/Kolkata").at(0));
    expect(zone("America/Argentina/Buenos_Aires").at(Date.UTC(2024, 0, 1)).ahead).toBe(-3 * HOUR);
  });

  const berlin = zone("Europe/Berlin");
  it.each([
    ["2024-03-31T01:59:59.999Z", 1, "once"],
    ["2024-03-31T02:00:00Z", 1, "never"],
    ["2024-03-31T02:59:59.999Z", 1, "never"],
    ["2024-03-31T03:00:00Z", 2, "once"],
    ["2024-10-27T01:59:59.999Z", 2, "once"],
    ["2024-10-27T02:00:00Z", 2, "twice"],
    ["2024-10-27T02:59:59.999Z", 2, "twice"],
    ["2024-10-27T03:00:00Z", 1, "once"],
  ])("has clock changes exact to the second: %s in Berlin", (wall, hours, occurs) => {
    expect(berlin.at(Date.parse(wall))).toEqual({ ahead: hours * HOUR, occurs });
  });

  it("may skip half an hour, or a whole day", () => {
    const lordHowe = zone("Australia/Lord_Howe");
    expect(lordHowe.at(Date.UTC(2024, 3, 7, 1, 45))).toEqual({ ahead: 11 * HOUR, occurs: "twice" });
    expect(lordHowe.at(Date.UTC(2024, 3, 7, 2, 15))).toEqual({ ahead: 10.5 * HOUR, occurs: "once" });
    const apia = zone("Pacific/Apia");
    expect(apia.at(Date.UTC(2011, 11, 29, 23, 59))).toEqual({ ahead: -10 * HOUR, occurs: "once" });
    expect(apia.at(Date.UTC(2011, 11, 30, 12))).toEqual({ ahead: -10 * HOUR, occurs: "never" });
    expect(apia.at(Date.UTC(2011, 11, 31, 0, 1))).toEqual({ ahead: 14 * HOUR, occurs: "once" });
  });

  it("converts any local time back to its instant", () => {
    const places = Intl.supportedValuesOf("timeZone").filter((name) => zoneOf(name) !== null);
    expect(places.length).toBeGreaterThan(300);
    const zones = new Map(places.map((place) => [place, zone(place)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2037, 0, 1) }),
        (place, instant) => {
          const wall = wallAt(place, instant);
          const { ahead, occurs } = zones.get(place)!.at(wall);
          expect(occurs).not.toBe("never");
          const before = wall - ahead;
          if (occurs === "once") expect(before).toBe(instant);
          else {
            // For an ambiguous time the first of the two instants is returned.
            expect(before).toBeLessThanOrEqual(instant);
            expect(wallAt(place, before)).toBe(wall);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("converts local times around each clock change", () => {
    const name = "America/New_York";
    const newYork = zone(name);
    for (let instant = Date.UTC(2023, 0, 1); instant < Date.UTC(2024, 0, 1); instant += HOUR / 4) {
      const wall = wallAt(name, instant);
      const { ahead, occurs } = newYork.at(wall);
      expect([0, occurs === "twice" ? HOUR : 0]).toContain(instant - (wall - ahead));
    }
  });

  it("accepts times far outside any log", () => {
    for (const year of [0, 1601, 1899, 9999]) {
      const wall = new Date(0).setUTCFullYear(year, 5, 1);
      expect(Math.abs(berlin.at(wall).ahead)).toBeLessThanOrEqual(2 * HOUR);
    }
  });
});

describe("the list of time zone names", () => {
  it("contains only names that are read as themselves", () => {
    const names = zoneNames();
    expect(names[0]).toBe("UTC-12:00");
    expect(names).toContain("UTC+05:45");
    expect(names).toContain("Europe/Berlin");
    for (const name of names) expect(zone(name).name).toBe(name);
  });
});
