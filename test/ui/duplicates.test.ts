import { describe, expect, it } from "vitest";
import { duplicatesIn, isSameMap } from "../../src/ui/evidence/duplicates.ts";

describe("duplicate files", () => {
  it("are files with the bytes of an earlier one, and name its path", () => {
    const file = (id: string, sha256: string) => ({ id, path: `path of ${id}`, sha256 });
    const files = [
      file("a", "1"),
      file("b", "2"),
      file("c", "1"),
      file("d", "1"),
      file("e", ""),
      file("f", ""),
    ];
    expect([...duplicatesIn(files)]).toEqual([
      ["c", "path of a"],
      ["d", "path of a"],
    ]);
  });

  it("change the list only if they change themselves", () => {
    const map = new Map([["c", "a"]]);
    expect(isSameMap(map, new Map([["c", "a"]]))).toBe(true);
    expect(isSameMap(map, new Map([["c", "b"]]))).toBe(false);
    expect(isSameMap(map, new Map([["d", "a"]]))).toBe(false);
    expect(isSameMap(map, new Map())).toBe(false);
  });
});
