import type { Coded } from "../../diagnostic/index.ts";
import type { FileLocation } from "../../formats/index.ts";

/** One sentence for each of some codes: a code without a sentence does not compile. */
export type Sentences<Codes extends object, Code extends keyof Codes = keyof Codes, Where = FileLocation> = {
  readonly [C in Code]: (data: Codes[C], where: Where) => string;
};

/** Sentences of codes that have no location. */
export type PlainSentences<Codes extends object> = Sentences<Codes, keyof Codes, unknown>;

export function sentenceOf<Codes extends object, Where>(
  sentences: Sentences<Codes, keyof Codes, Where>,
  diagnostic: Coded<Codes> & Where,
): string {
  const { code, data } = diagnostic;
  // That the data is that of the code is known of each diagnostic, and not of a union of them.
  return (sentences[code] as (data: Codes[keyof Codes], where: Where) => string)(data, diagnostic);
}
