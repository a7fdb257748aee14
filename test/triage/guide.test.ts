import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText, readGuide, type Block, type Inline } from "../../src/triage/index.ts";
import { REPEATS } from "./hostile-notes.ts";

/** The inlines of a note that consists of one paragraph. */
function inlines(note: string): readonly Inline[] {
  const [block, ...rest] = readGuide(note).introduction;
  expect(rest).toEqual([]);
  if (block?.kind !== "paragraph") throw new Error(`${JSON.stringify(block)} is no paragraph`);
  return block.inlines;
}
const shown = (note: string) => plainText(inlines(note));

describe("readGuide: sections", () => {
  it("recognises headings of any level and case, with a colon or setext underlines", () => {
    const note = [
      "# TRIAGE AND ANALYSIS:",
      "#### Investigating A Thing",
      "One.",
      "> **Note**: two.",
      "### possible Investigation Steps:",
      "- a\n- b",
      "False-Positive Analysis\n---",
      "1. c",
      "##### Response & remediation :",
      "* d\n* e\n* f",
      "## Setup",
      "- g",
    ].join("\n\n");
    const guide = readGuide(note);
    expect(guide.introduction.map(({ kind }) => kind)).toEqual(["paragraph", "quote"]);
    expect(
      guide.sections.map(({ id, title, steps }) => [id, title, steps.map(({ number }) => number)]),
    ).toEqual([
      ["investigation", "possible Investigation Steps", [1, 2]],
      ["false-positive", "False-Positive Analysis", [1]],
      ["response", "Response & remediation", [1, 2, 3]],
      ["other", "Setup", []],
    ]);
  });

  it("keeps the text, sub-headings and lists of a section in order, and numbers its steps continuously", () => {
    const note =
      "### Response and remediation\nFirst:\n- a\n  - a1\n\n#### On Windows\n- b\n\n### Related rules\n- r";
    const [response, other] = readGuide(note).sections;
    expect(response!.blocks.map(({ kind }) => kind)).toEqual(["paragraph", "steps", "heading", "steps"]);
    expect(response!.steps.map(({ number }) => number)).toEqual([1, 2]);
    expect(response!.steps[0]!.blocks.map(({ kind }) => kind)).toEqual(["paragraph", "list"]);
    expect(response!.blocks.flatMap((block) => (block.kind === "steps" ? block.steps : []))).toEqual(
      response!.steps,
    );
    expect(other).toMatchObject({ id: "other", title: "Related rules", steps: [] });
    expect(other!.blocks.map(({ kind }) => kind)).toEqual(["list"]);
  });

  it("begins a known section at a heading of any level, but other sections only at the level of the open one", () => {
    const note = "## Possible investigation steps\n- a\n### Deeper\n- b\n#### False positive analysis\n- c";
    expect(readGuide(note).sections.map(({ id, steps }) => [id, steps.length])).toEqual([
      ["investigation", 2],
      ["false-positive", 1],
    ]);
  });

  it("accepts a note without headings, and an empty note", () => {
    expect(readGuide("- a\n- b").introduction).toMatchObject([{ kind: "list" }]);
    expect(readGuide("")).toEqual({ introduction: [], sections: [] });
  });
});

