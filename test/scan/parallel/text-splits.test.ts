import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanFile, scanSplits, splitKindOf, SplitScheduler } from "../../../src/scan/index.ts";
import { mulberry32 } from "../../bench/random.ts";
import { eventXml } from "../../formats/event-xml/read-xml.ts";
import { csv } from "../../forms/form.ts";
import { mutate } from "../../fuzz/mutate.ts";
import { samplesOf } from "../../fuzz/samples.ts";
import { inPieces } from "../correlation-rules.ts";
import { gathered } from "./gathered.ts";
import { splitRules } from "./split-rules.ts";

/*
 * Event XML and tables in splits give the same as the whole file, whatever the number of workers and the size of the
 * splits, or say that the file has to be read from start to end.
 */

const WORKERS = [1, 2, 3, 7];
const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

const whole = (content: Uint8Array | string) =>
  gathered((receiver) =>
    scanFile(inPieces(content, 1 << 20), splitRules(), receiver, { index: true, nearMisses: true }),
  );

/** Null if the file has to be read from start to end. */
async function inSplits(content: Uint8Array | string, splitBytes: number, workers: number, piece = 1001) {
  const blob = inPieces(content, piece);
  const kind = await splitKindOf(blob, {});
  if (kind !== "events" && kind !== "rows") return null;
  return gathered(async (receiver) => {
    const scheduler = new SplitScheduler(blob.size, workers, receiver, splitBytes);
    scheduler.begin(kind, splitRules().correlationRules, "validation");
    await Promise.all(
      Array.from({ length: workers }, () =>
        scanSplits(blob, splitRules(), scheduler, { index: true, nearMisses: true }),
      ),
    );
    return scheduler.result();
  });
}

/** Fails if the splits give anything else than the whole file; returns whether they have given it. */
async function isSame(content: Uint8Array | string, splitBytes: number, workers: number, what: string) {
  const found = await inSplits(content, splitBytes, workers);
  if (found !== null) expect(found, what).toEqual(await whole(content));
  return found !== null;
}

it.each([
  ["event XML", (n: number) => `${eventXml(n)}\n`, ""],
  [
    "a table",
    (n: number) => `2024-01-01,${n},System,H,"some text\n${"x".repeat(300)}"\n`,
    "TimeCreated,EventId,Channel,Computer,Payload\n",
  ],
])("gives the same where a split begins in the first piece that is read: %s", async (_, record, head) => {
  const text = head + Array.from({ length: 800 }, (_, n) => record(n)).join("");
  expect(text.length).toBeGreaterThan(250_000);
  const expected = await whole(text);
  expect(expected!.findings).toHaveLength(800);
  for (const workers of [1, 3]) expect(await inSplits(text, 100_000, workers, 1 << 20)).toEqual(expected);
});

const SAMPLES = [...samplesOf("csv"), ...samplesOf("xml")].filter(
  ({ bytes }) => bytes[0] !== 0xff && bytes[0] !== 0xfe,
);

describe("a file of every tool that writes tables or event XML", () => {
  it("gives the same in splits", async () => {
    let same = 0;
    for (const { name, bytes } of SAMPLES)
      for (const [n, workers] of WORKERS.entries())
        if (await isSame(bytes, Math.ceil(bytes.length / (n + 2)), workers, name)) same++;
    // The others have text between their events, or begin with another form.
    expect(same).toBeGreaterThan(2.5 * SAMPLES.length);
  });

  it("gives the same if it is damaged, or is read from start to end", async () => {
    let same = 0;
    for (const { name, bytes } of SAMPLES)
      for (const seed of [1, 2]) {
        const random = mulberry32(seed);
        for (let i = 0; i < 4; i++) random();
        const mutant = mutate(bytes, bytes, random).bytes;
        if (await isSame(mutant, Math.ceil(bytes.length / 4), 2, `${name}, seed ${seed}`)) same++;
      }
    expect(same).toBeGreaterThan(SAMPLES.length / 2);
  });
});

describe("event XML in splits", () => {
  const piece = fc.oneof(
    { weight: 12, arbitrary: fc.nat(9).map((n) => eventXml(n)) },
    fc
      .nat(9)
      .map((n) =>
        eventXml(n).replace("</EventData>", "<Data><![CDATA[<Event><System/>]]></Data></EventData>"),
      ),
    fc.nat(9).map((n) => eventXml(n).replace("<EventData>", "<EventData><Event a='1'><x/></Event>")),
    fc.nat(9).map((n) => eventXml(n).slice(0, -12)),
    fc.nat(9).map((n) => eventXml(n).slice(20)),
    fc.constantFrom("<Events>", "</Events>", "<!-- <Event><System/></Event> -->", "</Event>", "text", "\n\n"),
  );
  const content = fc
    .tuple(fc.array(piece, { minLength: 1, maxLength: 25 }), fc.constantFrom("\n", "\r\n", ""), fc.boolean())
    .map(([parts, end, listed]) => (listed ? `<Events>${parts.join(end)}` : parts.join(end)));

  it("gives the same as the whole file, or is read from start to end", async () => {
    let same = 0;
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.integer({ min: 40, max: 4000 }),
        fc.constantFrom(...WORKERS),
        async (...of) => {
          if (await isSame(...of, of[0])) same++;
        },
      ),
      { numRuns: 50, seed: 30 },
    );
    expect(same).toBeGreaterThan(10);
  });

  const events = Array.from({ length: 30 }, (_, n) => eventXml(n));
  const all = `<?xml version="1.0"?><!DOCTYPE Events><Events>${events.join("\n")}</Events>\n`;

  it.each([
    ["of a list", all],
    ["without a list", events.join("\r\n")],
    ["that ends within an event", all.slice(0, -200)],
  ])("is read in parts: %s", async (_, text) => {
    const expected = await whole(text);
    expect(expected!.findings.length).toBeGreaterThan(28);
    for (const workers of WORKERS) expect(await inSplits(text, 700, workers)).toEqual(expected);
  });

  it.each([
    ["a list has no end", all.replace("</Events>", "")],
    ["text is between the events of several splits", events.join("\nand then\n")],
    ["there is a second DOCTYPE", `${all}${all}`],
    ["another form begins in it", `${all}{"@timestamp":"2024-01-01T00:00:00Z","host":{"name":"H"}}\n`],
    ["a part is in UTF-16", `${all}${[..."<Event>"].join("\0")}\0`],
  ])("is read from start to end if %s", async (_, text) => {
    expect(await inSplits(text, 700, 2)).toBeNull();
  });
});

