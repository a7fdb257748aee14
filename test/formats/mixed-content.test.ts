import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WindowsEventRecord } from "../../src/formats/windows-event.ts";
import { EvidenceReader } from "../../src/formats/evidence-reader.ts";
import type { RecordHandler } from "../../src/formats/handler.ts";
import { feed } from "../support/feed.ts";
import { comparable, readBytes, type ReadResult, utf8 } from "../support/read.ts";
import { eventXml } from "./event-xml/read-xml.ts";

const document = (n: number) => ({
  "@timestamp": "2024-05-14T02:01:17.249Z",
  event: { category: ["registry"], code: String(n) },
  text: 'a <Event> {"x": 1}\n# no comment\nRecord 1, größer',
});
const numbers = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + i);

/** Each form writes events with these numbers. */
const FORMS: Readonly<Record<string, (ids: readonly number[]) => string>> = {
  ndjson: (ids) => ids.map((n) => `${JSON.stringify(document(n))}\n`).join(""),
  "ndjson without a last line break": (ids) => ids.map((n) => JSON.stringify(document(n))).join("\r\n"),
  array: (ids) => JSON.stringify(ids.map(document)),
  "array over lines": (ids) => `${JSON.stringify(ids.map(document), null, 2)}\n`,
  "documents over lines": (ids) => ids.map((n) => `${JSON.stringify(document(n), null, 2)}\n`).join(""),
  response: (ids) =>
    JSON.stringify(
      {
        took: 1,
        timed_out: false,
        hits: { total: { value: ids.length }, hits: ids.map((n) => ({ _source: document(n) })) },
      },
      null,
      2,
    ),
  "event XML": (ids) => ids.map((n) => `${eventXml(n)}\n`).join(""),
  "event XML in a list": (ids) =>
    `<?xml version="1.0" encoding="utf-8"?>\n<Events>${ids.map((n) => eventXml(n).replaceAll("><", ">\n  <")).join("\n")}</Events>`,
  evtx_dump: (ids) =>
    ids.map((n) => `Record ${n}\n<?xml version="1.0" encoding="utf-8"?>\n${eventXml(n)}\n\n`).join(""),
  "CSV of Discover": (ids) =>
    `"@timestamp","event.category","event.code"\n${ids.map((n) => `"2024-05-14T02:01:17.249Z","registry, ""x""\n2nd line",${n}\n`).join("")}`,
  "CSV of Get-WinEvent": (ids) =>
    `#TYPE Selected\nId;TimeCreated;ProviderName;Message\n${ids.map((n) => `${n};2024-05-14 02:01:17;Sysmon;"a;b"\n`).join("")}`,
};
const names = Object.keys(FORMS);

function idOf(value: unknown): number {
  if (value instanceof WindowsEventRecord) return Number(value.event.recordId);
  const object = value as Record<string, unknown>;
  const source = (object["_source"] ?? object) as Record<string, unknown>;
  const event = source["event"] as Record<string, unknown> | undefined;
  return Number(event?.["code"] ?? source["event.code"] ?? source["Id"]);
}

const ids = ({ values }: ReadResult): number[] => values.map(idOf);

/** The text that is in no record. */
function between(text: string, { records }: ReadResult): string {
  const bytes = utf8(text);
  let at = 0;
  const parts: Uint8Array[] = [];
  for (const { place } of records) {
    expect(place.offset).toBeGreaterThanOrEqual(at);
    parts.push(bytes.subarray(at, place.offset));
    at = place.offset + place.length;
  }
  parts.push(bytes.subarray(at));
  return new TextDecoder().decode(Buffer.concat(parts));
}

/** What the forms write around their records, and nothing else. */
const AROUND =
  /^(?:[\s,[\]}\uFEFF]|"@timestamp","event.category","event.code"|#TYPE Selected|Id;TimeCreated;ProviderName;Message|Record \d+|<\?xml[^>]*>|<\/?Events>|\{\s*"took": 1,\s*"timed_out": false,\s*"hits": \{\s*"total": \{\s*"value": \d+\s*\},\s*"hits": |\{"_source":)*$/;

