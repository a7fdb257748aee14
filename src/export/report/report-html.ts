import { sha256Hex } from "../../scan/index.ts";
import { Markup, markup, paragraphs, phrase, plain, value } from "./markup.ts";
import type { Report, ReportSections } from "./report.ts";
import { audit } from "./sections/audit.ts";
import { evidence } from "./sections/evidence.ts";
import { exceptions } from "./sections/exceptions.ts";
import { findings } from "./sections/findings.ts";
import { guides } from "./sections/guide.ts";
import { hunts } from "./sections/hunts.ts";
import { limits } from "./sections/limits.ts";
import { method } from "./sections/method.ts";
import { nearMisses } from "./sections/near-misses.ts";
import { rules } from "./sections/rules.ts";
import { timeline } from "./sections/timeline.ts";
import { unseen } from "./sections/unseen.ts";
import { REPORT_STYLE } from "./style.ts";

type SectionId = keyof ReportSections;
type Writers = {
  readonly [Id in SectionId]-?: {
    readonly title: string;
    readonly write: (section: NonNullable<ReportSections[Id]>) => Iterable<Markup>;
  };
};

/** The sections in the order of the report. */
const SECTIONS: Writers = {
  findings: { title: "Findings", write: findings },
  timeline: { title: "Time line", write: timeline },
  guide: { title: "Guide and answers", write: guides },
  hunts: { title: "Hunts", write: hunts },
  unseen: { title: "What could not be examined", write: unseen },
  nearMisses: { title: "Near misses", write: nearMisses },
  exceptions: { title: "Exceptions", write: exceptions },
  method: { title: "Method", write: method },
  evidence: { title: "Evidence", write: evidence },
  rules: { title: "Rules", write: rules },
  audit: { title: "Audit trail", write: audit },
  limits: { title: "Limits", write: limits },
};

export const REPORT_SECTIONS = Object.keys(SECTIONS) as readonly SectionId[];

export function sectionTitle(id: SectionId): string {
  return SECTIONS[id].title;
}

/** Text that is joined before it is handed on, in UTF-16 units. */
const CHUNK = 65_536;

/**
 * Writes a report as one HTML page without scripts, links or anything that is loaded. Its policy allows its own style and
 * nothing else. The same report always gives the same bytes.
 *
 * @returns chunks of text for a Blob, so that the page need not be one string
 */
export function* reportHtml(report: Report): Generator<string, void> {
  let waiting = "";
  for (const { text } of pageOf(report)) {
    waiting += text;
    if (waiting.length < CHUNK) continue;
    yield waiting;
    waiting = "";
  }
  yield waiting;
}

function* pageOf(report: Report): Generator<Markup, void> {
  const { title, about, summary, brief, sections } = report;
  const chosen = REPORT_SECTIONS.filter((id) => sections[id] !== undefined);
  yield new Markup("<!doctype html>\n");
  yield markup`<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy()}">`;
  yield markup`<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">`;
  // The hash in the policy is that of the style to the byte.
  yield markup`<title>${plain(title)} &#183; Report</title><style>${new Markup(REPORT_STYLE)}</style></head><body><main>`;
  yield markup`<header>
    <h1>${value(title)}</h1>
    ${about.map((line) => markup`<p class="facts">${phrase(line)}</p>`)}
  </header>`;
  yield markup`<section id="summary" class="summary">
    ${paragraphs(summary.text)}
    <p class="facts">${phrase(summary.origin)}</p>
  </section>`;
  yield markup`<section id="brief" class="brief">
    ${brief.map(
      ({ heading, sentences }) =>
        markup`<h2>${heading}</h2>
          <p>${sentences.map((each, i) => markup`${i === 0 ? "" : " "}${phrase(each)}`)}</p>`,
    )}
  </section>`;
  if (chosen.length > 0)
    yield markup`<nav aria-label="Sections">
      ${chosen.map(
        (id, i) => markup`${i === 0 ? "" : " · "}<a href="#${new Markup(id)}">${SECTIONS[id].title}</a>`,
      )}
    </nav>`;
  for (const id of chosen) yield* section(id, sections);
  yield new Markup("</main></body></html>\n");
}

function* section<Id extends SectionId>(id: Id, sections: ReportSections): Generator<Markup, void> {
  const { title, write } = SECTIONS[id];
  yield markup`<section id="${new Markup(id)}"><h2>${title}</h2>`;
  yield* (write as (section: unknown) => Iterable<Markup>)(sections[id]);
  yield new Markup("</section>");
}

function policy(): Markup {
  return new Markup(
    `default-src 'none'; style-src '${reportStyleHash()}'; base-uri 'none'; form-action 'none'`,
  );
}

/** The hash of the report's style, as a Content Security Policy names it. */
export function reportStyleHash(): string {
  const hex = sha256Hex(new TextEncoder().encode(REPORT_STYLE));
  const bytes = hex.match(/../g)!.map((byte) => String.fromCharCode(parseInt(byte, 16)));
  return `sha256-${btoa(bytes.join(""))}`;
}
