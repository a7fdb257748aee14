import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";
import { registryDocument } from "../support/seed.ts";

describe("an object that is no event", () => {
  const event = registryDocument();

  it.each([
    ["of a list named otherwise", { value: [event, event] }],
    ["of a response whose key is damaged", { took: 1, hits: { hjts: [{ _index: "x", _source: event }] } }],
    ["of raw events", { Items: [{ EventID: 13, Channel: "Security", SourceName: "x" }] }],
  ])("is told when it holds events, %s", async (_, object) => {
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
    ["objects that are no events", { list: [{ a: 1 }], deeper: { list: [[{ EventID: 1 }]] } }],
    ["the action of a bulk request", { index: { _index: "x", _id: "1" } }],
  ])("is only counted when it holds %s", async (_, object) => {
    const found = await scan(ndjson([object, event]));
    expect(found).toMatchObject({ events: 1, notEvents: 1, lost: 0, problems: [] });
  });
});
