import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { normaliseBill, softwareBill } from "../../tools/sbom.ts";

const component = (name: string) => ({
  "bom-ref": `${name}@1.0.0`,
  type: "library",
  name,
  version: "1.0.0",
  scope: "required",
  purl: `pkg:npm/${name}@1.0.0`,
  externalReferences: [{ type: "distribution", url: "https://registry.test/x.tgz" }],
  licenses: [{ license: { id: "MIT" } }],
});
const needs: Record<string, string[]> = {
  folder: ["page", "tool"],
  page: ["lib", "base"],
  tool: ["only", "base"],
};
const bill = (serialNumber: string, timestamp: string, names: string[]) => ({
  specVersion: "1.5",
  serialNumber,
  metadata: { timestamp, tools: [{ vendor: "npm", version: "1" }], component: component("folder") },
  components: names.map(component),
  dependencies: ["folder", ...names].map((name) => ({
    ref: `${name}@1.0.0`,
    dependsOn: (needs[name] ?? []).map((other) => `${other}@1.0.0`),
  })),
});
const project = { name: "loupe", version: "2.0.0", dependencies: { page: "1.0.0" } };
const names = ["tool", "page", "only", "lib", "base"];

describe("the bill of materials", () => {
  it("depends on the packages only", () => {
    const first = normaliseBill(bill("urn:uuid:1", "2020", names), project);
    const second = normaliseBill(bill("urn:uuid:2", "2021", [...names].reverse()), project);
    expect(first).toBe(second);
    expect(first).not.toMatch(/uuid|2020|registry\.test|tools/);
  });

  it("contains the dependencies and theirs, even if a tool needs them as well", () => {
    const made = JSON.parse(normaliseBill(bill("", "", names), project)) as ReturnType<typeof bill>;
    expect(made.metadata.component).toMatchObject({ name: "loupe", version: "2.0.0", type: "application" });
    expect(made.components.map(({ name }) => name)).toEqual(["base", "lib", "page"]);
    expect(made.dependencies).toEqual([
      { ref: "base@1.0.0", dependsOn: [] },
      { ref: "folder@1.0.0", dependsOn: ["page@1.0.0"] },
      { ref: "lib@1.0.0", dependsOn: [] },
      { ref: "page@1.0.0", dependsOn: ["base@1.0.0", "lib@1.0.0"] },
    ]);
  });

  it("throws for a dependency that has another version in the lock file", () => {
    const other = { ...project, dependencies: { page: "1.0.1" } };
    expect(() => normaliseBill(bill("", "", names), other)).toThrow("page@1.0.1");
  });

  it("of this project contains every direct dependency with its hash", () => {
    const made = JSON.parse(softwareBill(join(import.meta.dirname, "../.."))) as {
      components: { name: string; hashes: { alg: string; content: string }[] }[];
    };
    const found = new Map(made.components.map(({ name, hashes }) => [name, hashes]));
    for (const name of [
      "svelte",
      "comlink",
      "idb",
      "marked",
      "pako",
      "papaparse",
      "smol-toml",
      "virtua",
      "@stablelib/sha256",
    ]) {
      expect(found.get(name)?.[0]?.content, name).toMatch(/^[0-9a-f]{128}$/);
    }
    expect([...found.keys()]).not.toContain("vitest");
  });
});
