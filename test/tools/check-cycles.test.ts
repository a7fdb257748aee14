import { describe, expect, it } from "vitest";
import { importCycles } from "../../tools/check-cycles.ts";

describe("importCycles", () => {
  it("finds files that import each other, also through a third file or by type only", () => {
    const files = new Map([
      ["src/a/one.ts", 'import { two } from "./two.ts";'],
      ["src/a/two.ts", 'import type { Three } from "../b/three.ts";'],
      ["src/b/three.ts", 'export * from "../a/one.ts";\nimport "../c/Leaf.svelte";'],
      ["src/c/Leaf.svelte", '<script lang="ts">import { x } from "nowhere";</script>'],
    ]);
    expect(importCycles(files)).toEqual([["src/a/one.ts", "src/a/two.ts", "src/b/three.ts"]]);
  });

  it("accepts imports in one direction, and a worker's query", () => {
    const files = new Map([
      ["src/a.ts", 'import W from "./w.ts?worker&inline";\nimport { b } from "./b.ts";'],
      ["src/b.ts", 'import { w } from "./w.ts";'],
      ["src/w.ts", ""],
    ]);
    expect(importCycles(files)).toEqual([]);
  });
});
