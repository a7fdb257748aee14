import { markup, type Markup, note, table, value } from "../markup.ts";

/** The rules that were run. */
export interface RuleSection {
  readonly intro: string;
  readonly rules: readonly ReportRule[];
  /** Those of the case that were not run, and why. */
  readonly notRun: readonly { readonly name: string; readonly why: string }[];
  /** What is left out, as sentences. */
  readonly notes: readonly string[];
}

export interface ReportRule {
  readonly name: string;
  readonly id: string;
  readonly version: string;
  readonly language: string;
  readonly origin: string;
  /** SHA-256 of the query's text in UTF-8, in hexadecimal. */
  readonly sha256: string;
  readonly alerts: string;
}

export function* rules({ intro, rules: run, notRun, notes }: RuleSection): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  if (run.length > 0)
    yield table(
      "rules",
      ["Rule", "Version", "Language", "SHA-256 of the query", "Alerts"],
      run.map(({ name, id, version, language, origin, sha256, alerts }) => [
        markup`${value(name)}<br /><span class="facts">${value(id)} &#183; ${value(origin)}</span>`,
        version,
        language,
        markup`<code>${sha256}</code>`,
        alerts,
      ]),
    );
  if (notRun.length > 0) {
    yield markup`<h3>Not run</h3>`;
    yield table(
      "not-run",
      ["Rule", "Why"],
      notRun.map(({ name, why }) => [value(name), value(why)]),
    );
  }
  for (const each of notes) yield note(each);
}
