import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commit, version } from "virtual:build-info";
import { licences } from "virtual:licences";
import { collectLicences, packageOf } from "../../tools/licences.ts";
import { commitOf } from "../../tools/vite-build-info.ts";

describe("virtual:build-info", () => {
  it("identifies the build", () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(commit).toMatch(/^(?:unknown|[0-9a-f]{40,64}(?:\+changes)?)$/);
  });

  it("has no commit for a folder that is not a repository", () => {
    const folder = mkdtempSync(join(tmpdir(), "loupe-no-git-"));
    expect(commitOf(folder)).toBe("unknown");
    rmSync(folder, { recursive: true });
  });
});

describe("virtual:licences", () => {
  it("lists the packages in the page, with the text of each licence", () => {
    const names = licences.map(({ name }) => name);
    const direct = [
      "@stablelib/sha256",
      "comlink",
      "idb",
      "marked",
      "pako",
      "papaparse",
      "smol-toml",
      "svelte",
      "virtua",
    ];
    expect(names).toEqual(expect.arrayContaining([...direct, "clsx", "esm-env"]));
    expect(names).toEqual([...names].sort());
    for (const { name, licence, text } of licences) {
      expect(licence, name).not.toBe("");
      expect(text.length, name).toBeGreaterThan(200);
    }
  });

  it("has every word of each licence, and the line breaks of a text that is like no other", () => {
    const words = (text: string): string => text.replace(/\s+/g, " ").trim();
    const originals = collectLicences(join(import.meta.dirname, "../.."));
    expect(licences.map((licence) => ({ ...licence, text: words(licence.text) }))).toEqual(
      originals.map((licence) => ({ ...licence, text: words(licence.text) })),
    );
    const apache = (all: typeof licences) =>
      all
        .find(({ name }) => name === "comlink")
        ?.text.trim()
        .split(/\n+/);
    expect(apache(licences)).toEqual(apache(originals));
  });

  it("names the licence of the rule", () => {
    const rule = licences.find(({ name }) => name.startsWith("Elastic detection rule query"));
    expect(rule?.licence).toBe("Elastic License 2.0");
    expect(rule?.text).toContain("www.elastic.co/licensing/elastic-license");
  });
});

it.each([
  ["/x/node_modules/idb/build/index.js", "idb"],
  ["/x/node_modules/@stablelib/sha256/lib/sha256.js", "@stablelib/sha256"],
  ["C:\\x\\node_modules\\@stablelib\\sha256\\lib\\sha256.js", "@stablelib/sha256"],
  ["\0/x/node_modules/a/node_modules/b/index.js?commonjs-module", "b"],
  ["node_modules/svelte", "svelte"],
  ["/x/src/main.ts", undefined],
])("the package of %s is %s", (path, name) => {
  expect(packageOf(path)).toBe(name);
});
