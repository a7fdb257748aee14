import { describe, expect, it } from "vitest";
import { batches } from "../../src/app/intake/read-rule-files.ts";
import type { DroppedFile } from "../../src/app/intake/dropped-file.ts";

const MIB = 1024 * 1024;
const file = (name: string, size: number): DroppedFile =>
  ({ path: name, file: { name, size } }) as unknown as DroppedFile;
const names = (found: DroppedFile[][]) => found.map((batch) => batch.map(({ path }) => path).join(" "));

describe("batches", () => {
  it("combines small files in order, and keeps large ones separate", () => {
    const files = [file("a", 10), file("b", MIB), file("c", 9 * MIB), file("d", 1), file("e", 4 * MIB - 1)];
    expect(names(batches([...files, file("f", 1)]))).toEqual(["a b", "c", "d e", "f"]);
    expect(batches([])).toEqual([]);
  });

  it("contains at most 256 files", () => {
    const many = Array.from({ length: 600 }, (_, n) => file(`${n}`, 1));
    expect(batches(many).map(({ length }) => length)).toEqual([256, 256, 88]);
    expect(batches(many).flat()).toEqual(many);
  });
});
