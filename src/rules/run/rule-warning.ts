import type { Coded, NoData } from "../../diagnostic/index.ts";
import type { EqlWarnings } from "../../eql/index.ts";
import type { UnsupportedEntry } from "../rule.ts";

/** The codes of warnings, and the data of each. Names are hostile text. */
export interface RuleWarnings extends EqlWarnings {
  /** The rule refers to an exception list of which no item is at hand. */
  "exceptions-missing": { readonly list: string };
  "exception-expired": InException & { readonly expired: string };
  "exception-unsupported": InException & { readonly entry: UnsupportedEntry };
  "exception-empty": InException;
  /** Not applied to events with several objects in the list `field`. */
  "exception-nested": InException & { readonly field: string };
  /** So many filters are not applied. */
  filters: { readonly count: number };
  /** The query contains U+FFFD. */
  characters: NoData;
  /** Elastic would group alerts, by these fields if there are any. */
  suppression: { readonly groupBy: readonly string[] };
}

interface InException {
  /** Its name, or its id if it has none. */
  readonly exception: string;
}

/** What an analyst must know about a rule that runs. */
export type RuleWarning = Coded<RuleWarnings>;