describe("readGuide: text as the reader must see it", () => {
  it.each([
    ["C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\System32\\svchost.exe"],
    ["C:\\Windows\\* and C:\\Users\\*\\AppData\\_x_", "C:\\Windows\\* and C:\\Users\\*\\AppData\\_x_"],
    ["C:\\Program Files\\(x)\\.net", "C:\\Program Files\\(x)\\.net"],
    ["%LOCALAPPDATA%\\CrashDumps\\*.dmp", "%LOCALAPPDATA%\\CrashDumps\\*.dmp"],
    ["HKLM\\SOFTWARE\\Microsoft\\_x", "HKLM\\SOFTWARE\\Microsoft\\_x"],
    ["\\\\REGISTRY\\\\MACHINE\\\\SOFTWARE", "\\REGISTRY\\MACHINE\\SOFTWARE"],
    ["Copied to \\\\server\\share\\x", "Copied to \\\\server\\share\\x"],
    ["Not \\*emphasised\\* and 1\\. no list", "Not *emphasised* and 1. no list"],
    ["snake_case_name __proto__x", "snake_case_name __proto__x"],
    ["*.exe and *.dll", "*.exe and *.dll"],
    ["below /srv/* or /opt/*, named *note*", "below /srv/* or /opt/*, named *note*"],
    ["C:\\Temp*\\a or D:\\*x", "C:\\Temp*\\a or D:\\*x"],
    ["keys in ~/.ssh or (~root/.ssh) and ~/x", "keys in ~/.ssh or (~root/.ssh) and ~/x"],
    ["a &lt; b &amp; c &#60;i&#x3E; &amp;lt; &unknown; &#0;", "a < b & c <i> &lt; &unknown; \uFFFD"],
    ["<script>alert(1) &lt;</script>", "<script>alert(1) &lt;</script>"],
    ["see <b>this</b>\nand that", "see <b>this</b> and that"],
    ["a $osquery_0 b $investigate_12", "a $osquery_0 b $investigate_12"],
  ])("%j is shown as %j", (note, text) => {
    expect(shown(note)).toBe(text);
  });

  it("keeps code spans literal", () => {
    const code = "C:\\Windows\\*_x_ &lt; <b> \\\\server";
    expect(inlines(`\`${code}\``)).toEqual([{ kind: "code", text: code }]);
  });

  it("keeps the last backslash of a path at the end of a line", () => {
    expect(inlines("C:\\Temp\\\nnext")).toEqual([
      { kind: "text", text: "C:\\Temp\\" },
      { kind: "break" },
      { kind: "text", text: "next" },
    ]);
  });

  it("turns raw HTML, images and link definitions into text, never markup", () => {
    expect(shown("<div onclick=x>\n*a* {{b}}\n</div>")).toBe("<div onclick=x>\n*a* {{b}}\n</div>");
    expect(inlines("![alt](http://x/y.png)")).toEqual([
      { kind: "link", text: "alt", href: "http://x/y.png" },
    ]);
    expect(inlines("[go](javascript:alert\\(1\\))")).toEqual([
      { kind: "link", text: "go", href: "javascript:alert(1)" },
    ]);
    expect(inlines("[a]: http://b")).toEqual([{ kind: "text", text: "[a]: http://b" }]);
  });

  it("reads emphasis, strikethrough, tables, code blocks, tasks, rules and numbered lists", () => {
    expect(inlines("**a _b_** ~~c~~")).toEqual([
      {
        kind: "strong",
        inlines: [
          { kind: "text", text: "a " },
          { kind: "emphasis", inlines: [{ kind: "text", text: "b" }] },
        ],
      },
      { kind: "text", text: " " },
      { kind: "deleted", inlines: [{ kind: "text", text: "c" }] },
    ]);
    const cell = (text: string) => [{ kind: "text", text }];
    expect(readGuide("|a|b|\n|-|-|\n|1|2|\n\n---\n\n```sh\nx < y\n```\n\n3. z").introduction).toEqual([
      { kind: "table", header: [cell("a"), cell("b")], rows: [[cell("1"), cell("2")]] },
      { kind: "line" },
      { kind: "code", text: "x < y", language: "sh" },
      { kind: "list", start: 3, items: [[{ kind: "paragraph", inlines: cell("z") }]] },
    ]);
    for (const tasks of ["- [ ] a\n- [x] b", "- [ ] a\n\n- [x] b"]) {
      const [list] = readGuide(tasks).introduction;
      const items = list?.kind === "list" ? list.items.flat() : [];
      expect(items.map((block) => block.kind === "paragraph" && plainText(block.inlines))).toEqual([
        "[ ] a",
        "[x] b",
      ]);
    }
  });
});

