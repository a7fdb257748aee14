import type { RuleFileResult } from "../../rules/files/index.ts";

/** A file of rules that was read. */
export interface RuleFileRead {
  readonly path: string;
  /** Whether it is an archive, so that its rules are from files in it. */
  readonly isArchive?: boolean;
  readonly result: RuleFileResult;
}
