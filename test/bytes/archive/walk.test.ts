import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { UnpackBudget, walkArchive, type WalkOptions } from "../../../src/bytes/index.ts";
import { zip } from "../../support/zip.ts";

const INNER = zip([
  { path: "c.txt", data: "ccc" },
  { path: "deep.zip", data: zip([{ path: "d.txt", data: "ddd" }]) },
]);
const OUTER = zip([
  { path: "a.txt", data: "aaa" },
  { path: "inner.zip", data: INNER },
  { path: "packed.gz", data: gzipSync(INNER) },
  { path: "hidden.txt", data: "hhh", encrypted: true },
  { path: "b.txt", data: "b".repeat(200_000) },
]);

/** The results of a walk, in order: paths with the length of what was read, faults with their codes. */
async function walked(options: Partial<WalkOptions>, archive = OUTER): Promise<string[]> {
  const found: string[] = [];
  const walk = walkArchive(new Blob([archive]), {
    budget: new UnpackBudget(Infinity),
    nested: true,
    ...options,
  });
  for await (const one of walk) {
    const content = "code" in one ? one : await one.open();
    if ("code" in content) {
      found.push(`${content.code} ${content.path ?? ""}`);
      continue;
    }
    let length = 0;
    for (let piece = await content.read(); piece !== null; piece = await content.read())
      length += piece.length;
    found.push(`${content.fault?.code ?? length} ${"path" in one ? one.path : ""}`);
  }
  return found;
}

describe("walkArchive", () => {
  it("walks nested archives, one level deep, and reports faults in archive order", async () => {
    expect(await walked({})).toEqual([
      "3 a.txt",
      "3 inner.zip/c.txt",
      "nested-too-deep inner.zip/deep.zip",
      "3 packed.gz/c.txt",
      "nested-too-deep packed.gz/deep.zip",
      "locked hidden.txt",
      "200000 b.txt",
    ]);
  });

  it("does not open nested archives unless asked to", async () => {
    expect(await walked({ nested: false })).toEqual([
      "3 a.txt",
      `${INNER.length} inner.zip`,
      `${gzipSync(INNER).length} packed.gz`,
      "locked hidden.txt",
      "200000 b.txt",
    ]);
  });

  it("opens only wanted members, in nested archives too", async () => {
    const wants = (path: string): boolean => ["inner.zip", "inner.zip/c.txt"].includes(path);
    expect(await walked({ wants })).toEqual(["3 inner.zip/c.txt"]);
  });

  it("unpacks a nested archive only up to its limit", async () => {
    expect(await walked({ maxNestedBytes: 100 })).toContain("nested-too-large packed.gz");
  });

  it("stops when all members together unpack to more than the budget", async () => {
    const parts = ["a", "b", "c"].map((path) => ({ path, data: "x".repeat(1000) }));
    const budget = new UnpackBudget(1500);
    expect(await walked({ budget }, zip(parts))).toEqual(["1000 a", "1000 b", "spent b"]);
  });

  it("charges the budget for members that were only examined", async () => {
    const budget = new UnpackBudget(1500);
    const archive = zip(["a", "b", "c"].map((path) => ({ path, data: "x".repeat(1000) })));
    const seen: string[] = [];
    for await (const one of walkArchive(new Blob([archive]), { budget, nested: true })) {
      seen.push("code" in one ? `${one.code} ${one.path}` : one.path);
    }
    expect(seen).toEqual(["a", "b", "spent b"]);
  });

  it("reports an empty archive", async () => {
    expect(await walked({}, zip([]))).toEqual(["empty "]);
  });
});
