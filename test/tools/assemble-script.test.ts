import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { assembleScript, type Chunk, reassigned } from "../../tools/assemble-script.ts";

const chunk = (fileName: string, code: string): Chunk => ({ fileName, code });

/** What the page and a worker say when both run. */
function said(page: Chunk, worker: Chunk, shared: readonly Chunk[]): { page: unknown[]; worker: unknown[] } {
  const page_: unknown[] = [];
  const text = runInNewContext(`${assembleScript(page, worker, shared)};String(loupeCode)`, {
    say: (value: unknown) => page_.push(value),
  }) as string;
  const worker_: unknown[] = [];
  runInNewContext(`(${text})().work()`, { say: (value: unknown) => worker_.push(value) });
  return { page: page_, worker: worker_ };
}

describe("assembleScript", () => {
  it("runs what is shared in both, and of the rest only each one's own", () => {
    const { page, worker } = said(
      chunk("a/page.js", `import{n as e,t}from"./shared.js";say("page "+e(1)+t);`),
      chunk("a/worker.js", `import{n as t}from"./shared.js";say("worker "+t(2));`),
      [chunk("a/shared.js", `say("shared");const e="é",n=t=>t+1;export{e as t,n};`)],
    );
    expect(page).toEqual(["shared", "page 2é"]);
    expect(worker).toEqual(["shared", "worker 3"]);
  });

  it("orders shared chunks by their imports", () => {
    const { page, worker } = said(
      chunk("page.js", `import{a}from"./top.js";say(a);`),
      chunk("worker.js", `import{a as b}from"./top.js";import"./base.js";say(b);`),
      [
        chunk("top.js", `import{e as t}from"./middle.js";let e=t+"top";export{e as a};`),
        chunk("middle.js", `import{e as t}from"./base.js";let e=t+"middle ";export{e};`),
        chunk("base.js", `let e="base ";export{e};`),
      ],
    );
    expect([page, worker]).toEqual([["base middle top"], ["base middle top"]]);
  });

  it("is strict in a worker as in the page, which is a module", () => {
    const { page, worker } = said(
      chunk("page.js", `import{t}from"./shared.js";say(t());`),
      chunk("worker.js", `import{t}from"./shared.js";say(t());`),
      [chunk("shared.js", `function t(){return this===void 0}export{t};`)],
    );
    expect([page, worker]).toEqual([[true], [true]]);
  });

  it("lets the page wait at its top level", () => {
    expect(assembleScript(chunk("page.js", "await 1;"), chunk("worker.js", ""), [])).toContain("await 1;");
  });

  it.each([
    ["a worker that waits at its top level", "", "await 1;", "", "cannot be parsed"],
    ["shared code that waits at its top level", "", "", "await 1;", "cannot be parsed"],
    ["import.meta", "", "import.meta.url;", "", "worker.js uses import.meta"],
    ["a default export", "", "", "export default 1;", "shared.js has an export that"],
    ["an exported declaration", "", "", "export const a = 1;", "shared.js has an export that"],
    ["an export of another chunk's", "", "", `export{a}from"./b.js";`, "shared.js has an export that"],
    ["a namespace", `import*as a from"./shared.js";`, "", "", "page.js imports a whole module"],
    ["a default import", `import a from"./shared.js";`, "", "", "page.js imports a whole module"],
    ["an unknown chunk", `import{a}from"./other.js";`, "", "", "./other.js is imported, but"],
    ["a name of its own in the page", "const loupeChunks=1;", "", "", "cannot be parsed"],
    ["a circle", "", "", `import{a as b}from"./shared.js";let a=b;export{a};`, "a circle"],
  ])("refuses %s", (_what, page, worker, shared, fault) => {
    expect(() =>
      assembleScript(chunk("page.js", page), chunk("worker.js", worker), [chunk("shared.js", shared)]),
    ).toThrow(fault);
  });
});

describe("reassigned", () => {
  it.each([
    ["an assignment", "let a = 1; function set() { a = 2; } export { a };"],
    ["a compound assignment", "var a = 1; const add = () => (a += 2); export { a as b };"],
    ["an increment", "let a = 1; function next() { return a++; } export { a };"],
    ["a pattern", "let a = 1, b; function swap(c) { [{ d: a = 3, ...b }] = c; } export { a };"],
    ["a loop", "let a; for (a of [1]); export { a };"],
  ])("finds %s", (_what, code) => {
    expect(reassigned(chunk("a.js", code))).toEqual(["a"]);
  });

  it("does not mind what is never exported, never changed or no variable", () => {
    const code = `let a = 1; a++; const b = { c: 1 }; b.c = 2; function d() { let d = 1; d = 2; } export { b, d };`;
    expect(reassigned(chunk("a.js", code))).toEqual([]);
  });
});
