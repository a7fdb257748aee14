import { createHash } from "node:crypto";
import { Parser } from "htmlparser2";
import { describe, expect, it } from "vitest";
import {
  type Phrase,
  type Report,
  REPORT_SECTIONS,
  REPORT_STYLE,
  type ReportFinding,
  reportHtml,
  type ReportSections,
} from "../../../src/export/index.ts";

const HOSTILE = `</title></style></pre><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:1">'"&amp;`;
/** Turns what follows it round. */
const OVERRIDE = "\u202E";

/** Every text of the report is hostile, and different. */
function hostileReport(): { readonly report: Report; readonly texts: readonly string[] } {
  const texts: string[] = [];
  const t = (): string => {
    const text = `${HOSTILE} ${texts.length}${OVERRIDE}.`;
    texts.push(text);
    return text;
  };
  const p = (): Phrase => [{ text: "It says " }, { evidence: t() }];
  const finding = (records: ReportFinding["records"]): ReportFinding => ({
    ...{ time: t(), host: t(), severity: t(), rule: t(), sentence: p(), decided: p(), note: t() },
    ...{ tags: [t()], doubts: [t()], records },
  });
  const sections: Required<ReportSections> = {
    findings: [
      {
        ...{
          title: t(),
          intro: t(),
          cards: [finding([{ sentence: p(), where: p(), text: t() }])],
          restWords: t(),
        },
        rows: [finding([{ sentence: [], where: p(), text: "" }])],
        rest: [{ rule: t(), host: t(), alerts: t() }],
      },
    ],
    timeline: {
      intro: t(),
      entries: [
        { time: t(), host: t(), sentence: p(), why: [t()], isConfirmed: true },
        { time: t(), host: t(), sentence: p(), why: [t()], isConfirmed: false },
      ],
      more: t(),
    },
    guide: {
      intro: t(),
      guides: [
        {
          rule: t(),
          finding: p(),
          sections: [
            {
              title: t(),
              steps: [
                {
                  ...{ number: 1, text: t(), state: t(), note: t() },
                  answers: [
                    { statements: [{ sentence: p(), sources: [p()] }], missing: [p()], lookedAt: p() },
                  ],
                },
              ],
            },
          ],
        },
      ],
      more: t(),
    },
    hunts: {
      intro: t(),
      hunts: [
        {
          ...{ title: t(), query: t(), words: t(), more: t() },
          events: [{ time: t(), host: t(), user: t(), sentence: t(), where: t() }],
        },
      ],
    },
    unseen: { intro: t(), spots: [{ sentence: p(), names: [t()], more: t() }] },
    nearMisses: {
      intro: t(),
      groups: [
        {
          ...{ rule: t(), clause: t(), words: t() },
          events: [{ time: t(), host: t(), sentence: t(), where: p() }],
        },
      ],
      notes: [t()],
    },
    exceptions: {
      intro: t(),
      exceptions: [{ rule: t(), conditions: [t()], why: t(), expires: t(), alerts: t(), made: t() }],
      fromFiles: t(),
    },
    method: { paragraphs: [p()], settings: [[t(), p()]] },
    evidence: {
      intro: t(),
      files: [
        {
          ...{ path: t(), kind: t(), sha256: t(), counts: [t()], times: t(), hosts: t() },
          ...{ settings: [t()], alerts: t() },
        },
      ],
      more: t(),
    },
    rules: {
      intro: t(),
      rules: [{ name: t(), id: t(), version: t(), language: t(), origin: t(), sha256: t(), alerts: t() }],
      notRun: [{ name: t(), why: t() }],
      notes: [t()],
    },
    audit: {
      intro: t(),
      entries: [{ time: t(), analyst: t(), action: t(), what: p(), about: t() }],
      more: t(),
    },
    limits: [t()],
  };
  const report: Report = {
    title: t(),
    about: [p()],
    summary: { text: `${t()}\n\n${t()}`, origin: p() },
    brief: [{ heading: t(), sentences: [p()] }],
    sections,
  };
  return { report, texts };
}

const textOf = (report: Report): string => [...reportHtml(report)].join("");

