import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowsArguments } from "../../../src/sources/windows/command-line.ts";
import { splitOutsideQuotes } from "../../../src/sources/windows/security.ts";

describe("windowsArguments", () => {
  it.each<[string, string[]]>([
    ["", []],
    ["  \t ", []],
    ["a b\tc", ["a", "b", "c"]],
    ['"C:\\Program Files\\x.exe" -a ', ["C:\\Program Files\\x.exe", "-a"]],
    ['a "" b', ["a", "", "b"]],
    ['a"b c"d', ["ab cd"]],
    ["a\\\\b", ["a\\\\b"]],
    ['a\\"b', ['a"b']],
    ['a\\\\"b c"', ["a\\b c"]],
    ['a\\\\\\"b c', ['a\\"b', "c"]],
    ['"a""b" c', ['a"b c']],
    ['"a \\" b"', ['a " b']],
    ["c:\\ d", ["c:\\", "d"]],
    ['"unclosed x', ["unclosed x"]],
    ['x "C:\\dir\\"', ["x", 'C:\\dir"']],
  ])("splits %j", (line, args) => expect(windowsArguments(line)).toEqual(args));

  it("agrees with the pipeline's own loop", () => {
    const piece = fc.constantFrom(" ", "\t", '"', "\\", "a", "b");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const line = pieces.join("");
        expect(windowsArguments(line)).toEqual(byCharacters(line));
      }),
      { numRuns: 3000 },
    );
  });

  it("takes time in proportion to the length of the line", () => {
    expect(windowsArguments(`${"\\".repeat(300_000)}"${" x".repeat(300_000)}`).length).toBe(1);
  });
});

/** Applies the rules one character at a time: a pending run of backslashes, and whether a quote is open. */
function byCharacters(line: string): string[] {
  const args: string[] = [];
  let rest = line;
  while (rest !== "") {
    if (rest[0] === " " || rest[0] === "\t") {
      rest = rest.slice(1);
      continue;
    }
    let arg = "";
    let slashes = 0;
    let quoted = false;
    let ended = false;
    while (rest !== "" && !ended) {
      const c = rest[0]!;
      rest = rest.slice(1);
      if (c === "\\") slashes++;
      else if (c === '"') {
        arg += "\\".repeat(Math.floor(slashes / 2));
        if (slashes % 2 === 1) arg += '"';
        else {
          if (quoted && rest[0] === '"') {
            arg += '"';
            rest = rest.slice(1);
          }
          quoted = !quoted;
        }
        slashes = 0;
      } else if (!quoted && (c === " " || c === "\t")) ended = true;
      else {
        arg += "\\".repeat(slashes) + c;
        slashes = 0;
      }
    }
    args.push(arg + "\\".repeat(slashes));
  }
  return args;
}

it.each<[string, string[]]>([
  ["x.exe a b", ["x.exe", "a", "b"]],
  ['"C:\\a b.exe" c', ['"C:\\a b.exe"', "c"]],
  ["x  y ", ["x", "", "y", ""]],
])("splitOutsideQuotes keeps the quotes of %j, like the Security pipeline", (line, args) => {
  expect(splitOutsideQuotes(line)).toEqual(args);
});
