import {
  markup,
  lines,
  type Markup,
  note,
  paragraphs,
  type Phrase,
  phrase,
  table,
  value,
  values,
} from "../markup.ts";

/** The findings with one verdict. */
export interface FindingGroup {
  readonly title: string;
  /** How many there are, and what the verdict means. */
  readonly intro: string;
  /** Those that are shown with their records. */
  readonly cards: readonly ReportFinding[];
  /** Those that are shown in one row. */
  readonly rows: readonly ReportFinding[];
  /** What is only counted, and which file has all; empty if nothing is. */
  readonly restWords: string;
  /** Those that are only counted, by rule and host. */
  readonly rest: readonly { readonly rule: string; readonly host: string; readonly alerts: string }[];
}

export interface ReportFinding {
  /** In UTC. */
  readonly time: string;
  readonly host: string;
  readonly severity: string;
  readonly rule: string;
  readonly sentence: Phrase;
  /** The verdict with who gave it and when; empty for none. */
  readonly decided: Phrase;
  readonly note: string;
  readonly tags: readonly string[];
  /** What is doubtful about its records, as sentences. */
  readonly doubts: readonly string[];
  /** For a sequence one for each event, in the order of the query. */
  readonly records: readonly ReportRecord[];
}

export interface ReportRecord {
  /** What the event of a sequence says; empty for the only record of a finding. */
  readonly sentence: Phrase;
  /** File and place; empty for an event that had to be missing. */
  readonly where: Phrase;
  /** The record as it is in the file; empty where it is not shown. */
  readonly text: string;
}

/** The longest text of a record, in UTF-16 units. */
const LONGEST_RECORD = 4000;

export function* findings(groups: readonly FindingGroup[]): Generator<Markup, void> {
  if (groups.length === 0) yield markup`<p>The case has no alerts.</p>`;
  for (const { title, intro, cards, rows, restWords, rest } of groups) {
    yield markup`<h3>${title}</h3>
      <p>${intro}</p>`;
    for (const finding of cards) yield card(finding);
    if (rows.length > 0)
      yield table("findings", ["Time (UTC)", "What happened", "Decision", "Record"], rows.map(row));
    yield note(restWords);
    if (rest.length > 0)
      yield table(
        "rest",
        ["Rule", "Host", "Alerts"],
        rest.map(({ rule, host, alerts }) => [value(rule), value(host), alerts]),
      );
  }
}

function card(finding: ReportFinding): Markup {
  const { time, host, severity, rule, sentence, doubts, records } = finding;
  const facts = [markup`<b>${time}</b>`, ...(host === "" ? [] : [value(host)]), `${severity} severity`];
  return markup`<article class="finding">
    <h4>${value(rule)}</h4>
    <p class="facts">${facts.map((fact, i) => (i === 0 ? fact : markup` &#183; ${fact}`))}</p>
    <p>${phrase(sentence)}</p>
    ${decision(finding)}${doubts.map(note)}${records.map(record)}
  </article>`;
}

function decision({ decided, note: written, tags }: ReportFinding): Markup {
  return markup`${decided.length === 0 ? "" : markup`<p class="decided">${phrase(decided)}</p>`}${paragraphs(
    written,
  )}${tags.length === 0 ? "" : markup`<p class="facts">Tags: ${values(tags)}</p>`}`;
}

function record({ sentence, where, text }: ReportRecord): Markup {
  return markup`${sentence.length === 0 ? "" : markup`<p>${phrase(sentence)}</p>`}${
    where.length === 0 ? "" : markup`<p class="where">${phrase(where)}</p>`
  }${text === "" ? "" : lines(text, LONGEST_RECORD)}`;
}

function row(finding: ReportFinding) {
  const { time, host, severity, rule, sentence, doubts, records } = finding;
  return [
    markup`${time}<br />${value(host)}`,
    markup`<p>${phrase(sentence)}</p>
      <p class="facts">${value(rule)} &#183; ${severity}</p>
      ${doubts.map(note)}`,
    decision(finding),
    markup`${records.map(({ where }) => markup`<p class="where">${phrase(where)}</p>`)}`,
  ];
}
