import type { FileLocation } from "../../formats/index.ts";

/** One sentence for each code of a group: a code without a sentence does not compile. */
export type Sentences<Codes extends object, Code extends keyof Codes = keyof Codes> = {
  readonly [C in Code]: (data: Codes[C], where: FileLocation) => string;
};
