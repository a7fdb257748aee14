import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toEcs } from "../../src/sources/index.ts";
import { registryDocument, SOURCE_MARKS } from "../support/seed.ts";

describe("toEcs", () => {
  it.each(SOURCE_MARKS)("recognises %s by its identifying fields", (source, mark) => {
    expect(toEcs({ value: { ...registryDocument(), ...mark } })?.source).toBe(source);
  });

  it.each([
    ["winlogbeat-8.9.0", "winlogbeat"],
    [".ds-logs-endpoint.events.registry-default-2024.01.01-000001", "elastic-defend"],
    ["logs-windows.sysmon_operational-default", "sysmon"],
    ["endgame-1.0", "endgame"],
    ["logs-m365_defender.event-default", "m365-defender"],
    ["logs-nginx", "ecs"],
  ])("recognises the source by the index %s", (_index, source) => {
    expect(toEcs({ value: { _index, _source: registryDocument() } })).toMatchObject({
      source,
      index: _index,
    });
  });

  it("returns the same flat event for nested, dotted and listed fields", () => {
    const nested = { "@timestamp": "t", event: { category: ["registry"] }, a: { b: { c: 1 } } };
    const mixed = { "@timestamp": "t", "event.category": ["registry"], a: { "b.c": 1 } };
    const listed = { "@timestamp": "t", event: [{ category: ["registry"] }], a: [{ b: { c: 1 } }] };
    const flat = { "@timestamp": "t", "event.category": ["registry"], "a.b.c": 1 };
    for (const value of [nested, mixed, listed, flat]) {
      expect({ ...toEcs({ value })!.event }).toEqual(flat);
    }
  });

  it("adds the fields that a filtered _source lacks, without a second copy of the others", () => {
    const value = { _index: "i", _source: { "@timestamp": "t", a: "1" }, fields: { a: ["1"], b: ["2"] } };
    expect({ ...toEcs({ value })!.event }).toEqual({ "@timestamp": "t", a: "1", b: ["2"] });
  });

  it("does not treat a Beat's custom fields as an envelope", () => {
    const value = { "@timestamp": "t", fields: { env: "prod" } };
    expect({ ...toEcs({ value })!.event }).toEqual({ "@timestamp": "t", "fields.env": "prod" });
  });

  it("omits null and empty lists", () => {
    const value = { "@timestamp": "t", a: null, b: [], c: [null], d: "", e: [null, 1] };
    expect({ ...toEcs({ value })!.event }).toEqual({ "@timestamp": "t", d: "", e: [1] });
  });

  it("treats names of properties of every object as fields", () => {
    const value: unknown = JSON.parse(
      '{"@timestamp":"t","__proto__":{"a":1},"constructor":"c","toString":{"b":2}}',
    );
    const { event } = toEcs({ value })!;
    expect(Object.keys(event).sort()).toEqual(["@timestamp", "__proto__.a", "constructor", "toString.b"]);
    expect(event["hasOwnProperty"]).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["an empty object", {}],
    ["a rule", { rule_id: "x", query: "any where true" }],
    ["a bulk action", { index: { _index: "a" } }],
    ["a list", [1]],
    ["null", null],
    ["a text", "x"],
    ["an empty time", { "@timestamp": "" }],
  ])("does not treat %s as an event", (_, value) => expect(toEcs({ value })).toBeNull());

  const pairs = join(import.meta.dirname, "../../../shared/evidence/ecs-pairs");
  describe.skipIf(!existsSync(pairs))("real documents", () => {
    const read = (path: string): unknown => JSON.parse(readFileSync(join(pairs, path), "utf8"));
    it("of Winlogbeat are kept as mapped by its pipelines", () => {
      const documents = read("winlogbeat/ingest/sysmon-11-registry.golden.json") as unknown[];
      for (const value of documents) {
        const { source, event } = toEcs({ value })!;
        expect(source).toBe("winlogbeat");
        expect(event["event.category"]).toEqual(["configuration", "registry"]);
        expect(event["user.id"]).toBe("S-1-5-18");
      }
    });
    it("of Elastic Defend are recognised, and objects in lists are merged", () => {
      const { source, event } = toEcs({ value: read("endpoint/sample_event.registry.json") })!;
      expect(source).toBe("elastic-defend");
      expect(event["process.Ext.code_signature.subject_name"]).toBe("Microsoft Windows Publisher");
      expect(event["registry.data.strings"]).toBeUndefined();
    });
  });
});
