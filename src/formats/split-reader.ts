import type { Stage } from "../bytes/index.ts";
import type { ContentKind } from "./format-kind.ts";

/** Reads what begins in one split of a file. */
export interface SplitReader extends Stage {
  /** Call before the first byte arrives, with the offset of that byte. */
  begins(offset: number): void;
  /** False if the split cannot be read without what is before or after it. Nothing that it has handed over counts then. */
  readonly isSound: boolean;
  /** Whether the split has nothing of the format, and whether it ends with nothing of it: then none may follow. */
  readonly isBlank: boolean;
  readonly endsBlank: boolean;
  readonly kind: ContentKind;
  /** True for a prescan: see `Recognised`. */
  readonly isPrescanning: boolean;
  /** Line breaks, Elasticsearch responses, and lines that list several events. */
  readonly lines: number;
  readonly responses: number;
  readonly batches: number;
  /** Lists of events that end here without having begun here, and that begin here without an end. */
  readonly closedLists: number;
  readonly openLists: number;
}
