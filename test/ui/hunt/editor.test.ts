import { describe, expect, it } from "vitest";
import { STARTERS } from "../../../src/app/hunt/starters.ts";
import { hoverWords } from "../../../src/ui/hunt/editor/hover-words.ts";
import { placeInQuery } from "../../../src/ui/hunt/editor/place-in-query.ts";
import { isQuery, problemsOf } from "../../../src/ui/hunt/editor/problems.ts";
import { type FieldSource, proposalsFor } from "../../../src/ui/hunt/editor/proposals.ts";

/** The place of `|` in a query, which is left out of it. */
function placeOf(marked: string, language = "eql") {
  const at = marked.indexOf("‸");
  return placeInQuery(language, marked.replace("‸", ""), at);
}

const KNOWN = new Map([
  ["host.name", ["WS-1", 'A "B"\\C']],
  ["process.pid", ["4"]],
  ["odd-name.and", ["x"]],
]);
const FIELDS: FieldSource = {
  names: [...KNOWN.keys(), "never.met"],
  get: (name) => ({ name, occurs: KNOWN.has(name), values: KNOWN.get(name) ?? [] }),
  valuesOf: (name) => Promise.resolve((KNOWN.get(name) ?? []).map((value) => [value, null] as const)),
};

describe("what can be written in EQL", () => {
  it.each([
    ["‸", "start"],
    ["sequence [‸", "start"],
    ["proc‸", "start"],
    ["process where ‸", "field"],
    ["process where proc‸", "field"],
    ["process where a == 1 and not ‸", "field"],
    ["process where (‸", "field"],
    ["process where a ‸", "next"],
    ["process where a == 1 ‸", "next"],
    ["process where a == 1 | he‸", "pipe"],
    ["process where a == ‸", "value"],
    ['process where a : "x‸', "value"],
    ['process where a : "x‸" and b == 1', "value"],
    ['process where a in ("x", "y‸', "value"],
    ['process where a in ("x", ‸', "value"],
    ["process where a == 1 // comm‸ent", "none"],
    ['process where a : "x"‸', "next"],
  ])("at %s is a %s", (marked, kind) => {
    expect(placeOf(marked).kind).toBe(kind);
  });

  it("names the field whose value is written, and what it replaces", () => {
    expect(placeOf('any where b == 1 and a.b : ("x", "yz‸w")')).toMatchObject({
      field: "a.b",
      isQuoted: true,
      isClosed: true,
    });
    const text = "any where host.na";
    expect(placeInQuery("eql", text, text.length)).toMatchObject({ from: 10, to: 17 });
  });
});

describe("what can be written in KQL", () => {
  it.each([
    ["‸", "field"],
    ["host‸", "field"],
    ["a: 1 ‸", "next"],
    ["a: ‸", "value"],
    ["a: x‸", "value"],
    ['a: "x y‸', "value"],
    ["a: (x or ‸", "value"],
    ["a: 1 and ‸", "field"],
    ["(a: 1 or ‸", "field"],
  ])("at %s is a %s", (marked, kind) => {
    expect(placeOf(marked, "kuery").kind).toBe(kind);
  });
});

describe("proposals", () => {
  const written = async (marked: string, language = "eql") => {
    const found = await proposalsFor(language, placeOf(marked, language), FIELDS);
    return new Map(found.map(({ label, text = label }) => [label, text]));
  };

  it("write names and values so that the query means them", async () => {
    expect((await written("any where ‸")).get("odd-name.and")).toBe("`odd-name`.`and`");
    expect((await written("any where host.name == ‸")).get('A "B"\\C')).toBe('"A \\"B\\"\\\\C"');
    expect((await written('any where host.name : "‸')).get("WS-1")).toBe('WS-1"');
    expect((await written('any where host.name : "‸"')).get("WS-1")).toBe("WS-1");
    expect((await written("any where process.pid == ‸")).get("4")).toBe("4");
    expect((await written("host.name: ‸", "kuery")).get('A "B"\\C')).toBe('"A \\"B\\"\\\\C"');
    for (const value of ['A "B"\\C', "WS-1"])
      expect(
        isQuery("eql", `any where host.name == ${(await written("any where host.name == ‸")).get(value)!}`),
      ).toBe(true);
  });

  it("put what the evidence has before what only rules name", async () => {
    const found = await proposalsFor("eql", placeOf("any where ‸"), FIELDS);
    const rank = (wanted: string) => found.find(({ label }) => label === wanted)!.rank;
    expect(rank("host.name")).toBeGreaterThan(rank("length"));
    expect(rank("length")).toBeGreaterThan(rank("never.met"));
  });
});

describe("problems of a query", () => {
  const fields = { names: FIELDS.names, get: FIELDS.get, lacks: (name: string) => name === "gone.field" };
  const known = {
    ...fields,
    get: (name: string) => (FIELDS.names.includes(name) ? FIELDS.get(name) : undefined),
  };

  it("are the mistake, in its place", () => {
    const text = "any where true and\n  a = 1";
    const [mistake] = problemsOf("eql", text, known);
    expect(mistake).toMatchObject({ severity: "error", line: 2 });
    expect(text.slice(mistake!.from, mistake!.to)).toBe("=");
    expect(problemsOf("kuery", "a: ", known)[0]).toMatchObject({ severity: "error", line: 1 });
    expect(problemsOf("eql", "  ", known)).toEqual([]);
  });

  it("or the fields that are in doubt", () => {
    const text = 'any where host.nmae == "x" and gone.field == 1 and never.met == 2 and host.name == "y"';
    const found = problemsOf("eql", text, known);
    expect(found.map(({ from, to, message }) => [text.slice(from, to), message])).toEqual([
      ["host.nmae", "Loupe has not met the field host.nmae in this evidence. Did you mean host.name?"],
      ["gone.field", "No event here has the field gone.field."],
    ]);
    expect(found[0]!.instead).toBe("host.name");
  });
});

describe("the words on what the pointer is over", () => {
  it("are about words, functions and fields", () => {
    const text = "any where length(host.name) > 3";
    const words = (at: number) => hoverWords("eql", text, at, (name) => FIELDS.get(name));
    expect(words(1)).toMatchObject({ title: "any where condition" });
    expect(words(6)).toMatchObject({ title: "category where condition" });
    expect(words(12)).toMatchObject({ title: "length(text)" });
    expect(words(20)).toMatchObject({ title: "host.name", lines: [expect.stringContaining("WS-1")] });
    expect(words(29)).toBeNull();
  });
});

describe("the queries to begin with", () => {
  it("are queries, each with a title of its own", () => {
    for (const { language, text, title } of STARTERS)
      expect([title, isQuery(language, text)]).toEqual([title, true]);
    expect(new Set(STARTERS.map(({ title }) => title)).size).toBe(STARTERS.length);
  });
});
