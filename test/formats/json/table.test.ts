import { describe, expect, it } from "vitest";
import { tableIn } from "../../../src/formats/json/table.ts";
import { readEventsAt, eventOf } from "../../../src/scan/index.ts";
import { scan } from "../../support/scan.ts";
import { readBytes, utf8 } from "../../support/read.ts";
import { registryDocument } from "../../support/seed.ts";
import { flat } from "../../forms/out-of-elastic.ts";

const columns = [
  { name: "@timestamp", type: "date" },
  { name: "event.category", type: "keyword" },
  { name: "process.pid", type: "long" },
];
const rows = [
  ["2024-03-01T10:00:00.000Z", ["configuration", "registry"], 7],
  ["2024-03-01T10:00:01.000Z", "process", null],
  ["2024-03-01T10:00:02.000Z", null, 9],
  ["2024-03-01T10:00:03.000Z", "file", 10],
];
const documents = rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
const byColumn = (some: readonly (readonly unknown[])[]): unknown[][] =>
  columns.map((_, i) => some.map((row) => row[i]));

describe("an answer of ES|QL or SQL", () => {
  it.each([
    ["ES|QL", { took: 3, is_partial: false, columns, values: rows }],
    ["ES|QL, asynchronous, with the columns last", { id: "x", is_running: false, values: rows, columns }],
    ["ES|QL by column", { columns, values: byColumn(rows) }],
    ["ES|QL by column, as many rows as columns", { columns, values: byColumn(rows.slice(0, 3)) }, 3],
    ["ES|QL, as many rows as columns", { columns, values: rows.slice(0, 3) }, 3],
    ["SQL", { columns, rows }],
    ["SQL by column", { columns, values: byColumn(rows) }],
  ])(
    "of %s is read row by row, compact or pretty, in pieces of any size",
    (_, answer, count = rows.length) => {
      for (const text of [JSON.stringify(answer), JSON.stringify(answer, null, 2)]) {
        for (const size of [1, 7, text.length]) {
          const found = readBytes(utf8(text), size);
          expect(found.values).toEqual(documents.slice(0, count));
          expect(found.format).toBe("ES|QL, SQL or KQL response");
          expect(found.problems).toEqual([]);
        }
      }
    },
  );

  it("has a location for each row", () => {
    for (const values of [rows, byColumn(rows)]) {
      const text = JSON.stringify({ columns, values });
      const found = readBytes(utf8(text)).records.map(
        ({ place: { offset, length } }) => JSON.parse(text.slice(offset, offset + length)) as unknown,
      );
      expect(found).toEqual(values === rows ? rows : rows.map(([time]) => time));
    }
  });

  it("is said to be incomplete where it says so", () => {
    const kindsOf = (more: object): unknown[] =>
      readBytes(utf8(JSON.stringify({ ...more, columns, values: rows }))).problems.map(({ data }) => data);
    expect(kindsOf({ is_partial: true })).toEqual([{ kind: "partial" }]);
    expect(kindsOf({ is_running: true })).toEqual([{ kind: "partial" }]);
    expect(kindsOf({ cursor: "abc" })).toEqual([{ kind: "paged" }]);
  });

  it("raises alerts whose events are read again by their location", async () => {
    const document = flat(registryDocument());
    const names = Object.keys(document);
    const text = JSON.stringify({
      columns: names.map((name) => ({ name, type: "keyword" })),
      values: [document, { ...document, "host.name": "OTHER" }].map((row: Record<string, unknown>) =>
        names.map((name) => row[name] ?? null),
      ),
    });
    const file = new Blob([text]);
    const { findings, seekable } = await scan(file);
    expect(findings.map((finding) => eventOf(finding)["host.name"])).toEqual([
      document["host.name"],
      "OTHER",
    ]);
    const again = await readEventsAt(
      file,
      findings.map(({ place }) => place),
      seekable,
    );
    expect(again.map((seen) => seen?.place)).toEqual(findings.map(({ place }) => place));
  });

  it.each<unknown>([
    { columns, values: "x" },
    { columns: [], values: [] },
    { columns: ["a"], values: [["b"]] },
    { columns, values: [1] },
    { columns, values: rows, "@timestamp": "2024-03-01T10:00:00.000Z" },
    [columns, rows],
    null,
  ])("is nothing else: %j", (value) => expect(tableIn(value)).toBeNull());
});
