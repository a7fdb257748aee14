import { expect, it } from "vitest";
import { documentFaults } from "../../tools/check-docs.ts";

const there = new Set([
  "README.md",
  "docs",
  "docs/a.md",
  "docs/deep/b.md",
  "src/kql",
  "src/kql/",
  "src/kql/parser.ts",
]);
const faults = (text: string, document = "docs/a.md") =>
  documentFaults(
    new Map([[document, text]]),
    (path) => there.has(path),
    new Map([
      ["src/kql/parser.ts", "export function parseKql(): KqlNode {} const MAX_DEPTH = 1;"],
      ["src/ui/App.svelte", "<p></p>"],
    ]),
  );

it.each([
  "[up](../README.md), [down](deep/b.md#part), [here](#part), [folder](../docs)",
  "[elsewhere](https://example.test/none.md)",
  "`src/kql/`, `src/kql`, `a/path/of/evidence`, `src/` and `npm run unit test/none.ts`",
  "`parseKql` in `src/kql/parser.ts`, `MAX_DEPTH` (`parser.ts`), `kql/parser.ts`, `KqlNode`, `App.svelte`",
  "`host.id`, `none`, `.svelte.ts`, `a.none.json`, `npm run none`, `*.ts`",
  "```sh\ncat src/none.ts [x](none.md) `src/none.ts`\n```",
])("accepts %j", (text) => {
  expect(faults(text)).toEqual([]);
});

it("finds broken links and paths, once each", () => {
  expect(faults("[x](b.md) and [y](../docs/deep/none.md)")).toEqual([
    "docs/a.md links to b.md, which does not exist",
    "docs/a.md links to ../docs/deep/none.md, which does not exist",
  ]);
  expect(faults("`src/none.ts` and `test/none/`")).toEqual([
    "docs/a.md names src/none.ts, which does not exist",
    "docs/a.md names test/none/, which does not exist",
  ]);
  expect(faults("```\nblock\n```\n`src/none.ts`\n```\nblock\n```")).toHaveLength(1);
});

it("resolves a link relative to the document's folder", () => {
  expect(faults("[x](a.md)", "docs/deep/b.md")).toHaveLength(1);
  expect(faults("[x](docs/a.md)", "README.md")).toEqual([]);
});

it("finds names and files that the code does not have", () => {
  expect(faults("`parseEql`, `MAX_WIDTH`, `EqlNode`, `eql/parser.ts`, `None.svelte`")).toEqual(
    ["parseEql", "MAX_WIDTH", "EqlNode", "eql/parser.ts", "None.svelte"].map(
      (name) => `docs/a.md names ${name}, which does not exist`,
    ),
  );
  expect(faults("`parse` in `src/kql/parser.ts` and\n`KqlNode`\n(`App.svelte`)")).toEqual([
    "docs/a.md names parse in src/kql/parser.ts, which does not contain it",
    "docs/a.md names KqlNode in App.svelte, which does not contain it",
  ]);
});
