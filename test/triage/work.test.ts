/**
 * What hostile guides cost to read. The Markdown lexer goes over the rest of a paragraph for many a mark, so it is the square
 * of the length, which is limited for that reason; more than the square would be too much even so.
 */
import { growth, LINEAR, work } from "../support/work.ts";
import { describe, expect, it } from "vitest";
import { readGuide } from "../../src/triage/guide.ts";
import { pluginAt } from "../../src/triage/plugin.ts";
import { REPEATS } from "./hostile-notes.ts";

const QUADRATIC = 17;

describe("a guide costs no more than the square of its length", () => {
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
])("%s, as deep as a line is long, are not read as Markdown", (_, mark) => {
  expect(growth(4000, (n) => readGuide(mark.repeat(n / mark.length)))).toBeLessThan(LINEAR);
});

it("the end of a plugin is looked for up to a limit, not at the note's end", () => {
  const begun = (n: number) => `!{osquery{"${"x".repeat(n)}`;
  expect(work(() => pluginAt(begun(59_000)))).toBe(work(() => pluginAt(begun(10_000))));
});
