import { join } from "node:path";
import { Linter, type Rule } from "eslint";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
/** ESLint loads it as JavaScript, so it has no types. */
const { layers } = (await import(join(root, "tools/layers.js"))) as { readonly layers: Rule.RuleModule };
const linter = new Linter({ cwd: root });

/** What the rule says of a file in src that imports something. */
function faults(file: string, imported: string): (string | null | undefined)[] {
  const config: Linter.Config = {
    files: ["**/*.ts"],
    plugins: { loupe: { rules: { layers } } },
    rules: { "loupe/layers": "error" },
  };
  const found = linter.verify(`import "${imported}";`, [config], { filename: join(root, file) });
  return found.map(({ messageId, message }) => messageId ?? message);
}

describe("the layer rule", () => {
  it.each([
    ["src/kql/a.ts", "../match/index.ts"],
    ["src/kql/a.ts", "./b.ts"],
    ["src/kql/deep/a.ts", "../b.ts"],
    ["src/scan/a.ts", "../rules/run/index.ts"],
    ["src/app/case/a.ts", "../../wording/index.ts"],
    ["src/ui/a.ts", "../app/index.ts"],
    ["src/main.ts", "./ui/App.svelte"],
    ["workers/a.ts", "../src/scan/index.ts"],
    ["src/kql/a.ts", "pako"],
  ])("accepts in %s an import of %s", (file, imported) => {
    expect(faults(file, imported)).toEqual([]);
  });

  it.each([
    ["src/match/a.ts", "../kql/index.ts", "direction"],
    ["src/app/a.ts", "../ui/App.svelte", "direction"],
    ["src/ecs/a.ts", "../constructor/index.ts", "direction"],
    ["src/rules/a.ts", "../kql/parser.ts", "door"],
    ["src/scan/a.ts", "../rules/files/limits.ts", "door"],
    ["src/new/a.ts", "../match/index.ts", "unknown"],
    ["src/constructor/a.ts", "../match/index.ts", "unknown"],
    ["src/rules/a.ts", "../new/index.ts", "direction"],
  ])("refuses in %s an import of %s: %s", (file, imported, fault) => {
    expect(faults(file, imported)).toEqual([fault]);
  });
});
