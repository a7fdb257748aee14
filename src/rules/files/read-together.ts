import type { RuleFileResult } from "./collection.ts";
import { readRuleFile } from "./read-rule-file.ts";

/** A file that is known to contain rules. */
export interface RuleFile {
  readonly file: File;
  readonly path: string;
  readonly isArchive: boolean;
}

/**
 * Reads files that are small together all at once, but archives one after the other, since a small one may unpack to as
 * much as is allowed.
 *
 * @returns the result of each file, in the order of the files
 */
export function readTogether(files: readonly RuleFile[]): Promise<RuleFileResult[]> {
  let before: Promise<unknown> = Promise.resolve();
  const read = ({ file, path, isArchive }: RuleFile): Promise<RuleFileResult> => {
    if (!isArchive) return readRuleFile(file, path, false);
    const turn = before.then(() => readRuleFile(file, path, true));
    before = turn;
    return turn;
  };
  return Promise.all(files.map(read));
}
