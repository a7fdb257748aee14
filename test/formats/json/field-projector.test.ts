import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceReader } from "../../../src/formats/index.ts";
import { utf8 } from "../../support/read.ts";
import { compare, Comparison } from "./comparison.ts";
import { objectText } from "./json-texts.ts";

/** The fields that the projector sees in one document; null if it is not sure. */
function seen(text: string): Record<string, unknown> | null {
  const comparison = compare(text);
  comparison.check();
  expect(comparison.pairs).toHaveLength(1);
  const fields = comparison.pairs[0]![0]?.fields ?? null;
  return fields && Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

describe("FieldProjector", () => {
  it("agrees with the decoded record, or is not sure, however the bytes are cut", () => {
    let sure = 0;
    let all = 0;
    fc.assert(
      fc.property(
        fc.array(objectText, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 60 }),
        (texts, size) => {
          const comparison = compare(texts.join("\n"), size);
          sure += comparison.check();
          all += comparison.pairs.length;
          const whole = compare(texts.join("\n"));
          expect(comparison.pairs).toEqual(whole.pairs);
        },
      ),
      { numRuns: 700 },
    );
    // The documents are full of traps; if the projector were never sure, nothing would have been compared.
    expect(sure).toBeGreaterThan(all / 4);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ["nested", '{"a":{"b":{"c":1}}}', { ":a.b.c": 1 }],
    ["dotted", '{"a.b.c":1}', { ":a.b.c": 1 }],
    ["mixed", '{"a":{"b.c":1,"b":2}}', { ":a.b.c": 1, ":a.b": 2 }],
    ["escaped backslashes", '{"a":"C:\\\\Windows\\\\x"}', { ":a": "C:\\Windows\\x" }],
    ["escapes of every kind", '{"a":"\\u0041\\n\\"\\/","b":"é\\t"}', { ":a": 'A\n"/', ":b": "é\t" }],
    ["white space", '{ "a" : { "b" : [ 1 , "x" ] } , "c" : -1.5e1 }', { ":a.b": [1, "x"], ":c": -15 }],
    [
      "numbers",
      '{"a":0,"b":-0,"c":12345678901234567890}',
      { ":a": 0, ":b": -0, ":c": "12345678901234567890" },
    ],
    ["words", '{"a":true,"b":false,"c":null}', { ":a": true, ":b": false }],
    ["lists", '{"a":["x",null,1,true],"b":[],"c":[null]}', { ":a": ["x", 1, true] }],
    ["an object in a list", '{"a":[{"b":1}]}', { ":a.b": 1 }],
    ["values and an object in a list", '{"a":["x",{"b":1}]}', { ":a": ["x"], ":a.b": 1 }],
    ["a hit", '{"_index":"i","_source":{"a":1},"c":2}', { ":_index": undefined, ":a": 1 }],
    [
      "a document with a field called like a hit's",
      '{"@timestamp":"t","fields":{"a":1}}',
      { ":@timestamp": "t", ":fields.a": 1 },
    ],
    ["the machinery of objects", '{"__proto__":{"a":1},"constructor":2}', { ":__proto__.a": 1 }],
  ])("reads %s", (_name, text, expected) => {
    expect(seen(text)).toEqual(
      Object.fromEntries(Object.entries(expected).filter(([, v]) => v !== undefined)),
    );
  });

  it.each([
    ["a key twice", '{"a":1,"a":2}'],
    ["an object twice", '{"a":{"b":1},"a":{"c":1}}'],
    ["a field in two spellings", '{"a":{"b":1},"a.b":2}'],
    ["several objects of a list", '{"a":[{"b":1},{"b":2}]}'],
    ["a list in a list", '{"a":[[1],2]}'],
    ["an escape in a key", '{"\\u0061":1}'],
    ["a name that only escapes can spell", '{"q\\"":1}'],
    ["an empty name", '{"":{"a":1}}'],
    ["a hit's fields", '{"fields":{"a":[1]}}'],
    ["a list of sources", '{"_source":[{"a":1}]}'],
    ["a long name beside wanted ones", `{"a":{"${"k".repeat(500)}":1}}`],
    ["more values than are noted", `{"c":1,"list":[${"1,".repeat(20_000)}1]}`],
  ])("is not sure about %s", (_name, text) => {
    expect(seen(text)).toBeNull();
  });

  it("is not sure about deeply nested wanted fields", () => {
    const name = Array.from({ length: 100 }, () => "a").join(".");
    const text = `${'{"a":'.repeat(100)}1${"}".repeat(100)}`;
    const comparison = compare(text, Infinity, { fields: [name] });
    expect(comparison.pairs.map(([answer]) => answer)).toEqual([null]);
  });

  it("skips what is not wanted, however nested and repeated it is", () => {
    expect(seen(`{"x":${"[".repeat(900)}${"]".repeat(900)},"y":{"z":1,"z":2},"c":1}`)).toEqual({ ":c": 1 });
  });

  it("has the text of a time only if it is plain", () => {
    const times = ['"t"', '"\\u0074"', "5", '["t"]', '""'].map((time) => compare(`{"@timestamp":${time}}`));
    expect(times.map(({ pairs }) => pairs[0]![0]!.time)).toEqual(["t", "", "", "", ""]);
  });

  it("is not called for invalid UTF-8", () => {
    const bytes = utf8('{"a":"xxx"}');
    bytes[7] = 0xff;
    expect(compare(bytes).pairs).toEqual([]);
    expect(compare('{"a":"é"}').pairs).toHaveLength(1);
  });

  it("is never sure if there are too many names", () => {
    const names = Array.from({ length: 9000 }, (_, n) => `field.number.${n}`);
    expect(
      compare('{"field.number.1":1}', Infinity, { fields: names }).pairs.map(([answer]) => answer),
    ).toEqual([null]);
  });

  it("forgets a record when the next one comes", () => {
    const { pairs } = compare('{"a":1,"event":{"x":1}}\n{"b":2}\n{"a":3}');
    expect(pairs.map(([answer]) => [answer!.fields[":a"], answer!.fields[":b"], answer!.below[0]])).toEqual([
      [1, undefined, true],
      [undefined, 2, false],
      [3, undefined, false],
    ]);
  });
});

