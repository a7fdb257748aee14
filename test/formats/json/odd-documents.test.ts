import { describe, expect, it } from "vitest";
import { readBytes } from "../../support/read.ts";
import { ndjson, scan } from "../../support/scan.ts";
import { registryDocument } from "../../support/seed.ts";

const line = (value: unknown): string => JSON.stringify(value);
const hit = (n: number): unknown => ({ _source: { "@timestamp": "2024-01-01T00:00:00Z", n } });
const BAD = '{"_source":{"@timestamp":"x","a":oops}}';

describe("events that look like responses", () => {
  it.each([
    ["hits", { hits: { hits: [] } }],
    ["hits with events", { hits: { events: [{ a: 1 }] } }],
    ["a response", { response: { hits: { hits: [{ a: 1 }] } } }],
    ["responses", { responses: [{ hits: { hits: [] } }] }],
  ])("are events although they contain %s", async (_, extra) => {
    const { findings, events, lost } = await scan(ndjson([{ ...registryDocument(), ...extra }]));
    expect({ alerts: findings.length, events, lost }).toEqual({ alerts: 1, events: 1, lost: 0 });
  });

  it("are reported as unread if their time comes after the list", async () => {
    const { "@timestamp": time, ...rest } = registryDocument();
    const { lost, problems } = await scan(ndjson([{ hits: { hits: [] }, ...rest, "@timestamp": time }]));
    expect(lost).toBe(1);
    expect(problems).toMatchObject([{ data: { kind: "event-with-lists" } }]);
  });

  it("keep their own fields if the time is a list and there are custom fields", async () => {
    const document = {
      ...registryDocument(),
      "@timestamp": ["2024-01-01T00:00:00Z"],
      fields: { env: "prod" },
    };
    expect((await scan(ndjson([document]))).findings).toHaveLength(1);
  });

  it("are not events because of a time somewhere inside", async () => {
    for (const value of [
      { response: { "@timestamp": "2024-01-01T00:00:00Z" } },
      { responses: [{ "@timestamp": "2024-01-01T00:00:00Z" }] },
    ]) {
      for (const decodeAllBytes of [0, 1e9]) {
        expect((await scan(ndjson([value]), { decodeAllBytes })).events).toBe(0);
      }
    }
  });
});

describe("damage in responses", () => {
  const numbers = (text: string): unknown[] =>
    readBytes(text)
      .records.map(({ text: found }) => /"n":(\d)/.exec(found)?.[1])
      .filter((n) => n !== undefined);

  it.each([
    [
      "a list of responses",
      `[{"hits":{"hits":[${line(hit(1))},${BAD}]}},{"hits":{"hits":[${line(hit(2))},${line(hit(3))}]}}]`,
    ],
    [
      "a multi search",
      `{"responses":[{"hits":{"hits":[${line(hit(1))},${BAD}]}},{"hits":{"hits":[${line(hit(2))},${line(hit(3))}]}}]}`,
    ],
  ])("in the last hit of a response leaves the next response intact, in %s", (_, text) => {
    expect(numbers(text)).toEqual(["1", "2", "3"]);
    expect(readBytes(text).lost).toHaveLength(1);
  });

  it("in the first hit of a pretty-printed response leaves the other hits intact", () => {
    const text = `{\n  "hits": {\n    "hits": [\n      ${BAD},\n      ${line(hit(1))},\n      ${line(hit(2))}\n    ]\n  }\n}\n`;
    expect(numbers(text)).toEqual(["1", "2"]);
  });

  it("is counted for every hit whose fields are lists, and the response is reported as unchecked", () => {
    const fields = (n: number): string =>
      `{"_index":"i","fields":{"@timestamp":["2024-01-01T00:00:00Z"],"n":[${n}]}}`;
    const bad = '{"_index":"i","fields":{"@timestamp":["x"],"a":oops}}';
    const text = `{"hits":{"total":{"value":99},"hits":[${[fields(1), bad, fields(2), bad, fields(3), bad, fields(4)].join(",")}]}}`;
    const { lost, problems, records } = readBytes(text);
    expect(records).toHaveLength(4);
    expect(lost).toHaveLength(3);
    expect(problems.filter(({ code }) => code === "incomplete-response")).toHaveLength(1);
  });

  it("is reported however many positions there are to resume from", () => {
    const { lost } = readBytes(`{"s":[0${`,{"a":[1`.repeat(450)}"${"x".repeat(1_000_000)}"!\n`.repeat(4));
    expect(lost.length).toBeGreaterThan(0);
  });
});

describe("the completeness of a response", () => {
  const gaps = (value: unknown): unknown[] => readBytes(line(value)).problems.map(({ data }) => data);

  it("is checked in every search of a multi search", () => {
    const part = { hits: { total: { value: 500 }, hits: [hit(1)] } };
    expect(gaps({ responses: [part, part] })).toMatchObject([{ kind: "limited", hits: 2, total: 1000 }]);
    expect(gaps({ responses: [{ hits: { hits: [hit(1)] } }, { error: { type: "x" } }] })).toEqual([
      { kind: "error" },
    ]);
    expect(gaps({ response: { rawResponse: part } })).toMatchObject([
      { kind: "limited", hits: 1, total: 500 },
    ]);
  });

  it("is reported as unknown if the text around the hits is too long", () => {
    const response = {
      hits: { total: { value: 5 }, hits: [hit(1)] },
      aggregations: { a: "x".repeat(100_000) },
    };
    expect(gaps(response)).toEqual([{ kind: "unknown" }]);
  });

  it("is reported even after a hundred other notes", async () => {
    const twice = '{"_source":{"@timestamp":"2024-01-01T00:00:00Z","a":1,"a":2}}';
    const text = `{"hits":{"hits":[${Array.from({ length: 150 }, () => twice).join(",")}],"total":{"value":500}}}`;
    const { problems, notes: told } = await scan(text);
    expect(told).toBe(151);
    expect(problems.map(({ code }) => code)).toContain("incomplete-response");
    expect(problems).toHaveLength(101);
  });
});

describe("values that no clock can show", () => {
  it.each(["1e999", "1e300", '"9".repeat(400)'])("a time of %s is not a time", async (time) => {
    const text = line(registryDocument({ time: "TIME" })).replace(
      '"TIME"',
      time.startsWith('"') ? "9".repeat(400) : time,
    );
    const { findings, inventory } = await scan(`${text}\n`);
    expect(findings).toHaveLength(1);
    expect(inventory.undated).toBe(1);
  });
});

describe("costly documents", () => {
  it("with a hundred thousand objects in a list are flattened", async () => {
    const list = Array.from({ length: 100_000 }, () => ({ b: 1 }));
    expect((await scan(ndjson([{ ...registryDocument(), list }]))).findings).toHaveLength(1);
  });

  it("with names of one megabyte lose only those names", async () => {
    let inner: unknown = 1;
    for (let level = 0; level < 300; level++) inner = { ["k".repeat(8000)]: inner, leaf: level };
    expect((await scan(ndjson([{ ...registryDocument(), inner }]))).findings).toHaveLength(1);
  });

  it("with a thousand other categories first do not hide a registry event", async () => {
    const others = Array.from({ length: 1001 }, (_, n) => registryDocument({ category: [`c${n}`] }));
    const { missingCategories } = await scan(ndjson([...others, registryDocument({ data: [] })]));
    expect(missingCategories).toEqual([]);
  });
});
