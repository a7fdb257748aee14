import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventDatum } from "../../../src/formats/windows-event.ts";
import { bytesOf, eventXml, readXml } from "./read-xml.ts";

const EVENTS = [
  eventXml(1),
  eventXml(2, "a &amp; b &#x41; <!-- c --> d"),
  eventXml(3, "<![CDATA[<x>]]>"),
  eventXml(4, "Größe 😀").replaceAll("><", ">\r\n  <"),
  eventXml(5).replaceAll("'", '"'),
  eventXml(6, "<![CDATA[y]]><?pi z?>"),
];
const LISTS = [
  `<?xml version="1.0"?>\n<Events>${EVENTS.join("")}</Events>`,
  EVENTS.map((event, i) => `Record ${i + 1}\n<?xml version="1.0"?>\n${event}\n\n`).join(""),
  [
    `<!DOCTYPE x [<!-- it's --><!ENTITY a "]>">]>\n<a:Events xmlns:a='u'>`,
    ...EVENTS.map((event, i) =>
      event
        .replace("<EventData>", "<UserData><n:P xmlns:n='u'><b>]</b></n:P></UserData><EventData>")
        .replace("</Event>", `<RenderingInfo Culture='de'><Message>m${i}</Message></RenderingInfo></Event>`),
    ),
    "</a:Events>",
  ].join("\n"),
];

/** Random numbers from a seed, the same on every machine. */
function* random(seed: number): Generator<number, never> {
  for (let x = seed; ;) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    yield x / 2 ** 32;
  }
}

describe("one byte flipped or dropped", () => {
  it.each([0, 1, 2])("loses only events that contain it, and is reported if one is lost (%i)", (form) => {
    const content = bytesOf(LISTS[form]!);
    const whole = readXml(content).records;
    const numbers = random(20260101 + form);
    const next = (n: number): number => Math.floor(numbers.next().value * n);
    for (let run = 0; run < 4000; run++) {
      const at = next(content.length);
      const dropped = run % 3 === 0;
      let mutant = content.slice();
      if (dropped) mutant = Uint8Array.from([...content.subarray(0, at), ...content.subarray(at + 1)]);
      else
        mutant[at] = run % 3 === 1 ? mutant[at]! ^ (1 << next(8)) : "<>&'\"/!-[]\0 "[next(12)]!.charCodeAt(0);
      const result = readXml(mutant, 1 + next(3000));
      const found = new Set(result.records.map(({ text }) => text));
      const missing = whole.filter(({ text }) => !found.has(text));
      const hit = (i: number): boolean =>
        at >= whole[i]!.place.offset && at < whole[i]!.place.offset + whole[i]!.place.length;
      const trace = `byte ${at} of ${JSON.stringify(new TextDecoder().decode(mutant.subarray(at - 30, at + 30)))}`;
      for (const record of missing) expect(hit(whole.indexOf(record)), trace).toBe(true);
      if (result.records.length < whole.length) expect(result.lost.length, trace).toBeGreaterThan(0);
      expect(result.records.length, trace).toBeLessThanOrEqual(whole.length);
      expect(result.lost.length, trace).toBeLessThanOrEqual(2);
    }
  });

  it("gives the same result however the pieces are cut, whatever they contain", () => {
    const piece = fc.constantFrom(
      ...EVENTS,
      ..."<Event>,</Event>,<System>,</System>,<a>,</a>,<!--,-->,<![CDATA[,]]>,<?,?>,<!DOCTYPE x [,]>,<,>,&,&lt;,\n,',ä,\uFFFD, x".split(
        ",",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (pieces, size) => {
        const text = pieces.join("");
        expect(readXml(text, size)).toEqual(readXml(text));
      }),
      {
        numRuns: 300,
        // Text that goes on in the next piece with a byte that could be white space, a byte order mark or JSON.
        examples: [
          [["</Event>", "-->", "\uFFFD"], 1],
          [["</Event>", "-->", " x"], 1],
        ],
      },
    );
  });
});

describe("a written event", () => {
  const escape = (text: string): string =>
    text.replace(/[&<>'"\r\n\t]/g, (c) => `&#${c.charCodeAt(0)};`).replaceAll("&#38;", "&amp;");

  it("is read back unchanged", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 80 });
    const datum: fc.Arbitrary<EventDatum> = fc.record({ name: text, value: text });
    fc.assert(
      fc.property(fc.array(datum, { maxLength: 12 }), (eventData) => {
        const inner = eventData.map(
          ({ name, value }) => `<Data Name='${escape(name)}'>${escape(value)}</Data>`,
        );
        const { events, problems } = readXml(`<Event><EventData>${inner.join("\n")}</EventData></Event>`);
        expect(problems).toEqual([]);
        expect(events).toEqual([{ eventData }]);
      }),
      { numRuns: 500 },
    );
  });
});
