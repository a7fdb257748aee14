import { markup, type Markup, type Phrase, phrase, values } from "../markup.ts";

/** What could not be examined. */
export interface Unseen {
  /** What it means for the findings. */
  readonly intro: string;
  readonly spots: readonly BlindSpot[];
}

export interface BlindSpot {
  readonly sentence: Phrase;
  /** The files or rules it is about, the first of them. */
  readonly names: readonly string[];
  /** How many more there are, in words; empty for none. */
  readonly more: string;
}

export function* unseen({ intro, spots }: Unseen): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  if (spots.length > 0)
    yield markup`<ul>
      ${spots.map(
        ({ sentence, names, more }) =>
          markup`<li>
            ${phrase(sentence)}${names.length === 0 ? "" : markup`<br /><span class="names">${values(names)}${more}</span>`}
          </li>`,
      )}
    </ul>`;
}
