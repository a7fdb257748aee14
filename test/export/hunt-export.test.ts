import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { compareInstants, parseInstant } from "../../src/time/index.ts";
import { mulberry32 } from "../bench/random.ts";
import { emptyEvent } from "../../src/ecs/index.ts";
import {
  type HuntExport,
  huntCsvHeader,
  huntCsvLine,
  HuntFile,
  type HuntFileOptions,
  huntNdjsonLine,
  type HuntResult,
} from "../../src/export/index.ts";

const row = (event: Record<string, unknown>, more: Partial<HuntExport> = {}): HuntExport => ({
  ...{ sentence: "reg.exe set a", offset: 5, line: 0, source: "sysmon" },
  event: Object.assign(emptyEvent(), event),
  file: { name: "=a.evtx", sha256: "00" },
  ...more,
});

describe("the files of a hunt", () => {
  const rows = [
    row(
      { "@timestamp": "2024-03-01T10:00:00+01:00", "host.name": "=H", "-odd": ["+1", "b"], __proto__: "p" },
      { line: 3 },
    ),
    row({ "user.name": "@u" }, { sequence: 2, member: "m" }),
  ];

  it("hold nothing that a spreadsheet would run, in cells or names of columns", () => {
    const text = [
      huntCsvHeader(["host.name", "-odd"]),
      ...rows.map((each) => huntCsvLine(each, ["host.name", "-odd"], "1")),
    ]
      .join("")
      .replace(/^\uFEFF/, "");
    const { data } = Papa.parse<string[]>(text);
    expect(data[0]!.slice(0, 5)).toEqual(["@timestamp", "host.name", "user.name", "'-odd", "loupe.sentence"]);
    expect(data[1]!.slice(0, 6)).toEqual([
      "2024-03-01T09:00:00.000Z",
      "'=H",
      "",
      "'+1, b",
      "reg.exe set a",
      "'=a.evtx",
    ]);
    expect(data[2]!.slice(-5)).toEqual(["", "m", "sysmon", "2", "1"]);
  });

  it("have each event with its place, as one line of JSON", () => {
    const lines = rows.map(huntNdjsonLine).join("").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        "host.name": "=H",
        "-odd": ["+1", "b"],
        "loupe.offset": 5,
        "loupe.line": 3,
        "loupe.file.path": "=a.evtx",
      },
      { "user.name": "@u", "loupe.sequence": 2, "loupe.archive_member": "m" },
    ]);
  });

  /** Events in a random order of times, some at the same moment, some without one, in three files. */
  const results = (count: number): HuntResult[] => {
    const random = mulberry32(count);
    return Array.from({ length: count }, (_, n) => {
      const second = String(Math.floor(random() * 50)).padStart(2, "0");
      const event = {
        ...(random() < 0.9 && { "@timestamp": `2024-03-01T10:00:${second}.0000000${n % 3}Z` }),
        n,
        "host.name": n % 4 === 0 ? "=A" : "B",
      };
      return {
        fields: JSON.stringify(event),
        source: "sysmon",
        place: { offset: n, line: n + 1 },
        file: Math.floor(random() * 3),
      };
    });
  };
  const options: HuntFileOptions = {
    ...{ form: "ndjson", fields: [], version: "1", conditions: [], isDescending: false },
    files: [0, 1, 2].map((file) => ({ name: String(file), sha256: "" })),
  };
  const textOf = async (parts: readonly Blob[]): Promise<string> => new Blob([...parts]).text();

  it.each([1, 2000, 1e9])("are in the order of time with %i bytes in memory", async (runBytes) => {
    const known = results(700);
    const expected = known
      .map((result) => ({ result, event: JSON.parse(result.fields as string) as Record<string, string> }))
      .sort(
        ({ result: a, event: x }, { result: b, event: y }) =>
          compareInstants(parseInstant(x["@timestamp"]), parseInstant(y["@timestamp"])) ||
          a.file - b.file ||
          a.place.offset - b.place.offset,
      )
      .map(({ event }) => event);
    const written = async (more: Partial<HuntFileOptions>, ...range: [number?, number?]) => {
      const file = new HuntFile({ ...options, ...more }, runBytes);
      for (let from = 0; from < known.length; from += 90) file.add(known.slice(from, from + 90));
      const lines = (await textOf(await file.finish(...range))).trimEnd().split("\n");
      return lines.map((line) => (JSON.parse(line) as { n: number }).n);
    };
    const numbers = expected.map(({ n }) => Number(n));
    expect(await written({})).toEqual(numbers);
    expect(await written({ isDescending: true })).toEqual(numbers.toReversed());
    expect(await written({}, 10, 20)).toEqual(numbers.slice(10, 20));
    expect(await written({ isDescending: true }, 10, 20)).toEqual(numbers.slice(10, 20).reverse());
    // Pipes come before conditions.
    const conditions = [{ field: "host.name", value: "=A", isNot: false }];
    expect(await written({ conditions }, 0, 100)).toEqual(
      expected.slice(0, 100).flatMap((event) => (event["host.name"] === "=A" ? [Number(event.n)] : [])),
    );
  });

  it("have sequences as they come, and a header though nothing was found", async () => {
    const file = new HuntFile({ ...options, form: "csv" }, 1);
    expect((await textOf(await file.finish())).split("\r\n")).toHaveLength(1);
    const sequences = new HuntFile({ ...options, isDescending: true });
    sequences.add([2, 1].flatMap((sequence) => results(3).map((result) => ({ ...result, sequence }))));
    const lines = (await textOf(await sequences.finish())).trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as Record<string, number>)["loupe.sequence"])).toEqual([
      2, 2, 2, 1, 1, 1,
    ]);
  });
});
