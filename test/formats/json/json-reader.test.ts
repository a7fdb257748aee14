import { problemSentence } from "../../../src/wording/index.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_RECORD_BYTES } from "../../../src/formats/limits.ts";
import { comparable, readBytes, utf8 } from "../../support/read.ts";

const A = { "@timestamp": "2024-01-01T00:00:00.000Z", event: { category: ["registry"] }, n: 1 };
const B = {
  "@timestamp": "2024-01-01T00:00:01.000Z",
  event: { category: ["process"] },
  n: [-2.5e3, 0, true, null],
};
const line = (value: unknown): string => JSON.stringify(value);

describe("NDJSON", () => {
  it("reads one document per line, with its location", () => {
    const text = `${line(A)}\n\n  ${line(B)}\n`;
    const { records, problems, format } = readBytes(text);
    expect(records.map((r) => r.value)).toEqual([A, B]);
    expect(records[0]!.place).toEqual({ offset: 0, length: line(A).length, line: 1 });
    expect(records[1]!.place).toEqual({ offset: line(A).length + 4, length: line(B).length, line: 3 });
    expect(records[1]!.text).toBe(line(B));
    expect(problems).toEqual([]);
    expect(format).toBe("NDJSON");
  });

  it("needs no line break at the end, and accepts CRLF and a byte order mark", () => {
    expect(readBytes(`${line(A)}\n${line(B)}`).values).toEqual([A, B]);
    const marked = readBytes(`\uFEFF${line(A)}\r\n${line(B)}\r\n`);
    expect(marked.values).toEqual([A, B]);
    expect(marked.records[0]!.place.offset).toBe(3);
    expect(marked.problems).toEqual([]);
  });

  it("loses one line for each torn line", () => {
    const torn = line(A).slice(0, 40);
    const { values, lost } = readBytes(`${line(A)}\n${torn}\n${line(B)}\n`);
    expect(values).toEqual([A, B]);
    expect(lost).toHaveLength(1);
    expect(lost[0]).toMatchObject({ code: "torn-record", line: 2, offset: line(A).length + 1 });
  });

  it.each([
    ["text that is not JSON", "not json"],
    ["a trailing comma in an object", '{"a":1,}'],
    ["two commas", '{"a":[1,,2]}'],
    ["a missing colon", '{"a" 1}'],
    ["single quotes", "{'a':1}"],
    ["NaN", '{"a":NaN}'],
    ["a leading zero", '{"a":01}'],
    ["a bare fraction", '{"a":.5}'],
    ["a bad escape", '{"a":"C:\\Windows"}'],
    ["a short unicode escape", '{"a":"\\u12"}'],
    ["a tab inside a text", '{"a":"x\ty"}'],
    ["a mismatched bracket", '{"a":[1}'],
    ["half a word", '{"a":tru}'],
    ["an unquoted key", "{a:1}"],
    ["a NUL", "\0\0\0"],
    ["the second half of a record", 'Type":"x"}}'],
  ])("counts one problem for a line with %s", (_, bad) => {
    for (const text of [`${line(A)}\n${bad}\n${line(B)}\n`, `${bad}\n${line(A)}\n${line(B)}\n`]) {
      const { values, lost } = readBytes(text);
      expect(values).toEqual([A, B]);
      expect(lost).toHaveLength(1);
    }
  });

  it("reports that the last record was cut short", () => {
    const { values, lost } = readBytes(`${line(A)}\n${line(B).slice(0, -3)}`);
    expect(values).toEqual([A]);
    expect(lost).toMatchObject([{ code: "cut-short", line: 2 }]);
  });

  it("does not count values that are not objects as records", () => {
    const { values, others, lost } = readBytes(`${line(A)}\n42\n"text"\nnull\n[]\n`);
    expect(values).toEqual([A]);
    expect(others).toBe(3);
    expect(lost).toEqual([]);
  });

  it("reads elements cut out of a list", () => {
    expect(readBytes(`${line(A)},\n${line(B)},\n`).values).toEqual([A, B]);
  });
});

