import { expect, it } from "vitest";
import { documentFaults } from "../../tools/check-docs.ts";

const there = new Set(["README.md", "docs", "docs/a.md", "docs/deep/b.md", "src/kql", "src/kql/"]);
const faults = (text: string, document = "docs/a.md") =>
  documentFaults(new Map([[document, text]]), (path) => there.has(path));

it.each([
  "[up](../README.md), [down](deep/b.md#part), [here](#part), [folder](../docs)",
  "[elsewhere](https://example.test/none.md)",
  "`src/kql/`, `src/kql`, `a/path/of/evidence`, `src/` and `npm run unit test/none.ts`",
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