interface Parsed {
  readonly elements: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly hrefs: readonly string[];
  readonly text: string;
}

function parsed(html: string): Parsed {
  const [elements, attributes] = [new Set<string>(), new Set<string>()];
  const hrefs: string[] = [];
  let text = "";
  let inStyle = false;
  const parser = new Parser({
    onopentag: (name, given) => {
      elements.add(name);
      inStyle = name === "style";
      for (const [attribute, value] of Object.entries(given)) {
        attributes.add(attribute);
        if (attribute === "href") hrefs.push(value);
      }
    },
    onclosetag: () => (inStyle = false),
    ontext: (piece) => {
      if (!inStyle) text += piece;
    },
  });
  parser.end(html);
  return { elements, attributes, hrefs, text };
}

describe("a report whose every text is hostile", () => {
  const { report, texts } = hostileReport();
  const html = textOf(report);
  const page = parsed(html);

  it("has only elements that are text or its layout", () => {
    expect([...page.elements].sort()).toEqual(
      (
        "a article b bdi body br code dd div dl dt h1 h2 h3 h4 head header html li main meta nav p pre " +
        "section span style table tbody td th thead title tr ul wbr"
      ).split(" "),
    );
  });

  it("has only attributes of its own, and leads nowhere but to its sections", () => {
    expect([...page.attributes].sort()).toEqual([
      "aria-label",
      "charset",
      "class",
      "content",
      "dir",
      "href",
      "http-equiv",
      "id",
      "lang",
      "name",
      "scope",
    ]);
    expect(page.hrefs).toEqual(REPORT_SECTIONS.map((id) => `#${id}`));
  });

  it("shows each of them whole, with a sign in place of what would turn it round", () => {
    expect(html).not.toContain(OVERRIDE);
    for (const text of texts) expect(page.text).toContain(text.replace(OVERRIDE, "U+202E"));
  });

  it("allows its own style and nothing else", () => {
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const hash = createHash("sha256").update(REPORT_STYLE).digest("base64");
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(html).toContain(`<style>${REPORT_STYLE}</style>`);
    expect(REPORT_STYLE).not.toMatch(/url\(|@import|[^\0-\x7f]|\r/);
  });
});

const EMPTY: Report = { title: "C", about: [], summary: { text: "", origin: [] }, brief: [], sections: {} };

describe("a report", () => {
  it("is the same bytes each time", () => {
    expect(textOf(hostileReport().report)).toBe(textOf(hostileReport().report));
  });

  it("has the sections that are chosen, in its own order", () => {
    const { sections } = hostileReport().report;
    const { limits, findings } = sections;
    const html = textOf({ ...EMPTY, sections: { limits: limits!, findings: findings! } });
    expect(html.match(/<section id="\w+"/g)).toEqual(
      ["summary", "brief", "findings", "limits"].map((id) => `<section id="${id}"`),
    );
    expect(textOf(EMPTY)).not.toContain("<nav");
  });

  it("shows the beginning of a text that is too long, and how much is missing", () => {
    const html = textOf({
      ...EMPTY,
      sections: {
        method: { paragraphs: [[{ evidence: "x".repeat(5000) }]], settings: [] },
        hunts: {
          intro: "",
          hunts: [{ title: "", query: `\n${"y".repeat(9000)}`, words: "", events: [], more: "" }],
        },
      },
    });
    expect(html).toMatch(/[^x]x{2000}<\/bdi> <i>&#8230; and 3,000 more characters<\/i>/);
    expect(html).toMatch(
      /<pre><code dir="auto">\ny{3999}<\/code><\/pre>\s*<p class="more">&#8230; and 5,001 more/,
    );
  });

  it("comes in pieces, however much there is of it", () => {
    const { sections } = hostileReport().report;
    const [group] = sections.findings!;
    const cards = Array.from({ length: 2000 }, () => group!.cards[0]!);
    const chunks = [...reportHtml({ ...EMPTY, sections: { findings: [{ ...group!, cards }] } })];
    expect(chunks.length).toBeGreaterThan(20);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(90_000);
  });
});
