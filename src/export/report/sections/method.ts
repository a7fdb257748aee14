import { markup, type Markup, type Phrase, phrase } from "../markup.ts";

/** How the evidence was examined: paragraphs, and settings as pairs. */
export interface Method {
  readonly paragraphs: readonly Phrase[];
  readonly settings: readonly (readonly [label: string, setting: Phrase])[];
}

export function* method({ paragraphs, settings }: Method): Generator<Markup, void> {
  yield markup`${paragraphs.map((each) => markup`<p>${phrase(each)}</p>`)}`;
  if (settings.length > 0)
    yield markup`<dl>
      ${settings.map(
        ([label, setting]) =>
          markup`<div>
            <dt>${label}</dt>
            <dd>${phrase(setting)}</dd>
          </div>`,
      )}
    </dl>`;
}
