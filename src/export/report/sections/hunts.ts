import { markup, lines, type Markup, note, table, value } from "../markup.ts";

/** Queries over the evidence that the analyst has added to the report. */
export interface HuntSection {
  readonly intro: string;
  readonly hunts: readonly ReportHunt[];
}

export interface ReportHunt {
  readonly title: string;
  readonly query: string;
  /** Language, when it was run, what it found and over what, as sentences. */
  readonly words: string;
  readonly events: readonly {
    /** In UTC. */
    readonly time: string;
    readonly host: string;
    readonly user: string;
    readonly sentence: string;
    readonly where: string;
  }[];
  /** What is left out; empty for nothing. */
  readonly more: string;
}

/** The longest text of a query, in UTF-16 units. */
const LONGEST_QUERY = 4000;

export function* hunts({ intro, hunts: all }: HuntSection): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  for (const { title, query, words, events, more } of all) {
    yield markup`<h3>${value(title)}</h3>
      ${lines(query, LONGEST_QUERY)}
      <p>${words}</p>`;
    if (events.length > 0)
      yield table(
        "hunt",
        ["Time (UTC)", "Host", "User", "What happened", "Record"],
        events.map(({ time, host, user, sentence, where }) => [
          time,
          value(host),
          value(user),
          value(sentence),
          markup`<p class="where">${value(where)}</p>`,
        ]),
      );
    yield note(more);
  }
}
