import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { AS_IS_FIELDS, explainMapping, isTakenAsIs, toEcs } from "../../src/sources/index.ts";
import { evidenceLines, evidenceText, hasEvidence, mapped, seedMatches } from "./support.ts";
import { FULL_DUMPS, templatesOf } from "./windows/shapes.ts";

/** Names that identify raw shapes, to tempt the mapping into treating the document as raw. */
const RAW_KEYS = [
  "EventID",
  "EventId",
  "Payload",
  "LogName",
  "Event",
  "Id",
  "Channel",
  "RegistryKey",
  "DeviceName",
];
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const value = fc.oneof(scalar, fc.array(fc.string(), { minLength: 1, maxLength: 3 }));
const document = fc
  .record({
    category: fc.constantFrom<unknown>(["registry"], "registry", ["configuration", "registry"]),
    channel: fc.constantFrom("Microsoft-Windows-Sysmon/Operational", "Security", "System", "x"),
    id: fc.constantFrom<unknown>("13", 13, "4657", "4104"),
    data: fc.dictionary(
      fc.constantFrom("TargetObject", "Details", "Image", "User", "NewValue", "ObjectName", "Hashes"),
      scalar,
    ),
    ecs: fc.dictionary(fc.constantFrom("registry", "process", "user", "host", "winlog.user", "file"), value),
    raw: fc.dictionary(fc.constantFrom(...RAW_KEYS), value),
    isDotted: fc.boolean(),
  })
  .map(({ category, channel, id, data, ecs, raw, isDotted }) => {
    const rest = { "@timestamp": "2024-03-01T10:00:00.000Z", ...raw };
    const fields = Object.fromEntries(
      Object.entries(ecs).map(([field, fieldValue]) => [`${field}.name`, fieldValue]),
    );
    return isDotted
      ? {
          ...rest,
          ...fields,
          "event.category": category,
          "winlog.channel": channel,
          "winlog.event_id": id,
          ...Object.fromEntries(
            Object.entries(data).map(([name, dataValue]) => [`winlog.event_data.${name}`, dataValue]),
          ),
          // A row that consists of texts only would count as CSV.
          "process.pid": 4,
        }
      : { ...rest, ...fields, event: { category }, winlog: { channel, event_id: id, event_data: data } };
  });

describe("documents that a pipeline has mapped", () => {
  it("are kept unchanged", () => {
    fc.assert(
      fc.property(document, (generated) => {
        const { event, extension, assumedZone } = toEcs({ value: generated })!;
        expect(event).toEqual(flatten(generated));
        expect([extension, assumedZone]).toEqual([undefined, undefined]);
        for (const { from, to } of explainMapping({ value: generated })) expect(from).toBe(to);
      }),
      { numRuns: 1000 },
    );
  });

  it("are recognised by isTakenAsIs from the fields in AS_IS_FIELDS alone", () => {
    fc.assert(
      fc.property(document, (generated) => {
        const event = flatten(generated);
        const few = Object.fromEntries(AS_IS_FIELDS.map((field) => [field, event[field]]));
        expect(isTakenAsIs(few as typeof event)).toBe(true);
      }),
    );
  });

  it
    .skipIf(!hasEvidence)
    .each([
      "sample_event.registry.json",
      "schema-example.registry_creation.json",
      "schema-example.registry_deletion.json",
      "schema-example.registry_modification.json",
    ])("include %s of Elastic Defend", (name) => {
    const sample = JSON.parse(evidenceText(`ecs-pairs/endpoint/${name}`)) as unknown;
    const { event, source, extension } = mapped(sample);
    expect(event).toEqual(flatten(sample));
    expect([source, extension]).toEqual(["elastic-defend", undefined]);
    expect(seedMatches(event)).toBe(false);
  });
});

const templates = templatesOf(FULL_DUMPS).filter(([name]) => name !== "a reader's event");

