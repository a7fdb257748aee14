import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonReader } from "../../../src/formats/json/json-reader.ts";
import { FieldProjector } from "../../../src/formats/json/field-projector.ts";
import { packLines } from "../../bench/pack-events.ts";
import { mulberry32 } from "../../bench/random.ts";
import { expectEqual } from "../../support/expect-equal.ts";
import { utf8 } from "../../support/read.ts";
import { compare } from "./comparison.ts";
import { FIELDS, objectText, PREFIXES } from "./json-texts.ts";

const LOG_FIELDS = [
  ...["event.category", "event.type", "host.name", "host.os.type", "host.ip", "agent.type", "process.name"],
  ...["process.executable", "process.args", "process.pid", "process.Ext.code_signature.trusted", "user.id"],
  ...["process.Ext.ancestry", "registry.path", "registry.data.strings", "file.size", "file.Ext.entropy"],
  ...["dll.code_signature.exists", "winlog.event_id", "winlog.event_data.LogonId", "message", "@timestamp"],
];
const LOG_PREFIXES = ["event.", "endgame.", "winlog.", "file.Ext."];

/** Everything reported for a text: records with their locations, problems, values that are not objects. */
function told(bytes: Uint8Array, withTemplates: boolean, size = Infinity): { all: unknown[]; known: number } {
  const all: unknown[] = [];
  let known = 0;
  const projector = new FieldProjector(LOG_FIELDS, LOG_PREFIXES);
  const reader = new JsonReader(
    "lines",
    {
      ...(withTemplates && { templates: projector.templates }),
      projection(record) {
        if (record.isKnown) known++;
        projector.project(record);
        return false;
      },
      record: ({ place, text, value }) => void all.push([place, text, value]),
      skipped: () => void all.push("skipped"),
      notAnObject: (place) => void all.push(place),
      problem: (problem) => void all.push(problem),
    },
    { offset: (offset) => offset, line: (line) => line },
  );
  for (let at = 0; at < bytes.length; at += size) {
    reader.append(bytes.subarray(at, Math.min(bytes.length, at + size)));
    reader.work();
  }
  reader.end(true);
  return { all, known };
}

describe("record templates", () => {
  it("validate nearly all records of a log, and agree with the decoded records", () => {
    const lines = packLines(3000);
    const comparison = compare(lines.join(""), Infinity, {
      fields: LOG_FIELDS,
      prefixes: LOG_PREFIXES,
      withTemplates: true,
    });
    expect(comparison.check()).toBe(3000);
    expect(comparison.known).toBeGreaterThan(2700);
  });

  it("agree with the decoded records for any mixture of documents, however the bytes are cut", () => {
    let known = 0;
    fc.assert(
      fc.property(
        fc.array(objectText, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(4), { minLength: 6, maxLength: 12 }),
        fc.integer({ min: 1, max: 80 }),
        (texts, order, size) => {
          const text = order.map((n) => `${texts[n % texts.length]!}\n`).join("");
          const plain = compare(text);
          const whole = compare(text, Infinity, { withTemplates: true });
          const cut = compare(text, size, { withTemplates: true });
          whole.check();
          expectEqual(cut.pairs, whole.pairs);
          expectEqual(whole.pairs, plain.pairs);
          known += whole.known;
        },
      ),
      { numRuns: 800, seed: 22 },
    );
    expect(known).toBeGreaterThan(800);
  });

  it("leave every damaged record to the scanner", () => {
    const lines = packLines(40);
    const learnt = utf8(lines.join(""));
    const random = mulberry32(23);
    const bytesOf = [
      0, 0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x0a, 0x0d, 0x20, 0x30, 0x65, 0x80, 0xc3,
    ];
    let known = 0;
    for (let n = 0; n < 600; n++) {
      const line = utf8(lines[n % lines.length]!);
      const at = Math.floor(random() * line.length);
      const byte = bytesOf[Math.floor(random() * bytesOf.length)]!;
      const damaged = [
        line.with(at, byte),
        Buffer.concat([line.subarray(0, at), line.subarray(at + 1)]),
        Buffer.concat([line.subarray(0, at), Uint8Array.of(byte), line.subarray(at)]),
        line.subarray(0, at),
      ][n % 4]!;
      const text = Buffer.concat([learnt, damaged, utf8(lines[(n + 1) % lines.length]!)]);
      const expected = told(text, false);
      const seen = told(text, true);
      expectEqual(seen.all, expected.all);
      known += seen.known;
    }
    expect(known).toBeGreaterThan(600 * 20);
  });

  it("accept numbers and escapes of every form", () => {
    const values = [
      "0",
      "-0",
      "1.5",
      "-1e5",
      "12345678901234567890",
      '"\\u00e9\\n"',
      '"é"',
      '""',
      '"\\ud800"',
    ];
    const text = values.map((value) => `{"a":${value},"c":1}\n`).join("");
    const comparison = compare(
      `${text}${text}{"a":01,"c":1}\n{"a":1.,"c":1}\n{"a":"\\u12g4","c":1}\n`,
      Infinity,
      {
        withTemplates: true,
      },
    );
    expect(comparison.check()).toBe(2 * values.length);
    expect(comparison.known).toBeGreaterThan(values.length);
  });

  it("are abandoned if no record is like another", () => {
    const lines = Array.from({ length: 5000 }, (_, n) => `{"@timestamp":"t","k${n}":{"x${n}":"v"}}\n`);
    const { known } = told(utf8(lines.join("")), true);
    expect(known).toBe(0);
    const projector = new FieldProjector(FIELDS, PREFIXES);
    const { templates } = projector;
    expect(templates.isWorthwhile).toBe(true);
    const view = new DataView(new ArrayBuffer(4096));
    for (let n = 0; n < 5000; n++) templates.walk(new Uint8Array(view.buffer), view, 0, 4000);
    expect(templates.isWorthwhile).toBe(false);
  });

  it("do not wait forever for the end of a record", () => {
    const long = `{"a":"${"x".repeat(400_000)}","c":1}\n`;
    const text = utf8(`{"a":"x","c":1}\n${long}{"a":"y","c":1}`);
    expect(told(text, true, 70_000).all).toEqual(told(text, false).all);
  });
});

const EVIDENCE = join(import.meta.dirname, "../../../../shared/evidence");

describe.skipIf(!existsSync(EVIDENCE))("record templates on real logs", () => {
  it("do not change any result", () => {
    const files = readdirSync(EVIDENCE, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(?:ndjson|jsonl|log)$/.test(name),
    );
    let known = 0;
    for (const file of files) {
      const bytes = readFileSync(join(EVIDENCE, file));
      const seen = told(bytes, true, 64 * 1024);
      expect(seen.all).toEqual(told(bytes, false).all);
      known += seen.known;
    }
    expect(files.length).toBeGreaterThan(3);
    expect(known).toBeGreaterThan(100);
  });
});
