import { markup, type Markup, note, type Phrase, phrase, table, value } from "../markup.ts";

/** Events that one clause of one rule alone kept from being an alert. */
export interface NearMissSection {
  readonly intro: string;
  readonly groups: readonly ReportNearMiss[];
  /** What is left out or not known, as sentences. */
  readonly notes: readonly string[];
}

export interface ReportNearMiss {
  readonly rule: string;
  /** The clause, as the rule has it. */
  readonly clause: string;
  /** How many events, and why the rule left them out. */
  readonly words: string;
  /** The first of them. */
  readonly events: readonly {
    /** In UTC. */
    readonly time: string;
    readonly host: string;
    readonly sentence: string;
    readonly where: Phrase;
  }[];
}

export function* nearMisses({ intro, groups, notes }: NearMissSection): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  for (const { rule, clause, words, events } of groups) {
    yield markup`<h3>${value(rule)}</h3>
      <p>${words} <code>${value(clause)}</code></p>`;
    yield table(
      "near",
      ["Time (UTC)", "Host", "What happened, and what the rule wants", "Record"],
      events.map(({ time, host, sentence, where }) => [
        time,
        value(host),
        value(sentence),
        markup`<p class="where">${phrase(where)}</p>`,
      ]),
    );
  }
  for (const each of notes) yield note(each);
}