describe("readGuide: placeholders and plugins", () => {
  it("finds placeholders in prose, bold, code and HTML", () => {
    expect(inlines("On {{host.name}} by `x {{ winlog.event_data.A_b }}` **{{@timestamp}}**")).toEqual([
      { kind: "text", text: "On " },
      { kind: "placeholder", field: "host.name" },
      { kind: "text", text: " by " },
      { kind: "code", text: "x " },
      { kind: "placeholder", field: "winlog.event_data.A_b" },
      { kind: "text", text: " " },
      { kind: "strong", inlines: [{ kind: "placeholder", field: "@timestamp" }] },
    ]);
  });

  it("finds a placeholder after text of any length", () => {
    for (const length of [1_990, 1_997, 1_998, 1_999, 2_000, 2_001, 4_500]) {
      const found = inlines(`${"x".repeat(length)}{{a_b}}_y_`);
      expect(found).toEqual([
        { kind: "text", text: "x".repeat(length) },
        { kind: "placeholder", field: "a_b" },
        expect.anything(),
      ]);
    }
  });

  it.each(["{{}}", "{{a b}}", "{{a", "{{{", "{ {a}}"])("keeps %j as text", (note) => {
    expect(shown(note)).toBe(note);
  });

  it("shows an unknown plugin verbatim, with its placeholders", () => {
    const plugin = '!{investigate{"label":"a_b_ *c*","x":"} \\" {","providers":[[{"value":"{{host.id}}"}]]}}';
    const found = inlines(`- ${plugin} after`.slice(2));
    expect(plainText(found)).toBe(`${plugin} after`);
    expect(found).toContainEqual({ kind: "placeholder", field: "host.id" });
    expect(found[0]).toMatchObject({ kind: "code" });
    expect(shown("!{osquery{ never closed _x_")).toBe("!{osquery{ never closed x");
  });
});

describe("readGuide: hostile notes", () => {
  const size = 59_000;
  const repeated = (text: string) => text.repeat(size / text.length);

  it.each([
    ["longer than the limit", "# Response\n" + "- a\n".repeat(20_000)],
    ["quotes in quotes", repeated(">")],
    ["lists in lists in one line", repeated("- ") + "a"],
    ["numbered lists in lists", repeated("1. ")],
  ])("returns a note unchanged: %s", (_, note) => {
    expect(readGuide(note)).toEqual({
      introduction: [{ kind: "code", text: note, language: "" }],
      sections: [],
    });
  });

  it.each([
    [
      "lists nested line by line",
      Array.from({ length: 240 }, (_, i) => " ".repeat(2 * i) + "- a").join("\n"),
    ],
    ["quotes just below the limit", `${">".repeat(31)} a`],
    ["emphasis in emphasis", "*_".repeat(15_000) + "a" + "_*".repeat(14_000)],
    ...REPEATS.map((text) => [text, repeated(text)]),
  ])("reads unclosed markup: %j", (_, note = "") => {
    const { introduction, sections } = readGuide(note);
    expect(introduction.length + sections.length).toBeGreaterThan(note.trim() === "" ? -1 : 0);
  });

  it("never throws, and returns known kinds of blocks only", () => {
    const kinds = new Set(["paragraph", "heading", "list", "steps", "code", "quote", "table", "line"]);
    for (const plugin of ["osquery", "investigate"]) kinds.add(plugin);
    const check = (block: Block) => expect(kinds.has(block.kind)).toBe(true);
    const pieces = fc.constantFrom(
      "# ",
      "- ",
      "> ",
      "\n",
      "\n\n",
      "  ",
      "`",
      "```",
      "*",
      "_",
      "[",
      "](",
      ")",
      "<",
      ">",
    );
    const more = fc.constantFrom(
      "{{",
      "}}",
      "!{a{",
      "\\",
      "|",
      "|-|",
      "&lt;",
      "response",
      "a",
      "\0",
      "\u202E",
      "[ ] ",
      "$osquery_0",
      '!{osquery{"label":"a","query":"b"}}',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, more, fc.string({ maxLength: 3 })), { maxLength: 60 }),
        (parts) => {
          const guide = readGuide(parts.join(""));
          guide.introduction.forEach(check);
          guide.sections.forEach((section) => section.blocks.forEach(check));
          expect(() => structuredClone(guide)).not.toThrow();
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
