import type { EventTest } from "./leaf.ts";
import type { FlatEvent } from "./flat-event.ts";

export interface Clause {
  readonly kind: "and" | "or" | "not" | "test";
  readonly text: () => string;
  /** The fields a test looks at; those of the parts are theirs. */
  readonly fields: readonly string[];
  readonly clauses: readonly Clause[];
  readonly test: EventTest;
  /**
   * What the clause comes to for every event, if that is known. Null is Elasticsearch's third value, which exists
   * only for constants: a condition that folds to it matches nothing, not even under `not`.
   */
  readonly constant: boolean | null | undefined;
  /** For a test of fields that the event chooses: those it looks at, in place of `fields`. */
  readonly fieldsIn?: (event: FlatEvent) => readonly string[];
  /** For a test: see `anchorsOf`. */
  readonly anchors?: () => readonly Anchor[] | null;
}

/** Some value of `field`, as text and with ASCII letters in lower case, is `value`. */
export interface Anchor {
  readonly field: string;
  readonly value: string;
}
