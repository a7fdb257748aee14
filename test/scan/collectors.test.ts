import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEventsAt } from "../../src/scan/index.ts";
import { readBytes, utf8 } from "../support/read.ts";
import { ndjson, scan } from "../support/scan.ts";
import { BATCHES, DATA, FILES, PROMTAIL, TREE } from "./collectors.ts";

describe("an event that a tool wraps in its own way", () => {
  it.each(FILES)("is found in a file of %s", async (_tool, text) => {
    const found = await scan(text);
    expect(found).toMatchObject({ events: 1, headerOnly: 0, lost: 0 });
    expect(found.findings).toHaveLength(1);
  });

  it.each(FILES)("is the same in pieces of any size: %s", (_tool, text) => {
    const whole = readBytes(utf8(text));
    for (const size of [1, 7, 100]) expect(readBytes(utf8(text), size)).toEqual(whole);
  });
});

describe("a document that lists several events", () => {
  it.each(BATCHES)("is read event by event: %s", async (_tool, document, events) => {
    const found = await scan(JSON.stringify(document));
    expect(found).toMatchObject({ events, notEvents: 0, lost: 0, headerOnly: 0, seekable: false });
    expect(found.findings).toHaveLength(events);
    expect(new Set(found.findings.map(({ place }) => place.offset)).size).toBe(events);
  });

  it.each(BATCHES)("is read the same from lines, pretty-printed, and in pieces: %s", (_tool, document) => {
    const texts = [JSON.stringify(document), JSON.stringify(document, null, 2)];
    const [compact, pretty] = texts.map((text) => readBytes(utf8(text)));
    expect(pretty!.values).toEqual(compact!.values);
    for (const text of texts) {
      const { records } = readBytes(utf8(text));
      for (const size of [1, 13]) expect(readBytes(utf8(text), size).records).toEqual(records);
    }
  });

  it.each(BATCHES)("has its events read again by their locations: %s", async (_tool, document) => {
    const text = ndjson([{ no: "event" }, document, TREE]);
    const file = new Blob([text]);
    const { findings, seekable } = await scan(file);
    const places = findings.map(({ place }) => place);
    const again = await readEventsAt(file, places, seekable);
    expect(again.map((event) => event?.fields)).toEqual(findings.map(({ fields }) => fields));
  });

  it("gives as many events as it lists, whatever is beside them", async () => {
    const other = fc.oneof(fc.constant({ line: "started" }), fc.constant({ n: 1 }), fc.constant("text"));
    const event = fc.constantFrom<unknown>(TREE, PROMTAIL, { message: JSON.stringify(TREE) });
    const item = fc.oneof(
      event.map((value) => [value, 1] as const),
      other.map((value) => [value, 0] as const),
    );
    const around = fc.dictionary(fc.constantFrom("a", "b", "took", "next"), fc.jsonValue({ maxDepth: 2 }), {
      maxKeys: 3,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 2, maxLength: 8 }), around, async (items, beside) => {
        const expected = items.reduce((sum, [, one]) => sum + one, 0);
        fc.pre(expected > 0);
        const document = { ...beside, list: items.map(([value]) => value) };
        const { events, findings } = await scan(JSON.stringify(document));
        expect([events, findings.length]).toEqual([expected, expected]);
      }),
      { numRuns: 60 },
    );
  });

  it("is not taken apart if it is an event itself", async () => {
    const parts = { ...TREE, related: [TREE, TREE] };
    expect((await scan(JSON.stringify(parts))).events).toBe(1);
    const data = Object.entries(DATA).map(([name, value]) => ({ "@Name": name, "#text": value }));
    const xml2json = { Event: { ...TREE.Event, EventData: { Data: data } } };
    expect(await scan(JSON.stringify({ entry: xml2json }))).toMatchObject({ events: 1 });
  });

  it("is reported where it has a time of its own, and its list was not read", async () => {
    const found = await scan(ndjson([{ "@timestamp": "2024-05-14T02:05:00Z", batch: [TREE, TREE] }]));
    expect(found.problems).toMatchObject([{ code: "no-event", severity: "error", data: { kind: "list" } }]);
  });
});
