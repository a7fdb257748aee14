import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { asciiScript } from "../../tools/ascii-script.ts";

describe("asciiScript", () => {
  it.each([
    ["a string", `"é … 😀 \\\\"`],
    ["a template", "`é ${1} …\n`"],
    ["a key", `Object.keys({ "é": 1 })[0]`],
    ["a pattern", `"a…é".replace(/[…é]/g, "x")`],
    ["a pattern of code points", `"a😀".replace(/[😀]/u, "x")`],
    ["a comment", `1 /* © */`],
  ])("means the same with %s", (_what, code) => {
    const ascii = asciiScript(code);
    expect(ascii).toMatch(/^[\0-\x7f]*$/);
    expect(runInNewContext(ascii)).toEqual(runInNewContext(code));
  });

  it.each([
    ["a name", "const é = 1;"],
    ["a template that is read as it is written", "String.raw`é`"],
    ["an escaped character", `"\\é"`],
  ])("refuses %s", (_what, code) => {
    expect(() => asciiScript(code)).toThrow("no escape for é");
  });
});
