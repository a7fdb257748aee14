import { describe, expect, it } from "vitest";
import { Analysis } from "../../src/kql/analysis.ts";
import { scriptWords, standardWords } from "../../src/kql/words.ts";

describe("standardWords", () => {
  it.each([
    ["New-Object System.Net.WebClient", ["new", "object", "system.net.webclient"]],
    ["[Reflection.Assembly]::Load($x)", ["reflection.assembly", "load", "x"]],
    ["a_b __ _c 1,000 1.5 x1.5 x1.y a,b it's 'q'", "a_b|_c|1,000|1.5|x1.5|x1|y|a|b|it's|q".split("|")],
    ["C:\\Windows\\system32", ["c", "windows", "system32"]],
    ["a:b a::b a. .a", ["a:b", "a", "b", "a", "a"]],
    ["", []],
    [".,;-$", []],
    ["É e\u0301x Straße", ["é", "e\u0301x", "straße"]],
    ["\u212aelvin \u0130", ["kelvin", "i"]],
    ["東京 カタカナ ひら 한국어", ["東", "京", "カタカナ", "ひ", "ら", "한국어"]],
    ["สวัสดี x", ["สวัสดี", "x"]],
    ["a🙂b", ["a", "🙂", "b"]],
    ["x".repeat(300), ["x".repeat(255), "x".repeat(45)]],
  ])("splits %j", (text, words) => {
    expect(standardWords(text)).toEqual(words);
  });
});

describe("scriptWords", () => {
  it("keeps hyphens, and drops all characters outside ASCII", () => {
    expect(scriptWords("New-Object System.Net.WebClient; $é_x --")).toEqual([
      "new-object",
      "system",
      "net",
      "webclient",
      "_x",
      "--",
    ]);
  });
});

describe("Analysis", () => {
  const analysis = new Analysis(["a", "b", "a", "a", "c"]);
  it.each([
    [["a", "a", "c"], true],
    [["a", "b", "a"], true],
    [["a", "c", "a"], false],
    [["c", "a"], false],
    [[], false],
  ])("finds the phrase %j: %s", (words, found) => {
    expect(analysis.hasPhrase(words)).toBe(found);
  });

  it("finds single words", () => {
    expect([analysis.hasAny(["x", "b"]), analysis.hasAny(["x"]), analysis.hasAny([])]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
