import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceReader, type ValidatedObject } from "../../src/formats/index.ts";
import { readRules, type Rule, runnable, RuleSet, type RunsEvent } from "../../src/rules/index.ts";
import { FieldProjection, type Projected } from "../../src/scan/field-projection.ts";
import { toEcs } from "../../src/sources/index.ts";
import { packLines } from "../bench/pack-events.ts";
import { rulePack } from "../bench/rule-pack.ts";
import { utf8 } from "../support/read.ts";
import { dotted, registryDocument, SOURCE_MARKS } from "../support/documents.ts";

function compiled(rule: Rule): RunsEvent {
  const runs = runnable(rule, [], 0);
  if (runs.state !== "runs" || runs.kind !== "event") throw new Error(`${rule.name} does not run.`);
  return runs;
}

function kuery(query: string): RunsEvent {
  const [rule] = readRules(rulePack(1)[0]!, "rule.toml").rules;
  return compiled({ ...rule!, type: "query", language: "kuery", query });
}

const PACK = rulePack(120).map((toml) => compiled(readRules(toml, "rule.toml").rules[0]!));

/** Calls `use` with the projection of each record, which is valid during the call only, and with the parsed record. */
function project(
  projection: FieldProjection,
  lines: readonly string[],
  use: (seen: Projected | null, value: unknown) => void,
): void {
  let value: unknown;
  let at = 0;
  const reader = new EvidenceReader({
    projection: (record: ValidatedObject) => {
      value = JSON.parse(lines[at++]!);
      use(projection.project(record), value);
      return true;
    },
    record: () => expect.fail("decoded"),
    skipped: () => undefined,
    notAnObject: () => undefined,
    problem: () => undefined,
  });
  reader.append(utf8(lines.map((line) => `${line.trim()}\n`).join("")));
  while (reader.work());
  reader.end(true);
  expect(at).toBe(lines.length);
}

const fail = (): never => expect.fail("a rule failed");

