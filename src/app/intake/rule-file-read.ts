import type { RuleFileResult } from "../../rules/files/index.ts";

/** A file of rules that was read. */
export interface RuleFileRead {
  readonly path: string;
  readonly result: RuleFileResult;
}