describe("other forms of JSON", () => {
  it.each([
    ["an array on one line", line([A, B])],
    ["a pretty-printed array", JSON.stringify([A, B], null, 2)],
    ["pretty-printed documents", `${JSON.stringify(A, null, 4)}\n${JSON.stringify(B, null, 4)}\n`],
    ["an array with one element per line", `[\n${line(A)},\n${line(B)}\n]\n`],
    ["one pretty-printed document and one that is not", `${JSON.stringify(A, null, 1)}\r\n${line(B)}`],
    ["two arrays", `${line([A])}\n${line([B])}\n`],
  ])("reads %s", (_, text) => {
    const { values, problems } = readBytes(text);
    expect(values).toEqual([A, B]);
    expect(problems).toEqual([]);
  });

  const hit = (source: unknown): unknown => ({ _index: "winlogbeat-8", _id: "1", _source: source });
  const response = {
    took: 5,
    timed_out: false,
    _shards: { total: 1, failed: 0 },
    hits: { total: { value: 2, relation: "eq" }, max_score: 1, hits: [hit(A), hit(B)] },
    aggregations: { hits: { buckets: [] } },
  };

  it.each([
    ["a search response", response],
    ["an asynchronous search", { id: "x", is_running: false, response }],
    ["what Kibana's inspector copies", { rawResponse: response }],
    ["a multi search", { responses: [{ hits: { hits: [hit(A)] } }, { hits: { hits: [hit(B)] } }] }],
    ["an EQL response with events", { hits: { total: { value: 2 }, events: [hit(A), hit(B)] } }],
    [
      "EQL sequences",
      { hits: { sequences: [{ join_keys: ["a"], events: [hit(A)] }, { events: [hit(B)] }] } },
    ],
  ])("extracts the hits from %s, pretty-printed or not", (_, value) => {
    for (const text of [line(value), JSON.stringify(value, null, 2), `${line(value)}\n`]) {
      const { values, problems, format, records } = readBytes(text);
      expect(values).toEqual([hit(A), hit(B)]);
      expect(problems).toEqual([]);
      expect(format).toBe("Elasticsearch response");
      expect(text.slice(records[1]!.place.offset).startsWith("{")).toBe(true);
    }
  });

  it("finds the second list after a text too long to keep, however the text is cut", () => {
    const event = (n: number): string => line(hit({ ...A, n }));
    const text = `{"responses":[{"hits":{"hits":[${event(1)}]},"x":"${"a".repeat(4_000_000)}"},{"hits":{"hits":[${event(2)},${event(3)}]}}]}`;
    const from = text.indexOf('{"hits"', 100);
    for (let cut = from; cut < from + 20; cut++) {
      expect(readBytes(text, cut).values).toHaveLength(3);
    }
  });

  it("reads several responses in one file", () => {
    const text = `${line(response)}\n${line(response)}\n`;
    expect(readBytes(text).values).toHaveLength(4);
  });

  it("warns about a response that does not contain every hit", () => {
    const cut = {
      ...response,
      timed_out: true,
      hits: { total: { value: 10000, relation: "gte" }, hits: [hit(A)] },
    };
    const { problems, lost } = readBytes(line(cut));
    expect(problems.map((p) => p.code)).toEqual(["incomplete-response", "incomplete-response"]);
    expect(problems[0]!.data).toEqual({ kind: "limited", hits: 1, total: 10_000, atLeast: true });
    expect(lost).toEqual([]);
  });

  it("does not treat an event with a field called hits as a response", () => {
    const event = { ...A, hits: { count: 3 }, fields: { env: "prod" } };
    expect(readBytes(line(event)).values).toEqual([event]);
  });

  it("continues after a damaged element of an array", () => {
    const text = `[\n  ${line(A)},\n  {"@timestamp":"x","a":[1,,2]},\n  ${line(B)}\n]`;
    const { values, lost } = readBytes(text);
    expect(values).toEqual([A, B]);
    expect(lost).toHaveLength(1);
  });

  it("continues after a damaged pretty-printed document", () => {
    const text = `${JSON.stringify(A, null, 2)}\n{\n  "a": oops\n}\n${JSON.stringify(B, null, 2)}\n`;
    const { values, lost } = readBytes(text);
    expect(values).toEqual([A, B]);
    expect(lost).toHaveLength(1);
  });

  it("loses only the damaged element, whichever byte is changed", () => {
    const element = (n: number): string =>
      line({ ...A, n, list: [{ a: 1 }, { b: [{ c: "}, {" }] }], text: "C:\\Windows" });
    const elements = Array.from({ length: 5 }, (_, n) => element(n));
    for (const text of [
      `[${elements.join(",")}]`,
      `[\n  ${elements.join(",\n  ")}\n]\n`,
      line({ took: 1, hits: { hits: elements.map((e) => ({ _source: JSON.parse(e) as unknown })) } }),
    ]) {
      const bytes = utf8(text);
      const first = text.indexOf('"n":2');
      const [start, end] = [text.lastIndexOf('{"@timestamp"', first), text.indexOf('"n":3', first)];
      const damagedEnd = text.lastIndexOf("C:", end) + 12;
      for (let at = start; at < damagedEnd; at++) {
        for (const byte of [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x20, 0x0a, 0x00]) {
          // A line break in a text of one line ends that line: the rest is separate damage.
          if (byte === 0x0a && !text.includes("\n")) continue;
          const damaged = readBytes(bytes.with(at, byte));
          if (byte === 0x5c)
            expect(comparable(readBytes(bytes.with(at, byte), 7))).toEqual(comparable(damaged));
          const { records } = damaged;
          const seen = new Set(records.map(({ text: found }) => /"n":(\d)/.exec(found)?.[1]));
          for (const n of ["0", "1", "3", "4"]) expect(seen, `${at} ${byte} in ${text}`).toContain(n);
        }
      }
    }
  });

  it.each([
    ["after an element of a list in it", 6],
    ["between two keys", 4],
  ])("finds every record after one whose text is doubled: %s", (_, where) => {
    const document = (n: number) => ({ ...A, n, list: [{ value: 1 }, { value: 2 }], text: "x" });
    const lines = JSON.stringify([0, 1, 2, 3].map(document), null, 2).split("\n");
    const starts = lines.flatMap((each, i) => (each === "  {" ? [i] : []));
    const start = starts[1]!;
    const inside =
      where === 4 ? 3 : lines.findIndex((each, i) => i > start && each.trim() === "},") + 1 - start;
    const doubled = [...lines.slice(0, start + inside), ...lines.slice(start)].join("\n");
    const result = readBytes(doubled);
    const whole = result.values.filter((value) => (value as { n?: number }).n !== undefined);
    expect(whole).toEqual([0, 1, 2, 3].map(document));
    expect(result.lost).toHaveLength(1);
    expect(result.lost[0]).toMatchObject({ line: start + 1 });
    for (const size of [1, 64, 1000])
      expect(comparable(readBytes(doubled, size))).toEqual(comparable(result));
  });

  it("reports that an array was cut short", () => {
    expect(readBytes(line([A, B]).slice(0, -1))).toMatchObject({
      values: [A, B],
      lost: [{ code: "cut-short" }],
    });
    expect(readBytes(line([A, B]).slice(0, -9))).toMatchObject({
      values: [A],
      lost: [{ code: "cut-short" }],
    });
  });
});

