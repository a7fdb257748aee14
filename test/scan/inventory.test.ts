import { describe, expect, it } from "vitest";
import { InventoryBuilder } from "../../src/scan/inventory.ts";

function inventoryOf(hosts: readonly (string | string[])[]): InventoryBuilder {
  const builder = new InventoryBuilder();
  for (const host of hosts) builder.addEvent({ source: "ecs", event: { "host.name": host } });
  return builder;
}

describe("the hosts of a file", () => {
  it("are listed once each, ignoring case, in the spelling that came first", () => {
    expect(inventoryOf(["ws02", "WS01", "ws01", "WS02", ["Ws01", "ws03"]]).finish().hosts).toEqual([
      "WS01",
      "ws02",
      "ws03",
    ]);
  });

  it("keep a short name apart from a full name, because another domain may have the same host", () => {
    expect(inventoryOf(["WS01", "ws01.a.example", "ws01.b.example"]).finish().hosts).toEqual([
      "WS01",
      "ws01.a.example",
      "ws01.b.example",
    ]);
  });

  it("are the same for a file that was read in parts", () => {
    const joined = new InventoryBuilder();
    for (const part of [["ws02", "WS01"], ["WS02", "ws01", "ws03"], ["WS03"]])
      joined.join(inventoryOf(part).finish(), part.length);
    expect(joined.finish().hosts).toEqual(["WS01", "ws02", "ws03"]);
  });

  it("are counted case-insensitively when the limit of the list is checked", () => {
    const spellings = Array.from({ length: 1000 }, (_, n) => [`H${n}`, `h${n}`]).flat();
    const all = inventoryOf(spellings).finish();
    expect([all.hosts.length, all.moreHosts]).toEqual([1000, false]);
    const more = inventoryOf([...spellings, "one-more"]).finish();
    expect([more.hosts.length, more.moreHosts]).toEqual([1000, true]);
  });

  it("may have names of properties of every object", () => {
    expect(inventoryOf(["__proto__", "constructor"]).finish().hosts).toEqual(["__proto__", "constructor"]);
  });
});
