/** The cost of hostile queries, and of hostile texts for a query. */
import { growth, LINEAR } from "../support/work.ts";
import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { compileKql, KqlError } from "../../src/kql/index.ts";
import { scriptWords, standardWords } from "../../src/kql/words.ts";

function compile(text: string): void {
  try {
    compileKql(text);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
  }
}

describe("parsing and compiling is linear in the length of the query", () => {
  it.each(["(", "not ", '"', "\\", "a:", "a and ", " ", "a:{", "*", "not (", "a or b:(c ", "a: b and "])(
    "%j",
    (part) => {
      expect(growth(1000, (n) => compile(part.repeat(n)))).toBeLessThan(LINEAR);
    },
  );

  it("a list of values", () => {
    expect(growth(500, (n) => compile(`a:(${Array(n).fill("x").join(" or ")})`))).toBeLessThan(LINEAR);
  });
});

describe("matching is linear in the length of the event's text", () => {
  const script = "powershell.file.script_block_text";
  it.each<[string, string, string]>([
    [`a: ${"*a".repeat(100)}*b`, "a", "a"],
    [`message: "${"a b ".repeat(50)}c"`, "message", "a b "],
    [`message: ${"*a".repeat(50)}*c`, "message", "a b "],
    [`${script}: *x-x-y*`, script, "x-"],
  ])("%s", (query, field, part) => {
    const { matches } = compileKql(query);
    let texts = 0; // a text is split into words only once, so each text must be new
    const match = (n: number) => matches(flatten({ [field]: `${part.repeat(n)}${++texts}` }));
    expect(growth(2000, match)).toBeLessThan(LINEAR);
  });
});

describe("splitting a text into words is linear in its length", () => {
  it.each(["a.", "_", "a'", "\u0301", "1,", "🙂", "a_b-", "a\u0301", "x"])("%j", (part) => {
    expect(growth(2000, (n) => standardWords(part.repeat(n)))).toBeLessThan(LINEAR);
    expect(growth(2000, (n) => scriptWords(part.repeat(n)))).toBeLessThan(LINEAR);
  });
});
