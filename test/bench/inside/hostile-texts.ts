import { compileEql } from "../../../src/eql/index.ts";
import { compileKql } from "../../../src/kql/index.ts";
import { looksLikeRules } from "../../../src/rules/files/index.ts";
import { HEAD_BYTES } from "../../../src/rules/files/limits.ts";
import { readRules } from "../../../src/rules/index.ts";
import { readGuide } from "../../../src/triage/guide.ts";
import { REPEATS } from "../../triage/hostile-notes.ts";

/** `node hostile-texts.js`: reads each text once the code is warm, and prints the slowest of every kind. */

const LENGTH = 59_000; // a guide may have 60,000 characters

interface Kind {
  readonly parts: readonly string[];
  readonly read: (text: string) => unknown;
}

const kinds: Readonly<Record<string, Kind>> = {
  guide: { parts: REPEATS, read: readGuide },
  eql: {
    parts: [
      "(",
      '"',
      '"a" ',
      "`",
      "/*",
      "\\",
      " ",
      "\n",
      "a.",
      "not ",
      "x == 1 and ",
      "1e",
      '"""',
      "?",
      "// ",
    ],
    read: (text) => [compiled(compileEql, text), compiled(compileEql, `any where ${text}`)],
  },
  kql: {
    parts: ["(", "not ", '"', "\\", "a:", "a and ", " ", "a:{", "*", "a or b:(c ", "<", "\\u00"],
    read: (text) => compiled(compileKql, text),
  },
  rules: {
    parts: ["[", "{", '{"a":', "\n", "# x\n", " ", "[rule", '"', "\\", "a=", "[[a]]\n", "\0", "a.", "'''"],
    read: (text) => [readRules(text, "x"), readRules(`[rule]\nname = "x"${text}\n`, "x")],
  },
  "rule head": {
    parts: ["[", "{", '{"a":', "\n", "# x\n", " ", "[rule", '"', "\\", "a=", "[[a]]\n", "\0", "- "],
    read: (text) => looksLikeRules(new TextEncoder().encode(text).subarray(0, HEAD_BYTES), "x.toml"),
  },
};

/** Most of these texts are not queries and throw an error. */
function compiled(compile: (text: string) => unknown, text: string): unknown {
  try {
    return compile(text);
  } catch (error) {
    return error;
  }
}

const slowest = Object.entries(kinds).map(([kind, { parts, read }]) => {
  const times = parts.map((part) => {
    const text = part.repeat(LENGTH / part.length);
    read(part.repeat(100));
    const started = performance.now();
    read(text);
    return { part, milliseconds: Math.round(performance.now() - started) };
  });
  return { kind, ...times.reduce((worst, time) => (time.milliseconds > worst.milliseconds ? time : worst)) };
});
console.log(JSON.stringify(slowest));