describe("FieldProjection", () => {
  it("gives a rule set the same matches as the decoded records", () => {
    const set = new RuleSet(PACK);
    let matches = 0;
    project(FieldProjection.for(PACK)!, packLines(1500), (seen, value) => {
      const mapped = toEcs({ value })!;
      const expected = set.match(mapped.event, fail);
      matches += expected.length;
      expect(seen).not.toBeNull();
      expect(seen!.source).toBe(mapped.source);
      expect(set.match(seen!.event, fail)).toEqual(expected);
      expect(seen!.event["event.category"]).toEqual(mapped.event["event.category"]);
      expect(seen!.event["host.name"]).toEqual(mapped.event["host.name"]);
    });
    expect(matches).toBeGreaterThan(0);
  });

  it("locates the timestamp", () => {
    const line = JSON.stringify(registryDocument());
    project(FieldProjection.for([])!, [line], (seen) => {
      expect(seen!.timestampStart).toBe(line.indexOf("2024"));
      expect(seen!.timestampEnd).toBe(line.indexOf('Z"') + 1);
    });
  });

  it.each(SOURCE_MARKS)("recognises documents of %s, nested, dotted or in a hit", (source, mark) => {
    const document = { ...registryDocument(), ...mark };
    const hit = { _index: "some", _source: document };
    const lines = [document, dotted(document), hit].map((value) => JSON.stringify(value));
    const seen: unknown[] = [];
    project(FieldProjection.for([])!, lines, (projected) => seen.push(projected?.source));
    expect(seen).toEqual([source, source, source]);
  });

  it("recognises the source by the index of a hit", () => {
    const line = JSON.stringify({ _index: "winlogbeat-8", _source: registryDocument() });
    project(FieldProjection.for([])!, [line], (seen) => expect(seen?.source).toBe("winlogbeat"));
  });

  it.each([
    ['{"@timestamp":"x","event":{"category":"file"}}'],
    ['{"event":{"category":["file"]}}'],
    ['{"@timestamp":5,"event.category":"file","event.kind":"event"}'],
    ['{"event":{"type":"start","any":{"at":["all"]}}}'],
    ['{"@timestamp":"x","event":{"type":"change"},"winlog":{"channel":"Security"}}'],
    ['{"_index":"i","_source":{"@timestamp":"x","event":{"category":"file"}}}'],
  ])("projects events with Elastic's fields: %s", (line) => {
    project(FieldProjection.for([])!, [line], (seen, value) =>
      expect(seen?.source).toBe(toEcs({ value })!.source),
    );
  });

  it.each([
    ["an object that is not an event", '{"event":{"code":null}}'],
    ["an object with a time that is not an event", '{"@timestamp":true,"event":{}}'],
    ["an object of unknown kind", '{"a":1}'],
    ["a document that may be raw", '{"@timestamp":"x"}'],
    ["a document that no pipeline has categorised", '{"@timestamp":"x","event":{"kind":"event"}}'],
    ["a document with another product's event", '{"@timestamp":"x","event":{"type":"sysmon"}}'],
    ["a list of events", '{"@timestamp":"x","event":[{"kind":"event"}]}'],
    ["a raw event", '{"EventID":1,"Channel":"Security","TimeCreated":"2024-01-01T00:00:00Z"}'],
    ["a row of a table", '{"@timestamp":"x","event.category":"process, file","process.pid":"1,024"}'],
    [
      "a document that Winlogbeat sent to no pipeline",
      '{"@timestamp":"x","event":{"code":"1"},"winlog":{"channel":"Security","event_data":{"a":"b"}}}',
    ],
  ])("leaves to the decoder: %s", (_name, line) => {
    project(FieldProjection.for([])!, [line], (seen) => expect(seen).toBeNull());
  });

  it("agrees with toEcs on every mixture of raw and mapped fields that it projects", () => {
    const members: [string, unknown][] = [
      ["@timestamp", "2024-01-01T00:00:00Z"],
      ["Channel", "Security"],
      [
        "Event",
        { System: { EventID: 4624, Channel: "Security", Provider: { "#attributes": { Name: "x" } } } },
      ],
      ["EventID", 4624],
      ["event", { kind: "event" }],
      ["event.kind", "event"],
      ["event.category", ["process"]],
      ["event_type_full", "process_event"],
      ["process", { pid: 7, executable: "C:\\a.exe" }],
      ["registry.path", "HKLM\\x"],
      [
        "winlog",
        {
          channel: "Security",
          event_id: "4688",
          provider_name: "Microsoft-Windows-Security-Auditing",
          event_data: { NewProcessName: "C:\\b.exe", NewProcessId: "0x10" },
        },
      ],
    ];
    const fields = [
      "event.category",
      "event.kind",
      "event.code",
      "process.executable",
      "process.pid",
      "registry.path",
    ];
    const projection = FieldProjection.for([], fields)!;
    let compared = 0;
    fc.assert(
      fc.property(fc.subarray(members), (some) => {
        project(projection, [JSON.stringify(Object.fromEntries(some))], (seen, value) => {
          if (seen === null) return;
          const mapped = toEcs({ value })!;
          expect(seen.source).toBe(mapped.source);
          for (const field of fields)
            expect([field, seen.event[field]]).toEqual([field, mapped.event[field]]);
          compared++;
        });
      }),
      { numRuns: 4000 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it("is unavailable for a rule that matches fields by a pattern", () => {
    expect(FieldProjection.for([kuery("process.*: x")])).toBeNull();
    expect(FieldProjection.for([kuery("not (a: b or *: x)")])).toBeNull();
    expect(FieldProjection.for([kuery("a: b")])).not.toBeNull();
  });

  it("projects a field that is named like a multi-field", () => {
    const rule = kuery('user.name.text: "alice smith"');
    const set = new RuleSet([rule]);
    const documents = [
      { user: { name: "Alice Smith" } },
      { user: { "name.text": "alice smith" } },
      { user: { name: "bob" } },
    ];
    const found: number[] = [];
    const lines = documents.map((document) =>
      JSON.stringify({ "@timestamp": "t", event: { category: "iam" }, ...document }),
    );
    project(FieldProjection.for([rule])!, lines, (seen, value) => {
      const matches = set.match(seen!.event, fail);
      expect(matches).toEqual(set.match(toEcs({ value })!.event, fail));
      found.push(matches.length);
    });
    expect(found).toEqual([1, 1, 0]);
  });

  it("projects additional fields on request", () => {
    project(
      FieldProjection.for([], ["process.entity_id"])!,
      ['{"@timestamp":"t","event":{"type":"start"},"process":{"entity_id":"x"}}'],
      (seen) => expect(seen!.event["process.entity_id"]).toBe("x"),
    );
  });
});

const EVIDENCE = join(import.meta.dirname, "../../../shared/evidence");

describe.skipIf(!existsSync(EVIDENCE))("FieldProjection with real documents", () => {
  it("agrees with their events", () => {
    const fields = [
      ...[
        "event.category",
        "event.type",
        "event.code",
        "event.action",
        "host.name",
        "host.os.type",
        "user.id",
      ],
      ...[
        "process.name",
        "process.executable",
        "process.args",
        "process.pid",
        "registry.path",
        "registry.value",
      ],
      ...[
        "registry.data.strings",
        "winlog.event_id",
        "winlog.event_data.TargetObject",
        "message",
        "event.ingested",
      ],
    ];
    const projection = FieldProjection.for([], fields)!;
    const names = readdirSync(EVIDENCE, { recursive: true, encoding: "utf8" });
    let compared = 0;
    for (const name of names.filter((fileName) => /\.(?:json|ndjson|jsonl|log)$/.test(fileName))) {
      let seen: unknown = null;
      const reader = new EvidenceReader({
        projection: (record) => {
          const projected = projection.project(record);
          seen = projected && [projected.source, fields.map((field) => projected.event[field])];
          return false;
        },
        record: ({ value }) => {
          if (seen === null) return;
          const { source, event } = toEcs({ value })!;
          expect(seen).toEqual([source, fields.map((field) => event[field])]);
          compared++;
        },
        skipped: () => undefined,
        notAnObject: () => undefined,
        problem: () => undefined,
      });
      reader.append(readFileSync(join(EVIDENCE, name)));
      while (reader.work());
      reader.end(true);
    }
    expect(compared).toBeGreaterThan(0);
  });
});
