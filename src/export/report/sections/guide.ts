import { markup, type Markup, note, paragraphs, type Phrase, phrase, value } from "../markup.ts";

/** The guides of findings: what each step asks, what the evidence answers, and what the analyst made of it. */
export interface GuideAnswers {
  readonly intro: string;
  readonly guides: readonly AnsweredGuide[];
  /** What is left out; empty for nothing. */
  readonly more: string;
}

export interface AnsweredGuide {
  readonly rule: string;
  /** Which finding it is: time, host and what happened. */
  readonly finding: Phrase;
  readonly sections: readonly { readonly title: string; readonly steps: readonly AnsweredStep[] }[];
}

export interface AnsweredStep {
  readonly number: number;
  /** What the guide says, the values of the finding filled in. */
  readonly text: string;
  /** `done`, `not possible here`, `open`. */
  readonly state: string;
  readonly note: string;
  readonly answers: readonly ReportAnswer[];
}

export interface ReportAnswer {
  readonly statements: readonly { readonly sentence: Phrase; readonly sources: readonly Phrase[] }[];
  /** What the evidence lacks. */
  readonly missing: readonly Phrase[];
  /** What was looked at; empty if nothing was. */
  readonly lookedAt: Phrase;
}

/** The longest text of a step, in UTF-16 units. */
const LONGEST_STEP = 1200;

export function* guides({ intro, guides: answered, more }: GuideAnswers): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  for (const { rule, finding, sections } of answered) {
    yield markup`<h3>${value(rule)}</h3>
      <p class="facts">${phrase(finding)}</p>`;
    for (const { title, steps } of sections) {
      yield markup`<h4>${value(title)}</h4>`;
      for (const each of steps) yield step(each);
    }
  }
  yield note(more);
}

function step({ number, text, state, note: written, answers }: AnsweredStep): Markup {
  return markup`<div class="step">
    <p><b>${number}.</b> ${value(text, LONGEST_STEP)} <span class="state">${state}</span></p>
    ${answers.map(answer)}${paragraphs(written)}
  </div>`;
}

function answer({ statements, missing, lookedAt }: ReportAnswer): Markup {
  return markup`<div class="answer">
    ${statements.map(
      ({ sentence, sources }) =>
        markup`<p>
          ${phrase(sentence)}${sources.map((source) => markup` <span class="source">[${phrase(source)}]</span>`)}
        </p>`,
    )}${missing.map((lack) => markup`<p class="more">${phrase(lack)}</p>`)}${
      lookedAt.length === 0 ? "" : markup`<p class="more">${phrase(lookedAt)}</p>`
    }
  </div>`;
}
