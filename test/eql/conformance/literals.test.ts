import { describe, expect, it } from "vitest";
import { evaluateEql } from "../../../src/eql/index.ts";
import type { Scalar } from "../../../src/ecs/flat-event.ts";
import { errorOf } from "../helpers.ts";

const raw = String.raw;

function table(rows: readonly (readonly [string, Scalar | null])[]): void {
  it.each(rows)("%s", (expression, expected) => {
    expect(evaluateEql(expression, {})).toBe(expected);
  });
}

describe("escapes", () => {
  table([
    [raw`"tab\there"`, "tab\there"],
    [raw`"C:\\Users\\\"me\""`, 'C:\\Users\\"me"'],
    [raw`"\u{5a}oo"`, "Zoo"],
    [raw`"\u{000000E9}t\u{e9}"`, "été"],
    [raw`"\u{1F600}"`, "😀"],
    [raw`"\u{D7fF}\u{E000}"`, "\ud7ff\ue000"],
    // A double backslash before u leaves plain text; a third one starts an escape.
    [raw`"a\\u{41}"`, raw`a\u{41}`],
    [raw`"a\\\u{41}"`, raw`a\A`],
    [raw`"a\\u0041"`, raw`a\u0041`],
  ]);

  it.each([
    ["too few digits", raw`"\u{7}"`],
    ["too many digits", raw`"\u{000000041}"`],
    ["no digits", raw`"\u{}"`],
    ["a letter that is not a digit", raw`"\u{4G}"`],
    ["no closing brace", raw`"\u{41"`],
    ["a surrogate", raw`"\u{DABC}"`],
    ["a code point beyond Unicode", raw`"\u{110000}"`],
    ["an unknown escape", raw`"\d"`],
  ])("reject %s", (_, expression) => {
    expect(errorOf(() => evaluateEql(expression, {})).line).toBe(1);
  });

  // Elasticsearch removed \uXXXX before its release (pull request 70514): only the form with braces exists.
  it.each([raw`"\u0041"`, raw`"\u00e9}"`])("reject %s", (expression) => {
    errorOf(() => evaluateEql(expression, {}));
  });

  // Zero is an ordinary character.
  it.each([raw`"\u{00}"`, raw`"\u{00000000}"`])("accept %s", (expression) => {
    expect(evaluateEql(expression, {})).toBe("\0");
  });
});

describe("raw strings", () => {
  table([
    [raw`"""C:\new\"quoted"""`, raw`C:\new\"quoted`],
    ['""""one"""', '"one'],
    ['"""two""""', 'two"'],
    ['"""""both"""""', '""both""'],
    ['""""""', ""],
    ['"""a""b"""', 'a""b'],
  ]);

  it.each(['""""""text"""', '"""open', '"""two\nlines"""', "'single'", `?"old"`, "?'old'"])(
    "reject %j",
    (expression) => {
      errorOf(() => evaluateEql(expression, {}));
    },
  );
});

describe("numbers", () => {
  table([
    ["007", 7],
    ["7.", 7],
    [".25", 0.25],
    ["1.5e3", 1500],
    [".5E-1", 0.05],
    ["4611686018427387904", "4611686018427387904"],
    ["9223372036854775807", "9223372036854775807"],
    ["9223372036854775808", 2 ** 63],
    ["7 / 2", 3],
    ["-7 / 2", -3],
    ["-7 % 3", -1],
    ["7 / 2.0", 3.5],
    ["2 + 3 * 4 - 6 / 4", 13],
    ["1 - -2", 3],
    ["- (2 + 3)", -5],
  ]);

  it.each(["1.2.3", "1a", "0x10", "1e", "5 5", "9223372036854775807 + 1", "1 / 0", "1 % 0"])(
    "reject %s",
    (expression) => {
      errorOf(() => evaluateEql(expression, {}));
    },
  );
});
