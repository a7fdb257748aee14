import { describe, expect, it } from "vitest";
import { ACTIVITIES } from "../forms/activities.ts";
import { velociraptor } from "../forms/collectors.ts";
import { xmlOf } from "../forms/event-xml.ts";
import { ndjson, scan } from "../support/scan.ts";
import { registryDocument } from "../support/seed.ts";

const [dump] = ACTIVITIES[0]!;
const xml = xmlOf(dump, { quote: "'" });

describe("events inside other records", () => {
  it("raise alerts, and those that follow in the same record are reported", async () => {
    const found = await scan(ndjson([{ a: { text: xml } }, { b: [`${xml}${xml}`] }]));
    expect(found.findings).toHaveLength(2);
    expect(found).toMatchObject({ events: 2, notEvents: 0, lost: 1 });
    expect(found.problems).toMatchObject([{ code: "no-event", data: { kind: "further" }, line: 2 }]);
  });

  it("are said, once, to be what another tool's rules selected", async () => {
    const result = {
      group: "Sigma",
      kind: "individual",
      document: { kind: "evtx", data: velociraptor(dump) },
    };
    const found = await scan(ndjson([result, result]));
    expect(found).toMatchObject({ events: 2, lost: 0, remarks: 1 });
    expect(found.problems).toMatchObject([
      { code: "selection", severity: "info", data: { tool: "chainsaw" }, line: 1 },
    ]);
  });
});

describe("categories without an event", () => {
  const process = { "@timestamp": "2024-03-01T10:00:00.000Z", event: { category: ["process"] } };

  it("are not named where some event's category is unknown", async () => {
    const unknown = { "@timestamp": "2024-03-01T10:00:00.000Z", message: "a value was set" };
    expect((await scan(ndjson([process]))).missingCategories).toEqual(["registry"]);
    expect((await scan(ndjson([process, unknown]))).missingCategories).toEqual([]);
    expect((await scan(ndjson([unknown, process]))).missingCategories).toEqual([]);
    expect((await scan(ndjson([process, registryDocument()]))).missingCategories).toEqual([]);
  });
});
