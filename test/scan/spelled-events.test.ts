import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTIVITIES } from "../forms/activities.ts";
import { DUMPS } from "../forms/dumps.ts";
import { table } from "../forms/form.ts";
import { discover } from "../forms/out-of-elastic.ts";
import { ndjson, scan } from "../support/scan.ts";
import { escaped, XML } from "./collectors.ts";
import { TIME } from "./products.ts";
import { NAMED, PARTIAL, WHOLE } from "./spellings.ts";

type Document = Record<string, unknown>;

const own: Document = {
  "@timestamp": TIME,
  event: { kind: "event", category: ["registry"], type: ["change"] },
  host: { name: "ws01" },
  registry: { path: "HKLM\\SOFTWARE\\x" },
};
const shipped = { "@timestamp": TIME, host: { name: "c" } };
/** A document of a provider whose own messages spell events. */
const sysmon: Document = {
  "@timestamp": TIME,
  event: { kind: "event", code: "1", provider: "Microsoft-Windows-Sysmon", category: ["process"] },
  winlog: { channel: "Microsoft-Windows-Sysmon/Operational", event_id: 1 },
  process: { pid: 4 },
};
const raw = {
  EventID: "9999",
  Channel: "Application",
  SourceName: "SomeApp",
  EventTime: TIME,
  Message: "hello",
};

/** Where a text is in a document of Elastic's. */
const PLACES: readonly (readonly [string, (document: Document, content: unknown) => Document])[] = [
  ["message", (document, content) => ({ ...document, message: content })],
  [
    "event.original",
    (document, content) => ({ ...document, event: { ...(document["event"] as object), original: content } }),
  ],
  ["labels", (document, content) => ({ ...document, labels: { raw: content } })],
  ["a list", (document, content) => ({ ...document, x: [content] })],
];
/** An application's event without its values. */
const HEADER = XML.slice(0, XML.indexOf("<EventData>"))
  .replace(">13<", ">9999<")
  .replaceAll("Microsoft-Windows-Sysmon/Operational", "Application")
  .replaceAll("Microsoft-Windows-Sysmon", "SomeApp");

/** Files whose last record has a text in it, and is otherwise a whole event. */
const CARRIERS: readonly (readonly [string, (content: string, place: (typeof PLACES)[number]) => string])[] =
  [
    ["NDJSON", (content, [, put]) => ndjson([own, own, put(own, content)])],
    ["NDJSON of Sysmon", (content) => ndjson([sysmon, sysmon, { ...sysmon, labels: { raw: content } }])],
    ["a JSON array", (content, [, put]) => JSON.stringify([own, put(own, content)])],
    ["Kibana's CSV", (content, [, put]) => discover([own, put(own, content)], false)],
    ["a table of raw events", (content) => table([{ ...raw, raw: content }])],
    [
      "a raw event's values",
      (content) =>
        ndjson([
          { Event: { System: { EventID: 9999, Channel: "Application" }, EventData: { param1: content } } },
        ]),
    ],
    ["event XML", (content) => `${HEADER}<EventData><Data>${escaped(content)}</Data></EventData></Event>\n`],
  ];

/** What is around a text in its field, the innermost first. */
const around = fc.array(
  fc.constantFrom(
    (text: string) => JSON.stringify({ level: "info", msg: text }),
    (text: string) => `INFO got this: ${text} and went on`,
    (text: string) => `${"word ".repeat(60)}${text}${" word".repeat(60)}`,
  ),
  { maxLength: 1 },
);
const KNOWN = ACTIVITIES.map(([activity]) => activity).filter(
  ({ provider, data }) => data.length > 3 && /Sysmon|Security-Auditing/.test(provider),
);

describe("an event as a text in another one", () => {
  it("is reported, however it is spelled and wherever it is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...KNOWN),
        fc.constantFrom(...WHOLE, ...PARTIAL, ...NAMED),
        fc.constantFrom(...CARRIERS),
        fc.constantFrom(...PLACES),
        around,
        async (activity, [, write], [, file], place, wraps) => {
          const text = wraps.reduce((inner, wrap) => wrap(inner), write(activity));
          const { problems, events } = await scan(file(text, place));
          expect(events).toBeGreaterThan(0);
          expect(problems).toContainEqual(
            expect.objectContaining({
              code: "no-event",
              data: expect.objectContaining({ kind: "beside" }) as unknown,
            }),
          );
        },
      ),
      { numRuns: 400 },
    );
  });

  it("is read in a record that is no event itself, or only a time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ACTIVITIES),
        fc.constantFrom(...WHOLE),
        async ([activity, alerts], [, write]) => {
          for (const document of [{ message: write(activity) }, { ...shipped, message: write(activity) }]) {
            const { findings, events, lost, headerOnly } = await scan(ndjson([document]));
            expect([events, lost, headerOnly]).toEqual([1, 0, 0]);
            // A row lacks the user of the header, by which the rule leaves events out.
            if (alerts.includes(DUMPS)) expect(findings).toHaveLength(1);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
