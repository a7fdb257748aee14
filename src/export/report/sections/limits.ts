import { markup, type Markup } from "../markup.ts";

/** What the reader must not conclude, as sentences. */
export function* limits(sentences: readonly string[]): Generator<Markup, void> {
  yield markup`<ul>
    ${sentences.map((sentence) => markup`<li>${sentence}</li>`)}
  </ul>`;
}
