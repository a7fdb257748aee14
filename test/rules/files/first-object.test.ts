import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstObject, stringOf } from "../../../src/rules/files/first-object.ts";

describe("firstObject", () => {
  it("gives the values of any JSON object as they are written", () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(objects, fc.constantFrom(undefined, 2, "\t"), fc.string(), (object, indent, behind) => {
        // The wrapper keeps `data` and `total` from being one of the object's own.
        fc.pre(!Object.hasOwn(object, "data"));
        const found = firstObject(` \r\n${JSON.stringify(object, null, indent)}${behind}`);
        expect(found!.complete).toBe(true);
        const values = [...found!.values].map(([key, value]) => [key, JSON.parse(value) as unknown]);
        expect(values).toEqual(Object.entries(JSON.parse(JSON.stringify(object)) as object));
      }),
    );
  });

  it("gives of a text that is cut off what is there", () => {
    const text = '{"a":1,"b":{"c":[1,"}]"]},"d":"x","e":"yz"}';
    const keys = (length: number) => {
      const found = firstObject(text.slice(0, length));
      return found === null ? null : [found.complete, [...found.values.keys()].join("")];
    };
    expect(keys(0)).toBeNull();
    expect(keys(1)).toEqual([false, ""]);
    expect(keys(4)).toEqual([false, ""]);
    expect(keys(6)).toEqual([false, "a"]);
    expect(keys(15)).toEqual([false, "ab"]);
    expect(keys(text.length - 1)).toEqual([false, "abde"]);
    expect(keys(text.length)).toEqual([true, "abde"]);
    expect(stringOf(firstObject(text.slice(0, -3))!.values.get("e"))).toBeNull();
  });

  it("looks into a list and into the answer to a search", () => {
    const first = (text: string) => [...(firstObject(text)?.values.keys() ?? [])];
    expect(first('[{"a":1},{"b":2}]')).toEqual(["a"]);
    expect(first('{"total":1,"data":[{"a":1}]}')).toEqual(["a"]);
    expect(first('{"total":0,"data":[]}')).toEqual(["total", "data"]);
    expect(first('{"data":[{"a":1}]}')).toEqual(["data"]);
    expect(first('[["a"]]')).toEqual([]);
  });

  it.each(["", "1", '"a"', '{"a" 1}', "{a:1}", '{"a":1 "b":2}', "[1]"])("gives null for %j", (text) => {
    expect(firstObject(text)).toBeNull();
  });
});
