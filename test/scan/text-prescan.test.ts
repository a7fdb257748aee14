import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceReader } from "../../src/formats/index.ts";
import { requiredTexts } from "../../src/scan/prefilter.ts";
import { TextFilter } from "../../src/scan/text-filter.ts";
import { type Finding, scanFile, type ScanOptions, ScanRules } from "../../src/scan/index.ts";
import { mulberry32 } from "../bench/random.ts";
import { samplesOf } from "../fuzz/samples.ts";
import { mutate } from "../fuzz/mutate.ts";
import { csv } from "../forms/form.ts";
import { eventXml } from "../formats/event-xml/read-xml.ts";
import { ruleOf } from "../rules/run/helpers.ts";
import { seedRule } from "../support/seed.ts";
import { inPieces } from "./correlation-rules.ts";

/* The prescan of tables and of event XML finds the same alerts as the scan that decodes every record, whatever the file. */

const QUERIES = [
  'any where registry.path : "*\\\\DumpType*"',
  'any where process.command_line : "*LocalDumps*"',
  'any where process.parent.name : "cmd.exe"',
  'any where file.name : "lsass*"',
];
const RULES = new ScanRules(
  [seedRule, ...QUERIES.map((query, n) => ruleOf({ rule_id: String(n), type: "eql", query }))].map(
    (rule) => ({
      rule,
      exceptions: [],
    }),
  ),
  0,
);

async function scanned(content: Uint8Array | string, options: ScanOptions = {}, piece = 1 << 20) {
  const findings: Finding[] = [];
  let problems = 0;
  const receiver = {
    batch(found: readonly Finding[], met: readonly unknown[]) {
      findings.push(...found);
      problems += met.length;
    },
  };
  const { exact, events } = await scanFile(inPieces(content, piece), RULES, receiver, options);
  return { findings, exact, events, problems };
}

const prescanned = (content: Uint8Array | string, piece?: number) =>
  scanned(content, { prescan: true, prescanFrom: 0 }, piece);

/** How many records a prescan decodes, and how many it passes. */
function read(content: Uint8Array): { decoded: number; passed: number } {
  const counts = { decoded: 0, passed: 0 };
  const ignored = () => undefined;
  const reader = new EvidenceReader(
    { record: () => void counts.decoded++, skipped: ignored, notAnObject: ignored, problem: ignored },
    {
      filter: (encoding) => new TextFilter(requiredTexts(RULES.conditions)!, encoding),
      passed: (count) => void (counts.passed += count),
    },
  );
  reader.append(content);
  while (reader.work());
  reader.end(true);
  return counts;
}

/** How many alerts both find; fails if they differ. */
async function found(content: Uint8Array | string, what: string, piece?: number): Promise<number> {
  const [first, whole] = [await prescanned(content, piece), await scanned(content)];
  expect(first.findings, what).toEqual(whole.findings);
  return first.exact ? 0 : first.findings.length;
}

/** As every tool writes it. */
const SAMPLES = [...samplesOf("csv"), ...samplesOf("xml")];
/** Text in another encoding is decoded whole. */
const IN_UTF8 = SAMPLES.filter(({ bytes }) => bytes[0] !== 0xff && bytes[0] !== 0xfe);

describe("the prescan of tables and of event XML", () => {
  it.each(SAMPLES)("finds the same, however the bytes of $name arrive", async ({ name, bytes }) => {
    for (const piece of [1 << 20, 4097, 61]) await found(bytes, `${name}, ${piece}`, piece);
  });

  it("passes the other records, and counts them", async () => {
    let all = 0;
    for (const { name, bytes } of IN_UTF8) {
      const { decoded, passed } = read(bytes);
      const { events } = await scanned(bytes);
      expect(passed + decoded, name).toBe(events);
      expect((await prescanned(bytes)).events, name).toBe(events);
      all += passed;
    }
    expect(all).toBeGreaterThan(4 * IN_UTF8.length);
  });

  it.each(SAMPLES)("finds the same in damaged files: $name", async ({ name, bytes }) => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = mulberry32(seed);
      for (let i = 0; i < 4; i++) random();
      await found(mutate(bytes, bytes, random).bytes, `${name}, seed ${seed}`);
    }
  });
});

const EVIDENCE = resolve(import.meta.dirname, "../../../shared/evidence");

it.skipIf(!existsSync(EVIDENCE))("finds the same in real tables and event XML", async () => {
  let alerts = 0;
  for (const name of readdirSync(EVIDENCE, { recursive: true, encoding: "utf8" })) {
    if (!/\.(?:csv|tsv|xml|txt)$/i.test(name) || !statSync(join(EVIDENCE, name)).isFile()) continue;
    alerts += await found(new Uint8Array(readFileSync(join(EVIDENCE, name))), name);
  }
  expect(alerts).toBeGreaterThan(0);
});

