import { markup, type Markup, note, type Phrase, phrase, table, value } from "../markup.ts";

/** Who decided what and when. */
export interface AuditSection {
  readonly intro: string;
  readonly entries: readonly {
    /** In UTC. */
    readonly time: string;
    readonly analyst: string;
    readonly action: string;
    readonly what: Phrase;
    /** The rule and host of the first alert that it is about, and how many more; empty for none. */
    readonly about: string;
  }[];
  /** What is left out; empty for nothing. */
  readonly more: string;
}

export function* audit({ intro, entries, more }: AuditSection): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  if (entries.length > 0)
    yield table(
      "audit",
      ["Time (UTC)", "Analyst", "Action", "What", "About"],
      entries.map(({ time, analyst, action, what, about }) => [
        time,
        value(analyst),
        action,
        phrase(what),
        value(about),
      ]),
    );
  yield note(more);
}