describe("raw events with fields added by a shipper", () => {
  const added = { "@timestamp": "2024-03-01T10:00:09.000Z", "@version": "1" };

  it.each(templates)("are mapped despite Logstash's event.original: %s", (_, raw) => {
    const event = {
      ...(raw as { event?: object }).event,
      original: "<13>",
      ingested: "2024-03-01T10:00:09Z",
    };
    const value = { ...added, ...(raw as object), event };
    const plain = mapped(raw).event;
    expect(mapped(value).event["registry.path"]).toBe(plain["registry.path"]);
    expect(mapped(value).event["user.id"]).toBe(plain["user.id"]);
    expect(seedMatches(mapped(value).event)).toBe(true);
    // The field projection, which sees the bytes alone, leaves such a document to toEcs.
    expect(isTakenAsIs(flatten(value))).toBe(false);
  });

  const [, winlogbeat] = templates.find(([name]) => name === "raw Winlogbeat")!;
  it.each([
    { event: { module: "sysmon" } },
    { user: { id: "S-1-5-21-1" } },
    { process: { executable: "C:\\x.exe", pid: 1 } },
  ])("are mapped despite a field of Elastic's: %j", (more) => {
    const raw = winlogbeat as { event: object };
    const value = { ...raw, ...more, event: { ...raw.event, ...more.event } };
    const plain = mapped(raw).event;
    expect({ ...mapped(value).event }).toEqual({ "event.module": "sysmon", ...plain });
    expect(isTakenAsIs(flatten(value))).toBe(false);
  });

  it("are mapped if the pipeline would give them a category, whether their event ID is a number or text", () => {
    const security = (code: string, event_data: object): unknown => ({
      "@timestamp": "2024-03-01T10:00:00.000Z",
      winlog: {
        channel: "Security",
        provider_name: "Microsoft-Windows-Security-Auditing",
        event_id: code,
        record_id: "77",
        event_data,
      },
    });
    const changed = security("4657", { ObjectName: "\\REGISTRY\\MACHINE\\k", ObjectValueName: "v" });
    expect(mapped(changed).event["registry.path"]).toBe("HKLM\\k\\v");
    const accessed = security("4663", { ObjectType: "Key", ObjectName: "\\REGISTRY\\MACHINE\\k" });
    expect(mapped(accessed).event).toEqual(flatten(accessed as object));
    // In a hit's `fields`, values of keyword fields are texts, also those of raw documents.
    const fields = Object.fromEntries(
      Object.entries(flatten(accessed as object)).map(([field, fieldValue]) => [field, [fieldValue]]),
    );
    expect(mapped({ fields }).event["registry.path"]).toBe("\\REGISTRY\\MACHINE\\k");
  });

  it.each(templates.filter(([name]) => /NXLog|forwarder/.test(name)))(
    "are mapped from a hit's fields, where every value is a list: %s",
    (_, raw) => {
      const fields = Object.fromEntries(
        Object.entries(raw as object).map(([key, rawValue]) => [key, [rawValue as unknown]]),
      );
      const { event, index, source } = mapped({ _index: "logs-1", fields });
      expect([index, source]).toEqual(["logs-1", "sysmon"]);
      expect({ ...event }).toEqual({ ...mapped(raw).event });
      expect(seedMatches(event)).toBe(true);
    },
  );

  it("are never mistaken for mapped documents by isTakenAsIs", () => {
    const inside = fc.oneof(fc.constantFrom<unknown>("x", 1, null, [], {}, ["x"], [{}], { a: "x" }));
    const names = fc.constantFrom("original", "ingested", "created", "kind", "code", "category", "any");
    const beside = fc.dictionary(
      fc.constantFrom("event.kind", "event.code", "event.original", "winlog.channel", "user.id"),
      inside,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...templates),
        fc.dictionary(names, inside),
        beside,
        ([, raw], event, more) => {
          // Without what its event is about, a document is searched for one inside it, and not taken as it is.
          const value = { ...(raw as object), ...more, event, "process.pid": 7 };
          const flat = flatten(value);
          if (isTakenAsIs(flat)) expect(toEcs({ value })?.event ?? flat).toEqual(flat);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.skipIf(!hasEvidence)("include real ones", () => {
    for (const record of evidenceLines("json/sysmon-14-all.ndjson")) {
      const { event } = mapped({ ...record, event: { original: "x" } });
      expect(event["registry.path"]).toBe(record["TargetObject"]);
    }
  });
});
