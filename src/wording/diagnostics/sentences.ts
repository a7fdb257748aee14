import type { FileLocation } from "../../formats/index.ts";

/** One sentence for each of some codes: a code without a sentence does not compile. */
export type Sentences<Codes extends object, Code extends keyof Codes = keyof Codes> = {
  readonly [C in Code]: (data: Codes[C], where: FileLocation) => string;
};
