import type { RuleFileResult } from "./collection.ts";
import { readRuleFile } from "./read-rule-file.ts";

/** A file that is known to hold rules. */
export interface RuleFile {
  readonly file: File;
  readonly path: string;
  readonly isArchive: boolean;
}

/**
 * Reads files that together are small, all at once; but archives one after the other, since a small one may unpack to
 * as much as is allowed.
 *
 * @returns what came of each file, in their order
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
