import { describe, expect, it } from "vitest";
import { scan } from "../support/scan.ts";
import { ecs } from "./products.ts";

describe("documents inside aggregations", () => {
  it("are reported", async () => {
    const hits = { total: { value: 1, relation: "eq" }, hits: [] };
    const top = { hits: { hits: [{ _index: "x", _source: ecs("endpoint", "endpoint.events.registry") }] } };
    const response = { took: 1, hits, aggregations: { by: { buckets: [{ key: "a", top }] } } };
    const { problems } = await scan(JSON.stringify(response));
    expect(problems.map(({ data }) => (data as { kind: string }).kind)).toContain("aggregated");
  });
});
