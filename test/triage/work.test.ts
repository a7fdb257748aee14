/**
 * The cost of hostile guides. For many marks the Markdown lexer reads the rest of the paragraph, which is quadratic,
 * so the length of a guide is limited. More than quadratic would be too slow even so.
 */
import { growth, LINEAR, work } from "../support/work.ts";
import { describe, expect, it } from "vitest";
import { readGuide } from "../../src/triage/guide.ts";
import { pluginAt } from "../../src/triage/plugin.ts";
import { REPEATS } from "./hostile-notes.ts";

const QUADRATIC = 17;

describe("reading a guide is at most quadratic in its length", () => {
  it.each(REPEATS)("%j", (part) => {
    expect(growth(1000, (n) => readGuide(part.repeat(n / part.length)))).toBeLessThan(QUADRATIC);
  });

  it.each<[string, (n: number) => string]>([
    [
      "lists nested line by line",
      (n) => Array.from({ length: Math.sqrt(n) }, (_, i) => " ".repeat(2 * i) + "- a").join("\n"),
    ],
    ["emphasis in emphasis", (n) => "*_".repeat(n / 4) + "a" + "_*".repeat(n / 4)],
    ["quotes line by line", (n) => `${">".repeat(31)} a\n`.repeat(n / 34)],
  ])("%s", (_, note) => {
    expect(growth(1000, (n) => readGuide(note(n)))).toBeLessThan(QUADRATIC);
  });
});

it.each([
  ["quotes in quotes", ">"],
  ["lists in lists", "- "],
  ["numbered lists in lists", "1. "],
])("%s as deep as the line is long are not read as Markdown", (_, mark) => {
  expect(growth(4000, (n) => readGuide(mark.repeat(n / mark.length)))).toBeLessThan(LINEAR);
});

it("the end of a plugin is searched up to a limit, not to the end of the note", () => {
  const begun = (n: number) => `!{osquery{"${"x".repeat(n)}`;
  expect(work(() => pluginAt(begun(59_000)))).toBe(work(() => pluginAt(begun(10_000))));
});
