import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";
import { registryDocument } from "../support/seed.ts";

describe("an object that is not an event", () => {
  const event = registryDocument();

  it.each([
    ["in a list with an unusual name", { value: [event, event] }],
    ["in a response with a damaged key", { took: 1, hits: { hjts: [{ _index: "x", _source: event }, {}] } }],
    ["raw, in a list", { Items: [{ EventID: 13, Channel: "Security", SourceName: "x" }, {}] }],
  ])("is reported if it contains events: %s", async (_, object) => {
    const found = await scan(ndjson([object, event]));
    expect(found.findings).toHaveLength(1);
    expect(found).toMatchObject({ events: 1, notEvents: 1, lost: 1 });
    expect(found.problems).toMatchObject([{ code: "no-event", severity: "error", line: 1 }]);
    expect(found.problems[0]!.data).toMatchObject({
      kind: "list",
      name: expect.stringMatching(/^(value|hjts|Items)$/) as string,
    });
  });

  it.each([
    ["nothing", {}],
    ["a list of texts", { list: ["a", "b"] }],
    ["objects that are not events", { list: [{ a: 1 }], deeper: { list: [[{ EventID: 1 }]] } }],
    ["the action of a bulk request", { index: { _index: "x", _id: "1" } }],
  ])("is only counted if it contains %s", async (_, object) => {
    const found = await scan(ndjson([object, event]));
    expect(found).toMatchObject({ events: 1, notEvents: 1, lost: 0, problems: [] });
  });
});
