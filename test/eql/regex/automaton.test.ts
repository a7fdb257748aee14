import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRegex } from "../../../src/eql/regex/automaton.ts";
import { errorOf } from "../helpers.ts";

const lucene = (pattern: string, text: string, ignoreCase = false): boolean =>
  compileRegex([pattern], { ignoreCase, dialect: "lucene" })(text);
const java = (pattern: string, text: string, ignoreCase = false): boolean =>
  compileRegex([pattern], { ignoreCase, dialect: "java" })(text);

describe("Lucene's syntax", () => {
  it.each([
    ["abc", "abc", true],
    ["abc", "xabc", false],
    ["abc", "abcx", false],
    ["", "", true],
    ["", "x", false],
    ["a|b|cd", "cd", true],
    ["(a|b)c", "bc", true],
    ["()", "", true],
    ["a()b", "ab", true],
    ["a?", "", true],
    ["a*", "aaa", true],
    ["a+", "", false],
    ["a{2}", "aa", true],
    ["a{2}", "a", false],
    ["a{2,}", "aaaa", true],
    ["a{1,2}", "aaa", false],
    ["(ab){2,3}", "ababab", true],
    ["a{0}", "", true],
    [".", "\n", true],
    [".", "💩", true],
    ["..", "💩", false],
    [".*?net1[ ]+localgroup.*?", "x net1  localgroup y", true],
    ["^a$", "a", false],
    ["^a$", "^a$", true],
    ["[a-c]+", "abcabc", true],
    ["[a-c]", "d", false],
    ["[^a-c]", "d", true],
    ["[^a-c]", "b", false],
    ["[]a]", "]", true],
    ["[a\\-c]", "-", true],
    ["[a\\-c]", "b", false],
    ["[\\]]", "]", true],
    ["[.*]", "*", true],
    ["[.*]", "x", false],
    ["\\.", ".", true],
    ["\\.", "x", false],
    ["\\\\", "\\", true],
    ["\\q", "q", true],
    ["\\d+", "42", true],
    ["\\w", "_", true],
    ["\\W", "_", false],
    ["\\s", "\t", true],
    ["[\\d.]+", "1.2", true],
    ["~(ab)", "ab", false],
    ["~(ab)", "abc", true],
    ["~(.*x.*)", "axb", false],
    ["~(.*x.*)", "ab", true],
    ["aaa.+&.+bbb", "aaabbb", true],
    ["aaa.+&.+bbb", "aaab", false],
    ["~~a", "a", true],
    ["@", "anything", true],
    ["@&~(foo.+)", "foobar", false],
    ["@&~(foo.+)", "bar", true],
    ["#", "", false],
    ["#|abc", "abc", true],
    ['"a.b*"', "a.b*", true],
    ['"a.b"', "axb", false],
    ["<1-100>", "7", true],
    ["<1-100>", "0100", true],
    ["<1-100>", "101", false],
    ["<01-10>", "7", false],
    ["<01-10>", "07", true],
    ["<0-9>", "00", false],
    ["<5-123>", "0000123", true],
    ["<123-5>", "6", true],
    ["*a", "*a", true],
    ["(|a)", "|a", true],
    ["a]", "a]", true],
    ["a}", "a}", true],
    ["[é-ü]", "ö", true],
    ["é+", "éé", true],
  ])("%j on %j: %s", (pattern, text, expected) => {
    expect(lucene(pattern, text)).toBe(expected);
  });

  it("ignores the case of ASCII letters, but not of ranges", () => {
    expect(lucene("power[S]hell", "POWERshell", true)).toBe(true);
    expect(lucene("[a-c]", "B", true)).toBe(false);
    expect(lucene("[abc]", "B", true)).toBe(true);
    expect(lucene("[^a]", "A", true)).toBe(false);
    expect(lucene('"Ab"', "aB", true)).toBe(true);
    expect(lucene("é", "É", true)).toBe(false);
    expect(lucene("a", "A")).toBe(false);
  });

  it.each([
    "a|",
    "(",
    "(a",
    "a)",
    "[",
    "[a",
    "[a-]",
    "[c-a]",
    "a{",
    "a{x}",
    "a{2,1}",
    "a{,3}",
    "\\",
    '"a',
    "<a>",
    "<1-",
    "<name>",
    "~",
    "a{10001}",
    "(a{1000}){1000}",
    "(".repeat(200),
  ])("rejects %j", (pattern) => {
    expect(errorOf(() => lucene(pattern, "")).message).toMatch(/regular expression/);
  });

  it("matches any pattern of a list", () => {
    expect(compileRegex(["a+", "b"], { ignoreCase: false, dialect: "lucene" })("b")).toBe(true);
  });
});

describe("java.util.regex on the result of a function", () => {
  it.each([
    ["^a.c$", "abc", true],
    ["a.c", "a\nc", false],
    ["(?:ab)+", "abab", true],
    ['a~b&c@#"<', 'a~b&c@#"<', true],
    ["a+?", "aa", true],
    ["a|", "", true],
    ["()", "", true],
    ["[a-]", "-", true],
    ["\\d\\$", "1$", true],
  ])("%j on %j: %s", (pattern, text, expected) => {
    expect(java(pattern, text)).toBe(expected);
  });

  it("ignores the case of ranges as well", () => {
    expect(java("[a-c]", "B", true)).toBe(true);
    expect(java("[a-c]", "D", true)).toBe(false);
  });

  it.each(["(?=a)", "(?<n>a)", "a++", "\\bx", "a^b", "\\1"])("rejects %j", (pattern) => {
    expect(errorOf(() => java(pattern, "")).message).toMatch(/supported|only allowed/);
  });
});

describe("comparison with JavaScript's own engine", () => {
  const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab)", "(a*|b)");
  const part = fc.tuple(atom, fc.constantFrom("", "*", "+", "?", "{2}", "{1,3}")).map((p) => p.join(""));
  const pattern = fc.array(part, { minLength: 1, maxLength: 5 }).map((p) => p.join(""));
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });

  it("agrees on random patterns", () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => lucene(p, t) === new RegExp(`^(?:${p})$`, "s").test(t)),
      { numRuns: 3000 },
    );
  });

  it("agrees on complements and intersections", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (p, q, t) => {
        const [a, b] = [lucene(p, t), lucene(q, t)];
        return (
          lucene(`~(${p})`, t) === !a &&
          lucene(`(${p})&(${q})`, t) === (a && b) &&
          lucene(`${p}|${q}`, t) === (a || b)
        );
      }),
    );
  });
});

describe("expensive patterns", () => {
  it("are matched although backtracking would explode", () => {
    expect(lucene("(a+)+b", "a".repeat(100_000))).toBe(false);
    expect(lucene("(a|a)*b", "a".repeat(100_000))).toBe(false);
    expect(lucene("(a?){50}a{50}", "a".repeat(49))).toBe(false);
    expect(lucene("(.*a){20}", "a".repeat(2000))).toBe(true);
  });

  it("are matched although they have exponentially many states", () => {
    let seed = 1;
    const text = Array.from(
      { length: 20_000 },
      () => ((seed = (seed * 1103515245 + 12345) % 2 ** 31), seed & 65536 ? "a" : "b"),
    ).join("");
    expect(lucene("(a|b)*a(a|b){30}", text)).toBe(text.at(-31) === "a");
  });
});
