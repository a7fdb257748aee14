import { markup, type Markup, note, type Phrase, phrase, table, value, values } from "../markup.ts";

/** What happened, in the order of time. */
export interface Timeline {
  readonly intro: string;
  readonly entries: readonly TimelineEntry[];
  /** What is left out; empty for nothing. */
  readonly more: string;
}

export interface TimelineEntry {
  /** In UTC. */
  readonly time: string;
  readonly host: string;
  readonly sentence: Phrase;
  /** Why it is in the list: verdicts and rules, or that an answer names it. */
  readonly why: readonly string[];
  /** Whether the analyst confirmed it. */
  readonly isConfirmed: boolean;
}

export function* timeline({ intro, entries, more }: Timeline): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  if (entries.length > 0)
    yield table(
      "timeline",
      ["Time (UTC)", "Host", "What happened", "Why it is here"],
      entries.map(({ time, host, sentence, why, isConfirmed }) => [
        time,
        value(host),
        isConfirmed ? markup`<b>${phrase(sentence)}</b>` : phrase(sentence),
        values(why, "; "),
      ]),
    );
  yield note(more);
}
