import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";
import { csv } from "./collectors.ts";
import { ecs, PATH, TIME } from "./products.ts";

const document = ecs("endpoint", "endpoint.events.registry");

describe("documents of which PowerShell printed a part as text", () => {
  it.each([
    ["the whole event", { ...document, event: "@{kind=event; category=System.Object[]}" }],
    [
      "what is deeper",
      { ...document, event: { category: "configuration registry" }, host: { os: "@{type=windows}" } },
    ],
    ["the data of a value", { ...document, registry: { path: PATH, data: "@{strings=System.Object[]}" } }],
  ])("are reported: %s", async (_, printed) => {
    const { problems, events, headerOnly } = await scan(ndjson([printed, printed]));
    expect({ events, headerOnly }).toEqual({ events: 2, headerOnly: 0 });
    expect(problems).toMatchObject([{ code: "header-only", data: { reason: "printed", count: 2 } }]);
  });

  it("are reported in a table", async () => {
    const row = { "@timestamp": TIME, "event.category": "System.Object[]", "registry.path": PATH };
    expect((await scan(csv(row))).problems).toMatchObject([
      { code: "header-only", data: { reason: "printed" } },
    ]);
  });

  it("are not meant where the text is the event's own", async () => {
    const own = { ...document, process: { command_line: "@{a=1}", executable: "C:\\x.exe" } };
    expect(await scan(ndjson([own]))).toMatchObject({ events: 1, notes: 0, lost: 0 });
  });
});
