import { describe, expect, it } from "vitest";
import { parseWrittenTime, truncateToMillis } from "../../src/time/written-time.ts";
import { fixedZone, zoneOf } from "../../src/time/zone.ts";

describe("parseWrittenTime", () => {
  it.each([
    ["2024-05-14T02:01:17.2501234Z", "2024-05-14T02:01:17.2501234Z"],
    ["2024-05-14T02:01:17Z", "2024-05-14T02:01:17Z"],
    ["2018-07-16 18:14:22Z", "2018-07-16T18:14:22Z"],
    ["2020-10-27T21:00:14.3242341+01:00", "2020-10-27T20:00:14.3242341Z"],
    ["2020-01-01T00:30:00-0230", "2020-01-01T03:00:00Z"],
    ["/Date(1603828814324)/", "2020-10-27T20:00:14.324Z"],
    ["/Date(1603828814324+0100)/", "2020-10-27T20:00:14.324Z"],
  ])("reads %s in the zone that the text names", (text, iso) => {
    expect(parseWrittenTime(text, fixedZone(90))).toEqual({ iso, assumed: false });
  });

  it.each([
    ["2020-10-18 10:56:17.966", "2020-10-18T10:56:17.966Z"],
    ["2020-10-18T10:56:17", "2020-10-18T10:56:17Z"],
    ["Mar 31, 2022 @ 06:39:36.298", "2022-03-31T06:39:36.298Z"],
    ["Jan 4, 2023 2:35:20 PM", "2023-01-04T14:35:20Z"],
    ["3/31/2022 6:39:36 AM", "2022-03-31T06:39:36Z"],
    ["3/4/2022 12:00:01 AM", "2022-03-04T00:00:01Z"],
    ["3/4/2022 12:00:01 PM", "2022-03-04T12:00:01Z"],
    ["31/03/2022 06:39:36", "2022-03-31T06:39:36Z"],
    ["3/4/2022 18:39:36", "2022-04-03T18:39:36Z"],
    ["31.03.2022 06:39:36", "2022-03-31T06:39:36Z"],
    ["31-03-2022 06:39", "2022-03-31T06:39:00Z"],
    ["12/31/2022 06:39:36", "2022-12-31T06:39:36Z"],
  ])("reads %s as UTC", (text, iso) => expect(parseWrittenTime(text)).toEqual({ iso, assumed: "once" }));

  it("returns how often the zone's clock showed the time", () => {
    const berlin = zoneOf("Europe/Berlin")!;
    expect(parseWrittenTime("2024-03-31 01:59:59.9", berlin)).toEqual({
      iso: "2024-03-31T00:59:59.9Z",
      assumed: "once",
    });
    expect(parseWrittenTime("2024-03-31 02:30:00", berlin)).toEqual({
      iso: "2024-03-31T01:30:00Z",
      assumed: "never",
    });
    expect(parseWrittenTime("2024-10-27 02:30:00", berlin)).toEqual({
      iso: "2024-10-27T00:30:00Z",
      assumed: "twice",
    });
    expect(parseWrittenTime("2024-10-27T02:30:00+01:00", berlin)).toEqual({
      iso: "2024-10-27T01:30:00Z",
      assumed: false,
    });
  });

  it("reads a time without a zone in the given zone", () => {
    expect(parseWrittenTime("2024-03-01 01:00:00.5", fixedZone(120))?.iso).toBe("2024-02-29T23:00:00.5Z");
    expect(parseWrittenTime("Mar 1, 2024 @ 01:00:00.000", fixedZone(-210))?.iso).toBe(
      "2024-03-01T04:30:00.000Z",
    );
  });

  it.each([
    "",
    "-",
    "yesterday",
    "2024-02-30T00:00:00Z",
    "2024-01-01T25:00:00Z",
    "13/13/2024 01:00:00",
    "Foo 1, 2024 @ 01:00:00.0",
    "/Date(x)/",
    "/Date(999999999999999)/",
    "0000-01-01T00:00:00+01:00",
  ])("%j is not a time", (text) => expect(parseWrittenTime(text)).toBeNull());
});

it.each([
  ["2023-01-04T14:35:20.6161937Z", "2023-01-04T14:35:20.616Z"],
  ["2023-01-04T14:35:20Z", "2023-01-04T14:35:20.000Z"],
  ["2023-01-04T14:35:20.5Z", "2023-01-04T14:35:20.500Z"],
])("truncateToMillis truncates %s", (iso, millis) => expect(truncateToMillis(iso)).toBe(millis));
