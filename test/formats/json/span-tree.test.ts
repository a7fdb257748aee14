import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Path, SpanTree } from "../../../src/formats/json/span-tree.ts";
import { utf8 } from "../../support/read.ts";

/** Every path of a value, and the value at it. */
function paths(value: unknown, path: Path = []): [Path, unknown][] {
  const inner: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, i) => [i, item])
    : typeof value === "object" && value !== null
      ? Object.entries(value)
      : [];
  return [[path, value], ...inner.flatMap(([part, item]) => paths(item, [...path, part]))];
}

const indent = fc.constantFrom(undefined, 2, "\t");

describe("SpanTree", () => {
  it("finds every value of any JSON by its path", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), indent, (given, space) => {
        const value: unknown = JSON.parse(JSON.stringify(given));
        const bytes = utf8(JSON.stringify(value, null, space));
        const tree = new SpanTree(bytes);
        for (const [path, expected] of paths(value)) {
          const [start, end] = tree.at(path)!;
          expect(JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)))).toEqual(expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("leaves the other elements of the lists on a path out, and nothing else", () => {
    const tree = new SpanTree(utf8('{"a":[1,[2,3],4],"b":[5,6], "c":{"x":1,"y":2}}'));
    expect(tree.alone(["a", 1, 0])).toBe('{"a":[[2]],"b":[5,6], "c":{"x":1,"y":2}}');
    expect(tree.alone(["c", { member: "y" }])).toBe('{"a":[1,[2,3],4],"b":[5,6], "c":{"y":2}}');
    expect(tree.alone(["b"])).toBe('{"a":[1,[2,3],4],"b":[5,6], "c":{"x":1,"y":2}}');
    expect(tree.alone(["b", 2])).toBeNull();
    expect(tree.at(["none"])).toBeNull();
  });

  it("keeps a text valid JSON whose value at the path is alone", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        indent,
        (given, n, space) => {
          const list = JSON.parse(JSON.stringify(given)) as unknown[];
          const at = n % list.length;
          const text = new SpanTree(utf8(JSON.stringify({ list, '[]"{}': 1 }, null, space))).alone([
            "list",
            at,
          ])!;
          expect(JSON.parse(text)).toEqual({ list: [list[at]], '[]"{}': 1 });
        },
      ),
      { numRuns: 300 },
    );
  });
});
