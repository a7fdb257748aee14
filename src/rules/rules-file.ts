import type { RuleProblem } from "./problem.ts";
import type { ExceptionItem, ExceptionList, Rule } from "./rule.ts";

/** The content of one rule file. */
export interface RulesFile {
  readonly rules: readonly Rule[];
  readonly problems: readonly RuleProblem[];
  /** Exception lists of a Kibana export and their items: Elastic raises no alert for what they match. */
  readonly exceptions: {
    readonly lists: readonly ExceptionList[];
    readonly items: readonly ExceptionItem[];
  };
  /** Lines of a Kibana export that are not used here. */
  readonly skipped: { readonly connectors: number };
}
