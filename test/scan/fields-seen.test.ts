import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { FieldsSeen } from "../../src/scan/fields-seen.ts";
import type { ScanOptions } from "../../src/scan/index.ts";
import { fileOf, scanWith, sequenceRule } from "./correlation-rules.ts";

describe("fields seen", () => {
  it("are the fields that a rule names and for which some event has a value", async () => {
    const rules = [
      sequenceRule('process where a.b == "x" and c == null and __proto__ != null', { rule_id: "event" }),
      sequenceRule("sequence by host.id [any where d == 1] [any where ?e == 2] until [any where f == 3]"),
    ];
    const file = fileOf([
      { "@timestamp": 1, a: { b: "y" }, c: null, other: 1, "event.category": "process" },
      { "@timestamp": 2, host: { id: [] }, e: [5], f: { g: 1 } },
    ]);
    const { fieldsSeen } = await scanWith(rules, new Blob([file]));
    expect(fieldsSeen).toEqual(["a.b", "e"]);
  });

  it("are looked for in every event at first, then in every sixteenth", () => {
    const nothing = flatten({});
    const seenAfter = (events: number): string[] => {
      const fields = new FieldsSeen(["b", "a"]);
      for (let i = 0; i < events; i++) fields.note(nothing);
      fields.note(flatten({ a: 0, b: false }));
      return fields.finish();
    };
    expect(seenAfter(19_999)).toEqual(["a", "b"]);
    expect(seenAfter(20_000)).toEqual(["a", "b"]);
    expect(seenAfter(20_001)).toEqual([]);
    expect(seenAfter(20_016)).toEqual(["a", "b"]);
  });

  it("are exact as long as every event was examined", async () => {
    const nothing = flatten({});
    const isCompleteAfter = (events: number): boolean => {
      const fields = new FieldsSeen(["a"]);
      for (let i = 0; i < events; i++) fields.note(nothing);
      return fields.isComplete;
    };
    expect([isCompleteAfter(20_001), isCompleteAfter(20_002)]).toEqual([true, false]);

    const rules = [sequenceRule('process where process.name == "abcdef"', { rule_id: "event" })];
    const file = fileOf(
      Array.from({ length: 600 }, () => ({
        "@timestamp": "2024-03-01T10:00:00.000Z",
        "event.category": "process",
        process: { name: "other" },
      })),
    );
    const exact = async (options: ScanOptions): Promise<boolean> =>
      (await scanWith(rules, new Blob([file]), options)).fieldsSeenExact;
    expect(await exact({})).toBe(true);
    // Records that are skipped undecoded may have any field.
    expect(await exact({ decodeAllBytes: 0 })).toBe(false);
  });
});