describe("a table in splits", () => {
  const HEADER = ["TimeCreated", "EventId", "Channel", "Computer", "Payload"];
  const cell = fc.constantFrom(
    "",
    "plain",
    "two\nlines",
    'a "quote"',
    "2024-01-01,4,Security,H,x\n".repeat(3),
    "ü",
  );
  const rows = fc.array(
    fc.oneof(
      {
        weight: 12,
        arbitrary: fc
          .tuple(fc.nat(59), cell)
          .map(([n, text]) => [
            `2024-01-01 00:00:${10 + (n % 50)}Z`,
            String(n),
            "System",
            `H-${n % 3}`,
            text,
          ]),
      },
      cell.map((text) => [text]),
      fc.constantFrom(
        HEADER,
        ["2024-01-01 00:00:00Z", "7"],
        ['{"a":1}'],
        ["", "", "", "", "", "more", "more"],
      ),
    ),
    { minLength: 1, maxLength: 40 },
  );
  const content = fc
    .tuple(rows, fc.constantFrom(",", ";", "\t"), fc.boolean(), fc.constantFrom("\n", "\r\n", "\r"))
    .map(([all, delimiter, quoted, end]) =>
      csv([HEADER, ["2024-01-01 00:00:00Z", "1", "System", "H", "x"], ...all], quoted, delimiter).replace(
        /\r?\n/g,
        end,
      ),
    );

  it("gives the same as the whole file, or is read from start to end", async () => {
    let same = 0;
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.integer({ min: 40, max: 2000 }),
        fc.constantFrom(...WORKERS),
        async (...of) => {
          if (await isSame(...of, of[0])) same++;
        },
      ),
      { numRuns: 50, seed: 31 },
    );
    expect(same).toBeGreaterThan(10);
  });

  const row = (n: number): string =>
    `2024-01-01 00:00:${10 + n}Z,${n},System,H-${n % 3},"first line ${n}\nsecond, ""line"""\n`;
  const table = `${HEADER.join(",")}\n${Array.from({ length: 40 }, (_, n) => row(n)).join("")}`;

  it.each([
    ["with cells of several lines", table],
    ["with rows that lack a quote", table.replace('"first line 7', "first line 7")],
    ["with fewer cells in some rows", table.replaceAll("H-2,", "")],
    ["without a last line break", table.slice(0, -1)],
    ["that ends within a row", table.slice(0, -20)],
  ])("is read in parts: %s", async (_, text) => {
    const expected = await whole(text);
    expect(expected!.findings.length).toBeGreaterThan(25);
    for (const workers of WORKERS) expect(await inSplits(text, 500, workers)).toEqual(expected);
  });

  it.each([
    ["it has no rows in the first split", `${HEADER.join(",")}\n${"\n".repeat(600)}${row(1).repeat(20)}`],
    ["another table begins in it", `${table}EventId,Channel,Payload,Provider\n4688,Security,x,y\n`],
    [
      "rows of other tables are inside a cell",
      `${table}2024,1,System,H,"${row(1).replaceAll('"', "").repeat(40)}"\n`,
    ],
  ])("is read from start to end if %s", async (_, text) => {
    expect(await inSplits(text, 500, 2)).toBeNull();
  });

  it("needs a header that is all there at its beginning", async () => {
    const wide = Array.from({ length: 40_000 }, (_, n) => `column_${n}`);
    const text = `${HEADER.join(",")},${wide.join(",")}\n${row(1).trim()}\n`;
    expect(bytesOf(text).length).toBeGreaterThan(300_000);
    expect(await inSplits(text, 500, 2)).toBeNull();
  });
});

const EVIDENCE = resolve(import.meta.dirname, "../../../../shared/evidence");

it.skipIf(!existsSync(EVIDENCE))("gives the same for real tables and event XML", async () => {
  let same = 0;
  for (const name of readdirSync(EVIDENCE, { recursive: true, encoding: "utf8" })) {
    if (!/\.(?:csv|tsv|xml|txt)$/i.test(name) || !statSync(join(EVIDENCE, name)).isFile()) continue;
    const bytes = new Uint8Array(readFileSync(join(EVIDENCE, name)));
    if (await isSame(bytes, Math.max(500, Math.ceil(bytes.length / 5)), 2, name)) same++;
  }
  expect(same).toBeGreaterThan(0);
});
