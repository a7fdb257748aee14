/** What an event says, for people: a sentence, its facts, and what its values mean. */
export { type Decoded, decodeText, MOST_DECODED } from "./decode-text.ts";
export { explainValue } from "./explain-value.ts";
export { eventFacts, type Fact } from "./facts.ts";
export { kindOfEvent } from "./known-event.ts";
export type { IndexedEventTexts } from "./roles.ts";
export { type SentencePart, sentenceText, shortPath } from "./sentence-part.ts";
export {
  eventSentence,
  fullSentence,
  hasOwnSentence,
  MOST_OF_SENTENCE,
  newSentence,
  rowSentence,
  shortSentence,
} from "./sentence.ts";
export { cutText, type TextPiece, visiblePieces } from "./visible-text.ts";