/** Ways to write the same text in XML, and some that change it. */
const IN_XML: readonly ((text: string, at: number) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text, at) => `${text.slice(0, at)}&#${text.charCodeAt(at)};${text.slice(at + 1)}`,
  (text, at) => `${text.slice(0, at)}&#x${text.charCodeAt(at).toString(16)};${text.slice(at + 1)}`,
  (text, at) => `${text.slice(0, at)}<![CDATA[${text.slice(at)}]]>`,
  (text, at) => `<![CDATA[${text.slice(0, at)}]]>${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}<!-- and -->${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}<?and more?>${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}<b>${text.slice(at)}</b>`,
  (text, at) => `<b>${text.slice(0, at)}</b>${text.slice(at)}`,
  (text, at) => `<b>${text.slice(0, at)}</b><i>${text.slice(at)}</i>`,
  (text, at) => `${text.slice(0, at)}&amp;${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}\0${text.slice(at)}`,
];

describe("an event whose text is spelled in another way", () => {
  const written = fc.record({
    spelling: fc.constantFrom(...IN_XML),
    at: fc.integer({ min: 1, max: 15 }),
    isKeyword: fc.boolean(),
    isUserData: fc.boolean(),
  });

  it("is found in event XML", async () => {
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 8 }), async (events) => {
        const text = events
          .map(({ spelling, at, isKeyword, isUserData }, n) => {
            const event = eventXml(n).replace(
              "</EventData>",
              `<Data Name='TargetObject'>${spelling("HKLM\\Key\\DumpType", at)}</Data></EventData>`,
            );
            const more = isKeyword
              ? "<RenderingInfo><Keywords><Keyword>Classic</Keyword></Keywords></RenderingInfo>"
              : "";
            const named = isUserData ? event.replaceAll("EventData>", "UserData>") : event;
            return named.replace("</Event>", `${more}</Event>`);
          })
          .join("\n");
        alerts += await found(text, text);
      }),
      { numRuns: 150 },
    );
    expect(alerts).toBeGreaterThan(100);
  });

  it("is found in the cells of a table", async () => {
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.boolean(),
        async (cells, delimiter, always) => {
          const plain = Array.from({ length: cells.length + 1 }, (_, n) => [
            String(n),
            "13",
            "System",
            "text",
          ]);
          const rows = [["TimeCreated", "EventId", "Channel", "Payload"], ...plain, ...cells.map(inRow)];
          const text = csv(rows, always, delimiter);
          alerts += await found(text, text);
        },
      ),
      { numRuns: 200 },
    );
    expect(alerts).toBeGreaterThan(100);
  });
});

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const json = (text: string): string => JSON.stringify({ EventID: [1], text });
const percent = (text: string): string =>
  text.replace(/[<{%D]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`);
/** What a collector may have put around an event. */
const AROUND: readonly ((text: string) => string)[] = [
  (text) => text,
  json,
  base64,
  percent,
  (text) => base64(json(text)),
  (text) => json(base64(text)),
  (text) => json(json(base64(text))),
  (text) => json(percent(text)),
  (text) => text.replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  (text) => base64(Buffer.from(text, "utf16le").toString("latin1")),
];

const target = (text: string): string =>
  eventXml(1).replace("</EventData>", `<Data Name='TargetObject'>${text}</Data></EventData>`);
const escaped = (text: string, at: number): string =>
  `${text.slice(0, at)}\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}${text.slice(at + 1)}`;

const cell = fc.oneof(
  // EvtxECmd's payload, with any letter of the value as an escape.
  fc.record({
    id: fc.constant("13"),
    payload: fc
      .integer({ min: 0, max: 8 })
      .map(
        (at) =>
          `{"EventData":{"Data":[{"@Name":"TargetObject","#text":"HKLM\\\\${at === 8 ? "DumpType" : escaped("DumpType", at)}"}]}}`,
      ),
  }),
  // A whole event in a row that is none by itself.
  fc
    .record({
      spelling: fc.constantFrom(...IN_XML),
      at: fc.integer({ min: 1, max: 15 }),
      around: fc.constantFrom(...AROUND),
    })
    .map(({ spelling, at, around }) => ({
      id: "",
      payload: around(target(spelling("HKLM\\Key\\DumpType", at))),
    })),
);
const inRow = ({ id, payload }: { id: string; payload: string }): string[] => [
  "2024-05-14 02:01:17",
  id,
  "Microsoft-Windows-Sysmon/Operational",
  payload,
];