const EVIDENCE = join(import.meta.dirname, "../../../../shared/evidence");

describe.skipIf(!existsSync(EVIDENCE))("FieldProjector on real documents", () => {
  const files = existsSync(EVIDENCE)
    ? readdirSync(EVIDENCE, { recursive: true, encoding: "utf8" }).filter((name) =>
        /\.(?:json|ndjson|jsonl|log)$/.test(name),
      )
    : [];
  const fields = [
    ...[
      "event.category",
      "event.type",
      "event.code",
      "event.action",
      "host.name",
      "host.os.type",
      "agent.type",
    ],
    ...[
      "process.name",
      "process.executable",
      "process.args",
      "process.pid",
      "process.parent.name",
      "user.id",
    ],
    ...[
      "process.Ext.code_signature.trusted",
      "process.Ext.ancestry",
      "registry.path",
      "registry.data.strings",
    ],
    ...[
      "registry.value",
      "winlog.event_id",
      "winlog.event_data.TargetObject",
      "winlog.channel",
      "EventID",
      "message",
    ],
    ...["data_stream.dataset", "event.dataset", "event.module", "@metadata.beat", "@timestamp", "Hostname"],
  ];
  const prefixes = ["event.", "endgame.", "m365_defender.", "winlog."];

  it.each([997, 1 << 20])("agrees with the decoded records, in pieces of %d bytes", (size) => {
    let sure = 0;
    let all = 0;
    for (const file of files) {
      const comparison = new Comparison(fields, prefixes);
      const reader = new EvidenceReader(comparison.handler);
      const bytes = readFileSync(join(EVIDENCE, file));
      for (let at = 0; at < bytes.length; at += size) {
        reader.append(bytes.subarray(at, at + size));
        while (reader.work());
      }
      reader.end(true);
      sure += comparison.check();
      all += comparison.pairs.length;
    }
    expect(all).toBeGreaterThan(100);
    expect(sure).toBeGreaterThan(0.9 * all);
  });
});
