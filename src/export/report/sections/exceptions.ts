import { markup, type Markup, note, table, value, values } from "../markup.ts";

/** What the analyst, or the export that rules came from, has excluded. */
export interface ExceptionSection {
  readonly intro: string;
  readonly exceptions: readonly {
    readonly rule: string;
    readonly conditions: readonly string[];
    readonly why: string;
    /** In words. */
    readonly expires: string;
    readonly alerts: string;
    /** Who made it and when; empty if that is not known. */
    readonly made: string;
  }[];
  /** Exceptions that came with rules, as a sentence; empty for none. */
  readonly fromFiles: string;
}

export function* exceptions({
  intro,
  exceptions: all,
  fromFiles,
}: ExceptionSection): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  if (all.length > 0)
    yield table(
      "exceptions",
      ["Rule and conditions", "Why", "Made", "Alerts"],
      all.map(({ rule, conditions, why, expires, alerts, made }) => [
        markup`${value(rule)}<br />${values(conditions, " and ")}`,
        markup`<p>${value(why)}</p>
          <p class="facts">${expires}</p>`,
        value(made),
        alerts,
      ]),
    );
  yield note(fromFiles);
}