describe("values that need care", () => {
  it("keeps integers beyond 2^53 exactly, as text", () => {
    const text =
      '{"@timestamp":"x","a":134067925761346018,"b":-9223372036854775808,"c":9007199254740991,"s":"134067925761346018","d":1.5}';
    expect(readBytes(text).values).toEqual([
      {
        "@timestamp": "x",
        a: "134067925761346018",
        b: "-9223372036854775808",
        c: 9007199254740991,
        s: "134067925761346018",
        d: 1.5,
      },
    ]);
  });

  it("keeps and reports every value of a repeated key", () => {
    const text =
      '{"@timestamp":"x","registry":{"path":"HKLM\\\\DumpType"},"registry":{"path":"other"},"l":[ ],"o":{ }}';
    const { values, problems, lost } = readBytes(text);
    expect(JSON.parse(JSON.stringify(values))).toEqual([
      { "@timestamp": "x", registry: [{ path: "HKLM\\DumpType" }, { path: "other" }], l: [], o: {} },
    ]);
    expect(problems).toMatchObject([{ code: "duplicate-key", severity: "warning" }]);
    expect(lost).toEqual([]);
  });

  it("treats __proto__ and constructor as ordinary names", () => {
    const text =
      '{"@timestamp":"x","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    const { values } = readBytes(text);
    expect(Object.hasOwn(values[0] as object, "__proto__")).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("replaces and locates invalid UTF-8, and still reads the record", () => {
    const bytes = utf8(`${line(A)}\n{"@timestamp":"x","a":"b?c"}\n`);
    bytes[bytes.indexOf(0x3f)] = 0xff;
    const { values, problems, lost } = readBytes(bytes);
    expect(values[1]).toEqual({ "@timestamp": "x", a: "b\uFFFDc" });
    expect(problems).toMatchObject([{ code: "invalid-utf8", line: 2, severity: "warning" }]);
    expect(lost).toEqual([]);
  });

  it("refuses nesting deeper than Elasticsearch accepts, without losing the next line", () => {
    const deep = `{"@timestamp":"x","a":${"[".repeat(5000)}${"]".repeat(5000)}}`;
    const { values, lost } = readBytes(`${deep}\n${line(B)}\n`);
    expect(values).toEqual([B]);
    expect(lost).toMatchObject([{ code: "too-deep", line: 1 }]);
  });

  it("skips a line that is too long, without keeping it", () => {
    const long = `{"@timestamp":"x","a":"${"x".repeat(MAX_RECORD_BYTES + 10)}"}`;
    const { values, lost } = readBytes(`${line(A)}\n${long}\n${line(B)}\n`, 1 << 20);
    expect(values.length).toBe(2);
    expect(values).toEqual([A, B]);
    expect(lost).toMatchObject([{ code: "too-long", line: 2, offset: line(A).length + 1 }]);
  });
});

describe("files that are not JSON", () => {
  it.each([
    ["", "empty", true],
    [" \r\n ", "empty", true],
    ["just some words\nand more\n", "unknown", false],
    ["PK\x03\x04...", "unknown", false],
    ["{ int main() { return 0; } }", "unknown", false],
    ["Level,Date,Source\nInformation,x,y\n", "unknown", false],
    ["<html><p>no event</p></html>", "unknown", false],
  ])("identifies %j", (text, format, readable) => {
    const result = readBytes(text);
    expect(result.values).toEqual([]);
    expect(result.format).toBe(format);
    expect(result.readable).toBe(readable);
    expect(result.problems).toHaveLength(1);
    expect(problemSentence(result.problems[0]!)).toMatch(/\.$/);
  });
});

describe("properties", () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const record = fc
    .dictionary(fc.string(), json)
    .map((o) => ({ ...o, "@timestamp": "2024-01-01T00:00:00Z" }));

  it("any cut gives the same result, and every record equals what JSON.parse reads", () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 5 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        (docs, pretty, size) => {
          const text = docs.map((doc) => JSON.stringify(doc, null, pretty ? 2 : 0)).join("\n");
          fc.pre(!/\d{16}/.test(text)); // those become text: see the test above
          const whole = readBytes(text);
          expect(whole.values).toEqual(docs.map((doc) => JSON.parse(JSON.stringify(doc)) as unknown));
          expect(whole.lost).toEqual([]);
          expect(comparable(readBytes(text, size))).toEqual(comparable(whole));
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it("a changed or dropped byte loses no other line and never hangs, however the text is cut", () => {
    const text = utf8(
      Array.from({ length: 6 }, (_, n) => line({ ...A, n, path: "C:\\Windows\\é" })).join("\n"),
    );
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 64 }),
        (at, byte, drop, size) => {
          const bytes = drop
            ? new Uint8Array([...text.subarray(0, at), ...text.subarray(at + 1)])
            : text.with(at, byte);
          const whole = readBytes(bytes);
          // All but the line with the damage, and its neighbour if a line break was hit.
          expect(whole.values.length).toBeGreaterThanOrEqual(4);
          expect(comparable(readBytes(bytes, size))).toEqual(comparable(whole));
        },
      ),
      { numRuns: 2000, seed: 2 },
    );
  });

  it("agrees with JSON.parse about what is valid JSON", () => {
    const alphabet = fc.array(
      fc.constantFrom(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        '"a"',
        '"',
        "1",
        "-",
        ".",
        "e",
        "0",
        "true",
        "null",
        " ",
        "\\n",
        "\\u00e9",
        "\\",
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(alphabet, (parts) => {
        const text = `{"@timestamp":"x","v":${parts.join("")}}`;
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        const { values, lost } = readBytes(`${line(A)}\n${text}\n${line(B)}\n`);
        if (valid) expect({ n: values.length, lost }).toEqual({ n: 3, lost: [] });
        else expect(lost).toHaveLength(1);
      }),
      { numRuns: 3000, seed: 3 },
    );
  });
});
