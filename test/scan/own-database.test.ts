import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/database");
type Dump = { readonly stores: Readonly<Record<string, readonly (readonly [unknown, object])[]>> };

describe.each(readdirSync(FOLDER))("a copy of Loupe's own database, %s", (name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  const rows = Object.entries((JSON.parse(text) as Dump).stores).flatMap(([store, values]) =>
    values.map(([key, value]) => ({ store, key, value })),
  );

  it.each([
    ["as it is", text],
    ["one value on each line", ndjson(rows.map(({ value }) => value))],
    ["one entry on each line", ndjson(rows)],
  ])("is called what it is, once: %s", async (_, content) => {
    const { problems } = await scan(content);
    expect(problems).toMatchObject([{ code: "selection", severity: "info", data: { tool: "loupe" } }]);
  });
});

it("is no document of another program with stores or findings", async () => {
  const event = { "@timestamp": "2024-05-14T02:01:17Z", event: { category: ["registry"] } };
  const { problems } = await scan(
    ndjson([
      { ...event, stores: { cases: [] } },
      { ...event, findings: [1] },
    ]),
  );
  expect(problems).toEqual([]);
});
