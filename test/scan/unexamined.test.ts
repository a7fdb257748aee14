import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";
import { registryDocument } from "../support/seed.ts";

describe("an object that is not an event", () => {
  const event = registryDocument();

  it.each([
    ["in a list with an unusual name", { value: [event, event] }, 2, 0],
    [
      "in a response with a damaged key",
      { took: 1, hits: { hjts: [{ _index: "x", _source: event }, {}] } },
      1,
      1,
    ],
    ["raw, in a list", { Items: [{ EventID: 13, Channel: "Security", SourceName: "x" }, {}] }, 1, 1],
  ])("has its events read: %s", async (_, object, inside, others) => {
    const found = await scan(ndjson([object, event]));
    expect(found).toMatchObject({ events: inside + 1, notEvents: others, lost: 0 });
  });

  it.each([
    ["a list beside a time", { "@timestamp": "2024-05-14T02:05:00Z", value: [event, event] }],
    ["a list whose name is repeated", '{"value":[1],"value":[EVENT,EVENT]}'],
  ])("is reported if it contains events that were not read: %s", async (_, object) => {
    const text =
      typeof object === "string" ? object.replaceAll("EVENT", JSON.stringify(event)) : JSON.stringify(object);
    const found = await scan(`${text}\n${ndjson([event])}`);
    expect(found.findings).toHaveLength(1);
    expect(found.lost).toBe(1);
    const problem = found.problems.find(({ code }) => code === "no-event");
    expect(problem).toMatchObject({ severity: "error", line: 1, data: { kind: "list", name: "value" } });
  });

  it.each([
    ["nothing", {}],
    ["a list of texts", { list: ["a", "b"] }],
    ["objects that are not events", { list: [{ a: 1 }], deeper: { list: [[{ id: 1 }]] } }],
    ["the action of a bulk request", { index: { _index: "x", _id: "1" } }],
  ])("is only counted if it contains %s", async (_, object) => {
    const found = await scan(ndjson([object, event]));
    expect(found).toMatchObject({ events: 1, notEvents: 1, lost: 0, problems: [] });
  });

  it.each([
    ["an event without a log and values", { EventID: 4657, note: "x" }],
    ["events as JSON in a text", { value: JSON.stringify([{ Event: { System: { EventID: 1 } } }, {}]) }],
  ])("is reported if it has names of an event: %s", async (_, object) => {
    const found = await scan(ndjson([object, event]));
    expect(found).toMatchObject({ events: 1, notEvents: 1, lost: 1 });
    expect(found.problems).toMatchObject([{ code: "no-event", data: { kind: "unread" }, line: 1 }]);
  });
});