const text = fc
  .record({
    forms: fc.array(fc.constantFrom(...names), { minLength: 2, maxLength: 4 }),
    count: fc.integer({ min: 1, max: 3 }),
    glue: fc.constantFrom(
      "\n",
      "\r\n",
      "\n\n\n",
      "\n\uFEFF",
      "\n# GET logs-*/_search 200 OK\n",
      "\nPS C:\\> type b.txt\n",
      "\n-----\n",
    ),
  })
  .map(({ forms, count, glue }) => {
    const parts = forms.map((form, i) => FORMS[form]!(numbers(100 * (i + 1), count)));
    return {
      text: parts.join(glue),
      glue,
      expected: forms.flatMap((_, i) => numbers(100 * (i + 1), count)),
    };
  });

describe("a file of several forms", () => {
  const pairs = names.flatMap((a) => names.map((b) => [a, b] as const));

  it.each(pairs)("%s, then %s: every event is read, in pieces of any size", (a, b) => {
    const file = `${FORMS[a]!([1, 2, 3])}\n${FORMS[b]!([4, 5, 6])}`;
    const result = readBytes(file);
    expect(result.lost).toEqual([]);
    expect(ids(result)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(between(file, result)).toMatch(AROUND);
    for (const { place } of result.records) {
      const before = utf8(file).subarray(0, place.offset);
      expect(place.line).toBe(1 + before.reduce((lines, c) => lines + (c === 0x0a ? 1 : 0), 0));
    }
    for (const size of [1, 7, 1024]) expect(comparable(readBytes(file, size))).toEqual(comparable(result));
  });

  it("accounts for every byte: events found, and bytes reported", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5000 }), ({ text, glue, expected }, size) => {
        const result = readBytes(text);
        expect(ids(result)).toEqual(expected);
        expect(result.lost).toEqual([]);
        expect(between(text, result).replaceAll(glue, "\n")).toMatch(AROUND);
        expect(comparable(readBytes(text, size))).toEqual(comparable(result));
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it.each(names.filter((name) => name !== "CSV of Discover"))(
    "is found by the prescan of NDJSON too: %s",
    (name) => {
      for (const last of ["\n", ""]) {
        const file = `${FORMS["ndjson"]!([1, 2])}${FORMS[name]!([3, 4])}${last}${name.startsWith("ndjson") ? "" : `\n${FORMS["ndjson"]!([5])}`}`;
        for (const size of [7, 1000, 1_000_000]) {
          const found: unknown[] = [];
          const handler: RecordHandler = {
            record: ({ value }) => void found.push(value),
            skipped: () => undefined,
            notAnObject: () => undefined,
            problem: () => undefined,
          };
          const filter = { appended: () => undefined, wants: () => true };
          const reader = new EvidenceReader(handler, { filter: () => filter, passed: () => undefined });
          feed(reader as never, utf8(file), size);
          expect(found.map(idOf)).toEqual(ids(readBytes(file)));
        }
      }
    },
  );

  it("names all its forms", () => {
    const file = FORMS["event XML"]!([1]) + FORMS["ndjson"]!([2]) + FORMS["event XML"]!([3]);
    expect(readBytes(file).format).toBe("event XML + NDJSON");
  });

  it("reads the other form after a large first part", () => {
    const file =
      FORMS["event XML"]!(numbers(1, 900)) +
      FORMS["ndjson"]!(numbers(1001, 900)) +
      FORMS["CSV of Discover"]!([2000]);
    for (const size of [65_536, 1_048_576, Infinity]) {
      const result = readBytes(file, size);
      expect(ids(result)).toEqual([...numbers(1, 900), ...numbers(1001, 900), 2000]);
      expect(result.lost).toEqual([]);
    }
  });

  it.each([
    ["wevtutil's text", `Event[0]:\n  Log Name: Security\n  Source: x\n  Event ID: 4657\n`, "wevtutil-text"],
    ["a binary rest", `\0\x01\x02${"\0".repeat(60)}MZ\x90\0`, "binary"],
    ["long text", "The log follows on the next page.\n".repeat(30), "text"],
  ])("reports %s after event XML with its place and size", (_, rest, seems) => {
    const before = FORMS["event XML"]!([1, 2]);
    const after = FORMS["event XML"]!([3]);
    const result = readBytes(before + rest + after);
    expect(ids(result)).toEqual([1, 2, 3]);
    const bytes = rest.split("\n").reduce((sum, line) => sum + utf8(line.trimStart()).length, 0);
    expect(result.problems).toMatchObject([
      {
        code: "other-content",
        severity: "error",
        offset: before.length,
        line: 3,
        data: { kind: "unread", seems, bytes },
      },
    ]);
    for (const size of [1, 9])
      expect(comparable(readBytes(before + rest + after, size))).toEqual(comparable(result));
  });

  it("notes a banner between events, but loses nothing", () => {
    const file = `Exporting the log, please wait\n${eventXml(1)}\nDone: 1 event\n`;
    const result = readBytes(file);
    expect(ids(result)).toEqual([1]);
    expect(result.problems).toMatchObject([
      {
        code: "other-content",
        severity: "info",
        offset: 0,
        line: 1,
        data: { kind: "harmless", bytes: 43, places: 2 },
      },
    ]);
  });

  it("keeps a row that begins like JSON or a comment", () => {
    const file = `"@timestamp","event.category","event.code"\n{5770385f},registry,1\n# x,registry,2\n"{""a"": 1}",registry,3\n`;
    const result = readBytes(file);
    expect(ids(result)).toEqual([1, 2, 3]);
    expect(result.problems).toEqual([]);
  });

  it.each(["{", "[", "[ {", '{\n\u0007"x', "[\n}'\"*Q"])(
    "reads the table on after damage that begins like JSON: %j",
    (noise) => {
      const rows = numbers(1, 20).map(
        (n) => `2024-05-01T10:00:${String(n).padStart(2, "0")}Z,registry,${n},"a\nb"`,
      );
      const [before, after] = [rows.slice(0, 5), rows.slice(6)];
      const file = `@timestamp,event.category,event.code,x\n${[...before, noise, ...after].join("\n")}\n`;
      const result = readBytes(file);
      expect(ids(result).filter((id) => id > 0)).toEqual([...numbers(1, 5), ...numbers(7, 14)]);
      expect(result.problems).not.toEqual([]);
    },
  );

  it("still reads JSON whose first line is only brackets", () => {
    const table = "@timestamp,event.category,event.code\n2024-05-01T10:00:00Z,registry,1\n";
    for (const space of [1, 4, "\t"]) {
      expect(ids(readBytes(`${table}${JSON.stringify(document(2), null, space)}\n`))).toEqual([1, 2]);
      expect(ids(readBytes(`${table}${JSON.stringify([document(2)], null, space)}\n`))).toEqual([1, 2]);
    }
  });

  it("reads a table on after a damaged row with another table's header in it", () => {
    const rows = numbers(1, 6).map((n) => `2024-05-01T10:00:00Z,registry,${n},"a, ""b""\nc",x\n`);
    const header = "@timestamp,event.category,event.code,message,host.name\n";
    const other = `ommand","b"\nTimestamp;DeviceId;DeviceName;ActionType;FileName;SHA1;AccountSid\n`;
    const damaged = `${rows[2]!.slice(0, 30)}${other}${rows[2]!.slice(30)}`;
    const file = [header, ...rows.slice(0, 2), damaged, ...rows.slice(3)].join("");
    const result = readBytes(file);
    expect(ids(result).filter((id) => !Number.isNaN(id))).toEqual([1, 2, 4, 5, 6]);
    expect(result.problems.length).toBeGreaterThan(0);
    for (const size of [1, 50, 333]) expect(comparable(readBytes(file, size))).toEqual(comparable(result));
  });

  it("stops changing forms when a hostile file never ceases to", () => {
    const file = `${eventXml(1)}\n${'{\n"a":1}\n<Event/>\n'.repeat(6000)}`;
    const { lost } = readBytes(file);
    expect(lost.at(-1)).toMatchObject({ code: "other-content", data: { kind: "too-many-forms" } });
  }, 60_000);
});

describe("a response whose first bytes are gone", () => {
  const hits = numbers(1, 6).map((n) => ({ _index: "i", _source: { ...document(n), "host.name": "a" } }));
  const response = JSON.stringify({ took: 1, hits: { total: { value: 6 }, hits } });

  it("is never a table with nothing lost", () => {
    for (let cut = 1; cut < 400; cut += 7) {
      for (const bytes of [response.slice(cut), "\0".repeat(cut) + response.slice(cut)]) {
        const result = readBytes(bytes);
        expect(result.format).not.toMatch(/CSV/);
        expect(result.lost.length + result.records.length).toBeGreaterThan(0);
        for (const size of [1000, 64]) expect(comparable(readBytes(bytes, size))).toEqual(comparable(result));
      }
    }
  });

  it("gives the hits after the cut", () => {
    const inFirst = response.slice(response.indexOf("2024-05"));
    expect(ids(readBytes(inFirst))).toEqual([2, 3, 4, 5, 6]);
    expect(readBytes(inFirst).lost.length).toBeGreaterThan(0);
  });
});
