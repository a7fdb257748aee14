import { describe, expect, it } from "vitest";
import { eventOf, readEventsAt } from "../../src/scan/index.ts";
import { ndjson, scan } from "../support/scan.ts";
import { TREE, XML } from "./collectors.ts";

/* Events that are texts where a file has its records: lines of base64, strings in a list, lists in lists. */

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const NUMBERS = [1, 2, 3];
const xml = (n: number): string => XML.replace("515", String(n));
const tree = (n: number): string => JSON.stringify(TREE).replace("515", String(n));
const lines = (write: (n: number) => string): string => NUMBERS.map(write).join("\n");

const TEXTS: readonly (readonly [name: string, content: string])[] = [
  ["lines of base64 of JSON", lines((n) => base64(tree(n)))],
  [
    "lines of base64 of event XML, as Windows ends them",
    `${lines((n) => base64(xml(n))).replaceAll("\n", "\r\n")}\r\n`,
  ],
  ["lines of base64 in quotes", NUMBERS.map((n) => `"${base64(xml(n))}"`).join(",\n")],
  ["lines of base64 of base64", lines((n) => base64(base64(tree(n))))],
  ["lines of base64 of UTF-16", lines((n) => Buffer.from(xml(n), "utf16le").toString("base64"))],
  ["lines with JSON as a text", lines((n) => JSON.stringify(tree(n)))],
  ["lines with event XML as a text", lines((n) => JSON.stringify(xml(n)))],
  ["a list of event XML", JSON.stringify(NUMBERS.map(xml))],
  ["a list of event XML over several lines", JSON.stringify(NUMBERS.map(xml), null, 2)],
  ["a list of JSON as texts", JSON.stringify(NUMBERS.map(tree))],
  ["a list of base64", JSON.stringify(NUMBERS.map((n) => base64(xml(n))))],
  ["lists in a list", JSON.stringify([[xml(1)], [[tree(2)]], [JSON.parse(tree(3))]])],
  ["a list of texts and objects", JSON.stringify([xml(1), JSON.parse(tree(2)), xml(3)])],
  ["a text of XML after event XML", `${xml(1)}\n${base64(xml(2))}\n${xml(3)}`],
];

describe("events that are texts", () => {
  it.each(TEXTS)("are read, each with its place: %s", async (_, content) => {
    const { events, findings, problems } = await scan(content);
    expect([events, findings.length, problems]).toEqual([3, 3, []]);
    const places = findings.map(({ place }) => place);
    expect(new Set(places.map(({ offset }) => offset)).size).toBe(3);
    const again = await readEventsAt(new Blob([content]), places, content.startsWith("["));
    expect(again.map((found) => (found === null ? null : eventOf(found)["event.code"]))).toEqual([
      "13",
      "13",
      "13",
    ]);
  });

  it("are read below any number of objects that JSON is likely to have", async () => {
    for (const depth of [30, 100]) {
      let document: object = TREE;
      for (let i = 0; i < depth; i++) document = { [`k${i}`]: document };
      const { findings, problems } = await scan(ndjson([document]));
      expect([findings.length, problems]).toEqual([1, []]);
    }
  });

  it("are reported where one is cut off or is none", async () => {
    const whole = base64(xml(1));
    const cut = await scan([whole, base64(xml(2)).slice(0, 500), whole].join("\n"));
    expect([cut.events, cut.problems]).toMatchObject([
      2,
      [{ code: "other-content", line: 2, data: { kind: "unread", bytes: 500, seems: "base64" } }],
    ]);
    const damaged = await scan(JSON.stringify([xml(1), xml(2).slice(0, 400), JSON.parse(tree(3))]));
    expect([damaged.events, damaged.problems.length]).toEqual([2, 1]);
    expect(damaged.problems).toMatchObject([
      { code: "no-event", severity: "error", data: { kind: "unread" } },
    ]);
    expect((await scan(JSON.stringify(["a", 1, ["b"]]))).problems).toMatchObject([
      { code: "no-event", data: { kind: "records", count: 3 } },
    ]);
  });
});

describe("two forms in one file, of which one has its events as texts", () => {
  const FORMS: Readonly<Record<string, (numbers: readonly number[]) => string>> = {
    ndjson: (numbers) => numbers.map((n) => `${tree(n)}\n`).join(""),
    xml: (numbers) => numbers.map((n) => `${xml(n)}\n`).join(""),
    base64: (numbers) => numbers.map((n) => `${base64(xml(n))}\n`).join(""),
    quoted: (numbers) => numbers.map((n) => `${JSON.stringify(tree(n))}\n`).join(""),
    list: (numbers) => `${JSON.stringify(numbers.map(xml))}\n`,
    syslog: (numbers) => numbers.map((n) => `<14>May 14 02:01:17 WS01 x: ${tree(n)}\n`).join(""),
  };
  const pairs = Object.keys(FORMS).flatMap((first) => Object.keys(FORMS).map((second) => [first, second]));

  it.each(pairs)("reads each event or reports its place: %s, then %s", async (first, second) => {
    const content = FORMS[first!]!([1, 2]) + FORMS[second!]!([3, 4]);
    const { events, findings, problems } = await scan(content);
    expect(findings).toHaveLength(events);
    const reported = problems.filter(({ severity }) => severity === "error");
    if (events < 4) expect(reported.length).toBeGreaterThan(0);
    // What follows in a form that is not read there is reported line by line or as a whole.
    expect(events).toBeGreaterThanOrEqual(reported.some(({ code }) => code === "unknown-format") ? 0 : 2);
  });
});
