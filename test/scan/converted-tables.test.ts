import { describe, expect, it } from "vitest";
import { scan } from "../support/scan.ts";
import { csv } from "./collectors.ts";
import { PATH, TIME } from "./products.ts";

describe("a table that something else than Kibana made of documents", () => {
  const flat = {
    "@timestamp": TIME,
    "host.os.type": "windows",
    "registry.path": PATH,
    "process.executable": "C:\\x.exe",
  };

  it.each([
    ["JSON", { "event.category": '["configuration","registry"]', "registry.data.strings": '["0x00000002"]' }],
    [
      "Python",
      { "event.category": "['configuration', 'registry']", "registry.data.strings": "['0x00000002']" },
    ],
    [
      "columns",
      {
        "event.category.0": "configuration",
        "event.category.1": "registry",
        "registry.data.strings[0]": "0x00000002",
      },
    ],
  ])("has its lists read as %s", async (_, lists) => {
    const found = await scan(csv({ ...flat, ...lists } as Record<string, string>));
    expect(found.findings).toHaveLength(1);
    expect(found.inventory.categories).toEqual([
      ["configuration", 1],
      ["registry", 1],
    ]);
  });
});
